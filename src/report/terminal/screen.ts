import type pc from 'picocolors';
import { requestText } from '../../model/route.ts';
import { cut, wrap } from '../columns.ts';
import type { ReportOptions } from '../reporter.ts';

export interface Screen {
  readonly paint: ReturnType<typeof pc.createColors>;
  readonly width: number;
  readonly operations: ReportOptions['operations'];
  readonly details: string;
  readonly limits: ListLimits;
}

interface ListLimits {
  readonly items: number;
  /** Maximum number of causes that are shown with all details. */
  readonly causes: number;
}

export const LIMITS = {
  quiet: { items: 5, causes: 0 },
  normal: { items: 20, causes: 10 },
  verbose: { items: Number.POSITIVE_INFINITY, causes: Number.POSITIVE_INFINITY },
} as const satisfies Record<string, ListLimits>;

/** Maximum length of one text in characters, because a response may contain very long texts. */
const TEXT_LIMIT = 800;

export interface Labelled {
  readonly label: string;
  readonly text: string;
}

export function labelled(rows: readonly Labelled[], indent: number, screen: Screen): readonly string[] {
  const column = Math.max(...rows.map((row) => row.label.length)) + 2;
  return rows.flatMap(({ label, text }) => {
    const [first = '', ...rest] = wrap(cut(text, TEXT_LIMIT), screen.width - indent - column);
    const head = `${' '.repeat(indent)}${screen.paint.dim(label.padEnd(column))}${first}`;
    return [head, ...rest.map((line) => ' '.repeat(indent + column) + line)];
  });
}

export function paragraph(text: string, indent: number, screen: Screen): readonly string[] {
  return wrap(text, screen.width - indent).map((line) => ' '.repeat(indent) + line);
}

/** Returns a paragraph whose later lines are indented further than the first line. */
export function hanging(text: string, indent: number, screen: Screen): readonly string[] {
  const [first = '', ...rest] = wrap(text, screen.width - indent - 2);
  return [' '.repeat(indent) + first, ...rest.map((line) => ' '.repeat(indent + 2) + line)];
}

/** Returns the first items of a list. If items are left out, the last line gives their number and the file with all items. */
export function capped<T>(
  items: readonly T[],
  screen: Screen,
  render: (item: T, index: number) => readonly string[],
): readonly string[] {
  const { items: limit } = screen.limits;
  const lines = items.slice(0, limit).flatMap(render);
  const more = items.length - limit;
  return more > 0 ? [...lines, `  … and ${more} more (${screen.details} has all)`] : lines;
}

/** Joins the first words and counts the others: `a, b … and 3 more`. */
export function enumerate(words: readonly string[], limit: number): string {
  const shown = words.slice(0, limit).join(', ');
  return words.length > limit ? `${shown} … and ${words.length - limit} more` : shown;
}

export function nameOperation(id: string, { operations }: Screen): string {
  // A cause in several operations has `*` in place of an operation.
  if (id === '*') return '*  several: the client as a whole';
  const contract = operations.get(id);
  return contract === undefined ? id : `${id}  ${requestText(contract)}`;
}
