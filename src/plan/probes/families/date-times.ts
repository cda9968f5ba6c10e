import { textKeyword } from '../../../schema/shape.ts';
import { answeredValue, refusedValue, takenValue } from '../make-probe.ts';
import type { Probe, ProbeFamily } from '../probe.ts';
import type { ProbeField, ProbeSubject } from '../subject.ts';
import { keptProbe } from './kept-values.ts';

/** True for formats that, unlike `date-time`, allow a value without an offset. */
const OPTIONAL_OFFSET: { readonly [format: string]: boolean } = { 'date-time': false, 'iso-date-time': true };

const WITH_OFFSET = '2035-06-15T09:30:00+02:00';
const NAIVE = '2035-06-15T09:30:00';
const IMPOSSIBLE = '2035-02-30T09:30:00Z';
const PAST = '1999-12-31T23:59:59Z';
const FAR = '9999-12-31T23:59:59Z';

/** Probes with date-times: with and without an offset, on a day that does not exist, and far from today. */
export const dateTimes: ProbeFamily = (subject) =>
  subject.fields.flatMap((probed) => {
    const optional = OPTIONAL_OFFSET[textKeyword(probed.shape, 'format') ?? ''];
    return optional === undefined ? [] : ofField(subject, probed, optional);
  });

function ofField(subject: ProbeSubject, probed: ProbeField, optional: boolean): readonly Probe[] {
  const { name } = probed.field;
  const naive = { tries: 'without-offset', value: NAIVE };
  return [
    ...takenValue(subject, probed, {
      tries: 'with-offset',
      says: `a time with an offset for "${name}" is accepted`,
      value: WITH_OFFSET,
    }),
    ...keptProbe(subject, probed, {
      tries: 'with-offset-kept',
      value: WITH_OFFSET,
      seen: { $gte: WITH_OFFSET, $lte: WITH_OFFSET },
    }),
    ...(optional
      ? takenValue(subject, probed, { ...naive, says: `a time without an offset for "${name}" is accepted` })
      : refusedValue(subject, probed, { ...naive, says: `a time without an offset for "${name}" is rejected` })),
    ...refusedValue(subject, probed, {
      tries: 'impossible-day',
      says: `30 February for "${name}" is rejected`,
      value: IMPOSSIBLE,
    }),
    ...answeredValue(subject, probed, {
      tries: 'past',
      says: `a time in the distant past for "${name}" gets a response that the contract declares`,
      value: PAST,
    }),
    ...answeredValue(subject, probed, {
      tries: 'far-future',
      says: `a time in the distant future for "${name}" gets a response that the contract declares`,
      value: FAR,
    }),
  ];
}
