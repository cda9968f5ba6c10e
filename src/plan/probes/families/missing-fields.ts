import { refusedCall } from '../make-probe.ts';
import type { ProbeFamily } from '../probe.ts';
import { isAloneInBody, withoutValue } from '../subject.ts';

/** Probes that leave out each required field. Path fields are not left out, because the request would then go to another path. */
export const missingFields: ProbeFamily = (subject) =>
  subject.fields
    .filter(({ field, isGuarded }) => field.required && !field.whole && field.place.location !== 'path' && !isGuarded)
    .flatMap((probed) =>
      refusedCall(subject, probed, {
        tries: 'missing',
        quick: true,
        says: `a call without "${probed.field.name}" is rejected`,
        change: leaveOut(subject, probed),
      }),
    );

type Subject = Parameters<typeof withoutValue>[0];
type Probed = Parameters<typeof withoutValue>[1];

/**
 * Leaves out a field. If it is the only field in the body, the request has an empty object as its body, so that only the field
 * is missing.
 */
function leaveOut(subject: Subject, probed: Probed) {
  const values = withoutValue(subject, probed);
  return { with: values, ...(isAloneInBody(subject, probed) && { extra: { body: {} } }) };
}
