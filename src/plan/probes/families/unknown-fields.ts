import type { Probe, ProbeFamily } from '../probe.ts';
import { successOr } from '../statuses.ts';

const UNKNOWN = { parity_unknown_field: 'parity' } as const;

/** A body field that nobody declared: refused, or passed over, as the contract says. */
export const unknownFields: ProbeFamily = (subject) => {
  const { contract, context, statuses, base, works } = subject;
  const hasBody = contract.fields.some(({ place, whole }) => place.location === 'body' && !whole);
  if (contract.content !== 'json' || !hasBody) return [];
  const rejects = contract.unknownBodyFields[context.profile] === 'reject';
  const common = { about: 'call', tries: 'unknown-body-field', base, change: { extra: { body: UNKNOWN } } };
  const refused: Probe = {
    ...common,
    says: 'an unknown body field is refused',
    expect: { status: statuses.refused, kind: 'accepted-invalid' },
  };
  const taken: Probe = {
    ...common,
    says: 'an unknown body field does no harm',
    expect: { status: successOr(statuses), kind: 'rejected-valid' },
  };
  if (rejects) return statuses.refused.length === 0 ? [] : [refused];
  return works ? [taken] : [];
};
