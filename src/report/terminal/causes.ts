import { KINDS } from '../../judge/kinds.ts';
import { plural } from '../../lib/plural.ts';
import { isGenerated } from '../../model/address.ts';
import type { Cause } from '../../model/cause.ts';
import type { Tried } from '../../model/finding.ts';
import { cut, wrap } from '../columns.ts';
import { assumedValues } from '../finding-words.ts';
import { enumerate, type Screen } from './screen.ts';

export function causeLines(causes: readonly Cause[], { width }: Pick<Screen, 'width'>): readonly string[] {
  const digits = String(causes.length).length;
  const indent = ' '.repeat(digits + 4);
  return causes.flatMap((cause, index) => {
    const [first = '', ...rest] = wrap(sayCause(cause), width - indent.length);
    return [`  ${String(index + 1).padStart(digits)}. ${first}`, ...rest.map((line) => indent + line)];
  });
}

function sayCause(cause: Cause): string {
  const { kind, operations, count, first } = cause;
  const where = operations[0] === '*' ? `several: ${enumerate(first.methods ?? [], 2)}` : enumerate(operations, 2);
  return [kind, causeSummary(cause), where, count > 1 ? plural(count, 'finding') : '']
    .filter((part) => part !== '')
    .join('  ');
}

/** Describes a cause in one line, such as `NUL character in title → 5xx`. */
export function causeSummary(cause: Cause): string {
  const assumed = assumedValues(cause.first);
  return assumed === undefined ? sayDifference(cause) : `${sayDifference(cause)} (assumes ${assumed})`;
}

function sayDifference(cause: Cause): string {
  const { id, kind, fields, outcome, first } = cause;
  const named = id.startsWith(`${kind}/`) ? id.slice(kind.length + 1) : '';
  const tried = triedOf(cause, named);
  if (tried !== undefined && wordsOf(tried) !== undefined)
    return `${sayTried(tried, fields)} → ${outcome ?? 'no response'}`;
  const where = tried !== undefined ? sayTried(tried, fields) : cause.tried === null ? placesOf(cause) : named;
  const difference = `expected ${cut(first.expected, LONGEST)}, got ${cut(first.observed, LONGEST)}`;
  return where === '' ? difference : `${where}: ${difference}`;
}

/** If the cause's id contains only the start of the variation, returns it: `at-max-length` for `at-max-length-two-bytes`. */
function triedOf({ tried }: Cause, named: string): Tried | undefined {
  if (tried === null) return undefined;
  if (named === '' || `/${named}`.includes(`/${tried.what}`)) return tried;
  const [simpler = ''] = named.split('/');
  return tried.what.startsWith(`${simpler}-`) ? { ...tried, what: simpler } : undefined;
}

function placesOf({ kind, fields, addresses }: Cause): string {
  if (fields.length > 0) return enumerate(fields, 2);
  const isOfStep = KINDS[kind].about === 'response' || KINDS[kind].about === 'promise';
  return isOfStep
    ? enumerate(
        addresses.filter((address) => !isGenerated(address)),
        1,
      )
    : '';
}

const LONGEST = 72;

export function sayTried(tried: Tried, fields: readonly string[] = tried.about === null ? [] : [tried.about]): string {
  const words = wordsOf(tried) ?? tried.what;
  return fields.length === 0 || tried.about === null ? words : `${words} in ${enumerate(fields, 2)}`;
}

function wordsOf({ what }: Tried): string | undefined {
  const [pattern, words = ''] = WORDS.find(([each]) => each.test(what)) ?? [];
  return pattern && what.replace(pattern, words);
}

/** The first matching pattern gives the words for a variation with an unclear name. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^nul$/, 'NUL character'],
  [/^emoji$/, 'emoji'],
  [/^emoji-kept$/, 'emoji, which the response must return unchanged'],
  [/^right-to-left$/, 'right-to-left marks'],
  [/^very-long$/, 'text of 65,536 characters'],
  [/^empty$/, 'empty value'],
  [/^(?:item-)?wrong-type$/, 'value of a wrong type'],
  [/^missing$/, 'required field omitted'],
  [/^null$/, 'null'],
  [/^malformed$/, 'value that violates its format or pattern'],
  [/^at-maximum$/, 'value at the maximum'],
  [/^at-minimum$/, 'value at the minimum'],
  [/^above-maximum$/, 'value above the maximum'],
  [/^below-minimum$/, 'value below the minimum'],
  [/^unknown$/, 'unknown id'],
  [/^beyond-32-bits$/, 'integer of more than 32 bits'],
  [/^beyond-53-bits$/, 'integer of more than 53 bits'],
  [/^beyond-64-bits$/, 'integer of more than 64 bits'],
  [/^enormous$/, 'integer of 401 digits'],
  [/^beyond-the-end$/, 'position beyond the end of the list'],
  [/^method\.not-allowed$/, 'HTTP method for which the path has no operation'],
  [/^at-max-length.*/, 'text of the maximum length'],
  [/^over-max-length.*/, 'text longer than the maximum length'],
  [/^in-(query|header|body)$/, 'field in the $1 instead'],
  [/^taken$/, 'value that another item already has'],
  [/^call\.again$/, 'same call twice'],
  [/^call\.unknown-body-field$/, 'unknown body field'],
  [/^credentials$/, 'missing or wrong credentials, or credentials of another account'],
];
