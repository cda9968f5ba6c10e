import type { Cause } from '../../model/cause.ts';
import { cut } from '../columns.ts';
import { plural } from '../words.ts';
import { enumerate, type Screen } from './screen.ts';

/** One line for every cause, in order of gravity, cut to the screen: none is left out. */
export function causeLines(causes: readonly Cause[], { width }: Pick<Screen, 'width'>): readonly string[] {
  const digits = String(causes.length).length;
  return causes.map((cause, index) => cut(`  ${String(index + 1).padStart(digits)}. ${sayCause(cause)}`, width));
}

/** `server-error  nul, 5xx: notes.create and 3 more operations, 5 findings`. */
function sayCause({ kind, tried, fields, outcome, operations, count, first }: Cause): string {
  const what = tried === null ? fieldsText(fields) : ` ${tried.what}`;
  const where = operations[0] === '*' ? `several: ${enumerate(first.methods ?? [], 2)}` : enumerate(operations, 2);
  const result = outcome === null ? '' : ` → ${outcome}`;
  return `${kind} ${what}${result}  ${where}${count > 1 ? `  ${plural(count, 'finding')}` : ''}`.replace(
    / {3,}/g,
    '  ',
  );
}

function fieldsText(fields: readonly string[]): string {
  return fields.length === 0 ? '' : ` ${enumerate(fields, 2)}`;
}
