import { causeId } from '../judge/causes/cause-id.ts';
import { KINDS } from '../judge/kinds.ts';
import type { Finding } from '../model/finding.ts';

type Placed = Pick<Finding, 'kind' | 'cause' | 'operation' | 'field' | 'tried' | 'outcome'>;

/** Returns the place where a cause occurs: the operation and the field, such as `notes.create title`. */
export function placeOf(finding: Placed): string {
  return placeName(finding.operation, fieldOf(finding));
}

export function placeName(operation: string, field: string): string {
  return field === '' ? operation : `${operation} ${field}`;
}

/** Splits a place into the operation and the field. The field is empty if the place has none. */
export function splitPlace(place: string): { readonly operation: string; readonly field: string } {
  const [operation = '', ...field] = place.split(' ');
  return { operation, field: field.join(' ') };
}

/**
 * Returns the field that the finding is about. For kinds whose entries name one field each, returns the field that was
 * varied, unless the cause is that every call of the operation fails.
 */
function fieldOf({ kind, operation, field, tried, outcome, cause }: Placed): string {
  if (field !== null) return field;
  const isOwnTry = cause === causeId(kind, [tried?.what, outcome]);
  const isOtherTry = KINDS[kind].cause === 'try' && !cause.startsWith(`${causeId(kind, [operation])}/`);
  return isOwnTry || isOtherTry ? (tried?.about ?? '') : '';
}
