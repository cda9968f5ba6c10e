import type { Json } from '../../model/json.ts';
import type { Change, Probe } from './probe.ts';
import { type Status, successOr, unique } from './statuses.ts';
import { type ProbeField, type ProbeSubject, withValue } from './subject.ts';

interface Words {
  readonly tries: string;
  readonly says: string;
  readonly quick?: boolean;
}

/** A field with a value that the contract forbids: refused. Nothing when no value is known, or no refusal is declared. */
export function refusedValue(
  subject: ProbeSubject,
  probed: ProbeField,
  { value, ...words }: Words & { readonly value: Json | undefined },
): readonly Probe[] {
  if (value === undefined) return [];
  return refusedCall(subject, probed, { ...words, change: { with: withValue(subject, probed, value) } });
}

/** A call that is wrong in one field: refused. */
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
 * A field with a value that the contract allows: taken. Nothing when no call of the operation is known to succeed. Where a
 * good value names what another call made, any other one may name nothing.
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

/** A field with a value of which the contract does not say whether it is good: any answer that it declares. */
export function answeredValue(
  subject: ProbeSubject,
  probed: ProbeField,
  { value, ...words }: Words & { readonly value: Json },
): readonly Probe[] {
  const { base, statuses } = subject;
  const change: Change = { with: withValue(subject, probed, value) };
  return [{ about: probed.field.name, ...words, base, change, expect: { status: statuses.any } }];
}

/** What a wrong path names is not there: that may be the answer, too. */
function refusedStatuses({ statuses }: ProbeSubject, { field }: ProbeField): readonly Status[] {
  return field.place.location === 'path' ? unique([...statuses.refused, ...statuses.missing]) : statuses.refused;
}
