import { compilePattern } from '../../../lib/pattern.ts';
import type { Json } from '../../../model/json.ts';
import { allowedValues, textKeyword } from '../../../schema/shape.ts';
import { answeredValue, refusedValue } from '../make-probe.ts';
import type { Probe, ProbeFamily } from '../probe.ts';
import type { ProbeField, ProbeSubject } from '../subject.ts';

/** Probes with texts that violate the declared format or pattern. */
export const formats: ProbeFamily = (subject) =>
  subject.fields
    .filter(({ shape, isGuarded }) => shape.types?.has('string') === true && shape.types.size === 1 && !isGuarded)
    .flatMap((probed) => [...malformed(subject, probed), ...malformedId(subject, probed)]);

/** For each format, a text that every server must reject. */
const MALFORMED: { readonly [format: string]: string } = {
  'date-time': 'not-a-date',
  'iso-date-time': 'not-a-date',
  date: 'not-a-date',
  email: 'not an address',
  uuid: 'not-a-uuid',
  uri: 'not a uri',
  url: 'not a uri',
  ipv4: 'not-an-address',
  ipv6: 'not-an-address',
};

const UNLIKELY = ['!', '~ parity ~', '', 'PARITY_1', 'parity-1'] as const;

function malformed(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const { name, place } = probed.field;
  const value = wrongText(probed);
  if (value === undefined || (value === '' && place.location !== 'body')) return [];
  return refusedValue(subject, probed, {
    tries: 'malformed',
    quick: place.location === 'path',
    says: `"${value}" for "${name}" is rejected`,
    value,
  });
}

function wrongText({ shape }: ProbeField): string | undefined {
  const format = textKeyword(shape, 'format');
  const formatted = format === undefined ? undefined : MALFORMED[format];
  if (formatted !== undefined) return formatted;
  const pattern = textKeyword(shape, 'pattern');
  if (pattern === undefined || allowedValues(shape) !== undefined) return undefined;
  return UNLIKELY.find((text) => compilePattern(pattern)?.test(text) === false);
}

/** An id without a declared format or pattern may be any text, so any declared response is correct. */
function malformedId(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const { name, place } = probed.field;
  if (place.location !== 'path' || wrongText(probed) !== undefined) return [];
  const value: Json = 'no such ☃ "id"';
  return answeredValue(subject, probed, {
    tries: 'malformed',
    says: `a malformed "${name}" gets a response that the contract declares`,
    value,
  });
}
