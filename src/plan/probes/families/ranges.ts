import { bounds, numberOf, textKeyword } from '../../../schema/shape.ts';
import { answeredValue, refusedValue, takenValue } from '../make-probe.ts';
import type { Probe, ProbeFamily } from '../probe.ts';
import type { ProbeField, ProbeSubject } from '../subject.ts';

/** Probes at the minimum and maximum of a number, just outside this range, and with very large numbers. */
export const ranges: ProbeFamily = (subject) =>
  subject.fields
    .filter(isNumber)
    .flatMap((probed) => [...ends(subject, probed), ...large(subject, probed), ...beyondEnd(subject, probed)]);

function isNumber({ shape: { types, isChoice } }: ProbeField): boolean {
  return !isChoice && (types?.has('integer') === true || types?.has('number') === true);
}

function ends(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const { min, max } = bounds(probed.shape);
  const { name } = probed.field;
  const taken = (tries: string, value: number | string | undefined) =>
    value === undefined
      ? []
      : takenValue(subject, probed, { tries, says: `${value} for "${name}" is accepted`, value });
  const refused = (tries: string, value: number | undefined) =>
    value === undefined
      ? []
      : refusedValue(subject, probed, { tries, says: `${value} for "${name}" is rejected`, value });
  return [
    ...taken('at-minimum', min ?? exactEnd(probed, 'minimum')),
    ...taken('at-maximum', max ?? exactEnd(probed, 'maximum')),
    ...refused('below-minimum', min === undefined ? undefined : min - 1),
    ...refused('above-maximum', max === undefined ? undefined : max + 1),
  ];
}

const INT64 = {
  minimum: { read: -(2 ** 63), exact: '-9223372036854775808' },
  maximum: { read: 2 ** 63, exact: '9223372036854775807' },
} as const;

/** Returns the limit of int64 as text, because a JavaScript number would lose digits. */
function exactEnd({ shape, isBody }: ProbeField, end: keyof typeof INT64): string | undefined {
  const is64 = textKeyword(shape, 'format') === 'int64' && numberOf(shape, end) === INT64[end].read;
  return is64 && !isBody ? INT64[end].exact : undefined;
}

const LARGE = {
  'beyond-32-bits': 2 ** 31,
  'beyond-53-bits': 2 ** 53,
  'beyond-64-bits': 2n ** 63n,
} as const;

function large(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const { max } = bounds(probed.shape);
  const { name } = probed.field;
  return Object.entries(LARGE).flatMap(([tries, value]) =>
    max !== undefined && value > max
      ? refusedValue(subject, probed, { tries, says: `${value} for "${name}" is rejected`, value })
      : answeredValue(subject, probed, {
          tries,
          says: `${value} for "${name}" gets a response that the contract declares`,
          value,
        }),
  );
}

const POSITION = /^(?:offset|skip|start|start_?index|from_?index|page|page_?number)$/i;
/** A position after the end of every list, small enough for a 32-bit integer. */
const BEYOND_END = 1_000_000;

/** After the end of a list, the server must return an empty page or a declared rejection. */
function beyondEnd(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const { field, parents } = probed;
  const { max } = bounds(probed.shape);
  if (parents.length > 0 || !POSITION.test(field.name) || (max !== undefined && max < BEYOND_END)) return [];
  const says = `a call with "${field.name}" beyond the end of the list gets a response that the contract declares`;
  return answeredValue(subject, probed, { tries: 'beyond-the-end', says, value: BEYOND_END });
}
