import { refusedCall } from '../make-probe.ts';
import type { ProbeFamily } from '../probe.ts';
import { isAloneInBody, withoutValue } from '../subject.ts';

/** Probes with calls that lack a required field. Path fields are never left out, because the path would change. */
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

/** Sends an empty object if the body has no other field, so that the body is not missing. */
function leaveOut(subject: Subject, probed: Probed) {
  const values = withoutValue(subject, probed);
  return { with: values, ...(isAloneInBody(subject, probed) && { extra: { body: {} } }) };
}
