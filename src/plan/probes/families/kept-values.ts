import { isJsonObject, type Json } from '../../../model/json.ts';
import { isKnown } from '../../../schema/sample-value.ts';
import { readShape } from '../../../schema/shape.ts';
import type { Probe } from '../probe.ts';
import { type ProbeField, type ProbeSubject, withValue } from '../subject.ts';

interface Kept {
  readonly tries: string;
  readonly value: Json;
  readonly seen: Json;
}

/** A response member with the field's name must have the sent value. */
export function keptProbe(subject: ProbeSubject, probed: ProbeField, { tries, value, seen }: Kept): readonly Probe[] {
  const { field, parents } = probed;
  const { base, works, context } = subject;
  if (!works || parents.length > 0 || !isKnown(field, context.profile) || !isReturned(subject, field.name)) return [];
  return [
    {
      about: field.name,
      tries,
      says: `the response contains "${field.name}" as it was sent`,
      base,
      change: { with: withValue(subject, probed, value), keepsContract: true },
      expect: { status: [], kind: 'value-mismatch', field: field.name, body: { [field.name]: seen } },
    },
  ];
}

function isReturned({ statuses, context }: ProbeSubject, name: string): boolean {
  const bodies = statuses.specs.filter(({ status, body }) => status < 300 && body !== undefined && body !== null);
  return (
    bodies.length > 0 &&
    bodies.every(({ body }) => {
      const { properties } = readShape(body ?? true, context.contracts.schemas).keywords;
      return isJsonObject(properties) && Object.hasOwn(properties, name);
    })
  );
}
