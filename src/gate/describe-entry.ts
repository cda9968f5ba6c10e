import type { Xfail } from '../model/ledger.ts';

/** The subject of an entry: `value-mismatch of /id at fire/same-key-replays/second`. */
export function describeEntry({ kind, field, place }: Xfail): string {
  const what = field === undefined ? kind : `${kind} of ${field}`;
  return 'step' in place ? `${what} at ${place.step}` : `${what} on ${place.operation}`;
}
