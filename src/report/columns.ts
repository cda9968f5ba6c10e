import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** Breaks text into lines of at most `width` columns, at spaces if possible. */
export function wrap(text: string, width: number): readonly string[] {
  return wrapAnsi(text, Math.max(20, width), { hard: true }).split('\n');
}

/** Maximum number of code units of one character, for example of an emoji of a family with skin tones. */
const LONGEST_CHARACTER = 32;

export function cut(text: string, width: number): string {
  // A text may have several megabytes, so only its beginning is measured.
  const head = text.slice(0, (width + 1) * LONGEST_CHARACTER);
  if (head.length === text.length && stringWidth(text) <= width) return text;
  if (width <= 1) return '…';
  let [kept, used] = ['', 0];
  for (const { segment } of new Intl.Segmenter().segment(head)) {
    used += stringWidth(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, stringWidth(cell));
    });
  const pad = (cell: string, at: number) => cell + ' '.repeat((widths[at] ?? 0) - stringWidth(cell));
  return rows.map((row) => row.map(pad).join('  ').trimEnd());
}
