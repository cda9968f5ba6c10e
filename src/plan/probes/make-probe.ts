import type { Json } from '../../model/json.ts';
import { sortStatuses } from '../../model/response-status.ts';
import type { Change, Probe } from './probe.ts';
import { type Status, successOr } from './statuses.ts';
import { type ProbeField, type ProbeSubject, withValue } from './subject.ts';

interface Words {
  readonly tries: string;
  readonly says: string;
  readonly quick?: boolean;
}

/** Probes with a forbidden value, if the contract declares a rejection. */
export function refusedValue(
  subject: ProbeSubject,
  probed: ProbeField,
  { value, ...words }: Words & { readonly value: Json | undefined },
): readonly Probe[] {
  if (value === undefined) return [];
  return refusedCall(subject, probed, { ...words, change: { with: withValue(subject, probed, value) } });
}

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

/** If the value is an id, any declared response is correct, because the item may not exist. */
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

/** Probes with a value about which the contract says nothing, so any declared response is correct. */
export function answeredValue(
  subject: ProbeSubject,
  probed: ProbeField,
  { value, ...words }: Words & { readonly value: Json },
): readonly Probe[] {
  const { base, statuses } = subject;
  const change: Change = { with: withValue(subject, probed, value) };
  return [{ about: probed.field.name, ...words, base, change, expect: { status: statuses.any } }];
}

/** For a value in the path, a 404 is also a rejection, because no item has this value as its id. */
function refusedStatuses({ statuses }: ProbeSubject, { field }: ProbeField): readonly Status[] {
  return field.place.location === 'path' ? sortStatuses([...statuses.refused, ...statuses.missing]) : statuses.refused;
}
