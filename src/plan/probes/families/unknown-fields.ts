import type { Probe, ProbeFamily } from '../probe.ts';
import { successOr } from '../statuses.ts';

const UNKNOWN = { parity_unknown_field: 'parity' } as const;

/** Without a declared policy, the server may reject or ignore an undeclared body field. */
export const unknownFields: ProbeFamily = (subject) => {
  const { contract, context, statuses, base, works } = subject;
  const hasBody = contract.fields.some(({ place, whole }) => place.location === 'body' && !whole);
  if (contract.content !== 'json' || !hasBody) return [];
  const policy = contract.unknownBodyFields[context.profile];
  const common = { about: 'call', tries: 'unknown-body-field', base, change: { extra: { body: UNKNOWN } } };
  const refused: Probe = {
    ...common,
    says: 'an unknown body field is rejected',
    expect: { status: statuses.refused, kind: 'accepted-invalid' },
  };
  const taken: Probe = {
    ...common,
    says: 'an unknown body field causes no error',
    expect: { status: successOr(statuses), kind: 'rejected-valid' },
  };
  const answered: Probe = {
    ...common,
    says: 'an unknown body field gets a response that the contract declares',
    expect: { status: statuses.any },
  };
  if (policy === undefined) return [answered];
  if (policy === 'reject') return statuses.refused.length === 0 ? [] : [refused];
  return works ? [taken] : [];
};
