const MOST_LINES = 40;

/** The lines that are only in one of two texts, as `- old` and `+ new`, in order. For files of some hundred lines. */
export function diffLines(before: string, after: string): string {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const start = firstDifference(a, b);
  const end = firstDifference(a.slice(start).reverse(), b.slice(start).reverse());
  const [old, now] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const kept = commonLines(old, now);
  const lines = [
    ...old.filter((_, index) => !kept.has(`a${index}`)).map((line) => `- ${line}`),
    ...now.filter((_, index) => !kept.has(`b${index}`)).map((line) => `+ ${line}`),
  ];
  const more = lines.length - MOST_LINES;
  const shown = more > 0 ? [...lines.slice(0, MOST_LINES), `  … and ${more} more lines`] : lines;
  return shown.map((line) => `  ${line}\n`).join('');
}

function firstDifference(a: readonly string[], b: readonly string[]): number {
  const index = a.findIndex((line, position) => line !== b[position]);
  return index === -1 ? Math.min(a.length, b.length) : index;
}

/** Positions that both have, by the longest common subsequence. */
function commonLines(a: readonly string[], b: readonly string[]): ReadonlySet<string> {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const row = lengths[i];
    for (let j = b.length - 1; j >= 0 && row !== undefined; j--) {
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const kept = new Set<string>();
  for (let [i, j] = [0, 0]; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      kept.add(`a${i++}`);
      kept.add(`b${j++}`);
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return kept;
}
