import { diffArrays } from 'diff';

const MOST_LINES = 40;

/** Returns only the lines that differ, such as `- old` and `+ new`. */
export function diffLines(before: string, after: string): string {
  const parts = diffArrays(before.split('\n'), after.split('\n'));
  const lines = parts
    .filter(({ added, removed }) => added || removed)
    .flatMap(({ added, value }) => value.map((line) => `${added ? '+' : '-'} ${line}`));
  const more = lines.length - MOST_LINES;
  const shown = more > 0 ? [...lines.slice(0, MOST_LINES), `  … and ${more} more lines`] : lines;
  return shown.map((line) => `  ${line}\n`).join('');
}
