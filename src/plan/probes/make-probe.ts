import type { Json } from '../../model/json.ts';
import type { Change, Probe } from './probe.ts';
import { type Status, successOr, unique } from './statuses.ts';
import { type ProbeField, type ProbeSubject, withValue } from './subject.ts';

interface Words {
  readonly tries: string;
  readonly says: string;
  readonly quick?: boolean;
}

/**
 * Makes a probe with a value that the contract forbids, so the server must reject the call. Returns nothing if no such
 * value is known, or if the contract declares no rejection.
 */
export function refusedValue(
  subject: ProbeSubject,
  probed: ProbeField,
  { value, ...words }: Words & { readonly value: Json | undefined },
): readonly Probe[] {
  if (value === undefined) return [];
  return refusedCall(subject, probed, { ...words, change: { with: withValue(subject, probed, value) } });
}

/** Makes a probe with a wrong value in one field, so that the server must reject the call. */
export function refusedCall(
  subject: ProbeSubject,
  probed: ProbeField,
  { change, ...words }: Words & { readonly change: Change },
): readonly Probe[] {
  const { base, statuses } = subject;
  const refused = refusedStatuses(subject, probed);
  if (statuses.refused.length === 0 || refused.length === 0) return [];
  const { name } = probed.field;
  return [{ about: name, ...words, base, change, expect: { status: refused, kind: 'accepted-invalid', field: name } }];
}

/**
 * Makes a probe with a value that the contract allows, so the server must accept the call. Returns nothing if no call
 * of the operation is known to succeed. Also returns nothing if valid values come from a different call, because perhaps
 * no item has the made-up value as its id.
 */
export function takenValue(
  subject: ProbeSubject,
  probed: ProbeField,
  { value, ...words }: Words & { readonly value: Json | undefined },
): readonly Probe[] {
  const { base, statuses, works } = subject;
  if (!works || value === undefined) return [];
  const { name } = probed.field;
  const [topmost = ''] = probed.keys;
  const isFed = base.owned.has(topmost) || subject.full.owned.has(topmost);
  if (isFed && value !== subject.full.with[name]) return answeredValue(subject, probed, { value, ...words });
  const change: Change = { with: withValue(subject, probed, value), keepsContract: true };
  const status = successOr(statuses, probed.doubts);
  return [{ about: name, ...words, base, change, expect: { status, kind: 'rejected-valid', field: name } }];
}

/**
 * Makes a probe with a value. The contract does not say how the server must respond to this value, so any declared
 * response is correct.
 */
export function answeredValue(
  subject: ProbeSubject,
  probed: ProbeField,
  { value, ...words }: Words & { readonly value: Json },
): readonly Probe[] {
  const { base, statuses } = subject;
  const change: Change = { with: withValue(subject, probed, value) };
  return [{ about: probed.field.name, ...words, base, change, expect: { status: statuses.any } }];
}

/**
 * Returns the statuses of a rejection. If the wrong value is in the path, no item has this id, so "not found" is also a
 * rejection.
 */
function refusedStatuses({ statuses }: ProbeSubject, { field }: ProbeField): readonly Status[] {
  return field.place.location === 'path' ? unique([...statuses.refused, ...statuses.missing]) : statuses.refused;
}
