import type { Cause } from '../../model/cause.ts';
import type { Tried } from '../../model/finding.ts';
import { cut } from '../columns.ts';
import { plural } from '../words.ts';
import { enumerate, type Screen } from './screen.ts';

/** One line for every cause, in order of gravity, cut to the screen: none is left out. */
export function causeLines(causes: readonly Cause[], { width }: Pick<Screen, 'width'>): readonly string[] {
  const digits = String(causes.length).length;
  return causes.map((cause, index) => cut(`  ${String(index + 1).padStart(digits)}. ${sayCause(cause)}`, width));
}

/** `server-error  NUL in title → 5xx  notes.create, notes.update … and 3 more  5 findings`. */
function sayCause({ kind, tried, fields, outcome, operations, count, first }: Cause): string {
  const what = tried === null ? fieldsText(fields) : ` ${sayTried(tried, fields)}`;
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

/** What was tried, in words, and with which fields. */
export function sayTried({ what, about }: Tried, fields: readonly string[] = about === null ? [] : [about]): string {
  const words = WORDS.find(([pattern]) => pattern.test(what))?.[1] ?? what;
  return fields.length === 0 || about === null ? words : `${words} in ${enumerate(fields, 2)}`;
}

/** Tries of probes whose slugs do not say enough. Behaviors are tried by their names in the reference. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^nul$/, 'NUL character'],
  [/^emoji$/, 'emoji'],
  [/^emoji-kept$/, 'emoji, which the response must show as sent'],
  [/^right-to-left$/, 'right-to-left marks'],
  [/^very-long$/, 'text of 65,536 characters'],
  [/^empty$/, 'empty value'],
  [/^(?:item-)?wrong-type$/, 'value of another type'],
  [/^missing$/, 'required field left out'],
  [/^null$/, 'null'],
  [/^malformed$/, 'value that breaks its format or pattern'],
  [/^unknown$/, 'id that nothing has'],
  [/^beyond-32-bits$/, 'integer of more than 32 bits'],
  [/^beyond-53-bits$/, 'integer of more than 53 bits'],
  [/^beyond-64-bits$/, 'integer of more than 64 bits'],
  [/^enormous$/, 'integer of 401 digits'],
  [/^at-max-length/, 'text of the greatest length'],
  [/^over-max-length/, 'text longer than the greatest length'],
  [/^in-(?:query|header|body)$/, 'field at another place'],
  [/^taken$/, 'value that another thing has'],
  [/^call\.again$/, 'same call twice'],
  [/^call\.unknown-body-field$/, 'unknown body field'],
  [/^credentials$/, 'missing, wrong or foreign credentials'],
];
