/** A text as a reader would decode it, with the way back: `starts[i]` is where character `i` begins in the original. */
export interface View {
  readonly text: string;
  readonly starts: (index: number) => number;
}

/** An escape in an escape, as an echo of JSON in JSON in a query; a deeper nest is not decoded. */
const MOST_LEVELS = 6;

const ESCAPE =
  /\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|["'\\/bfnrt])|%[0-9a-f]{2}|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos);/gi;

/**
 * The text itself, then decoded once, twice, …: JSON and percent escapes and HTML entities, in any mixture. A percent escape
 * stands for a byte, so that other than ASCII text appears as its UTF-8 bytes. A plus sign is left: it may be itself.
 */
export function decodedViews(original: string): readonly View[] {
  const views: View[] = [{ text: original, starts: (index) => index }];
  for (let last = views[0]; last !== undefined && views.length <= MOST_LEVELS; ) {
    const next = decodeOnce(last);
    if (next !== undefined) views.push(next);
    last = next;
  }
  return views;
}

function decodeOnce({ text, starts }: View): View | undefined {
  if (!/[\\%&]/.test(text)) return undefined;
  const parts: string[] = [];
  /** Per escape: where it ends in the decoded text, and how much longer the text before that point was. */
  const ends: number[] = [];
  const removed: number[] = [];
  let from = 0;
  let length = 0;
  for (const { 0: spelling, index } of text.matchAll(ESCAPE)) {
    const plain = decodeEscape(spelling);
    parts.push(text.slice(from, index), plain);
    length += index - from + plain.length;
    from = index + spelling.length;
    ends.push(length);
    removed.push(from - length);
  }
  if (from === 0) return undefined;
  return {
    text: parts.join('') + text.slice(from),
    starts: (index) => starts(index + (removed[countUpTo(ends, index) - 1] ?? 0)),
  };
}

/** How many of the sorted numbers are at most `limit`. */
function countUpTo(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

const LETTERS: { readonly [letter: string]: string } = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEscape(spelling: string): string {
  if (spelling.startsWith('%')) return String.fromCharCode(Number.parseInt(spelling.slice(1), 16));
  if (spelling.startsWith('&')) return decodeEntity(spelling.slice(1, -1));
  const code = /^[ux](.+)$/i.exec(spelling.slice(1))?.[1];
  if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
  const letter = spelling.slice(1);
  return LETTERS[letter] ?? letter;
}

function decodeEntity(name: string): string {
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  if (name.startsWith('#')) return code <= 0x10ffff ? String.fromCodePoint(code) : '?';
  return ENTITIES[name.toLowerCase()] ?? '?';
}
