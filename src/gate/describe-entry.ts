import type { Xfail } from '../model/ledger.ts';

/** Describes a ledger entry in one line, for example `value-mismatch of /id at fire/same-key-replays/second`. */
export function describeEntry({ kind, field, tries, place }: Xfail): string {
  if ('cause' in place) return place.cause;
  const tried = tries === undefined ? '' : ` by ${tries}`;
  const what = `${field === undefined ? kind : `${kind} of ${field}`}${tried}`;
  return 'step' in place ? `${what} at ${place.step}` : `${what} on ${place.operation}`;
}
