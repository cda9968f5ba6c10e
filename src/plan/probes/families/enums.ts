import type { Json } from '../../../model/json.ts';
import { allowedValues } from '../../../schema/shape.ts';
import { refusedValue, takenValue } from '../make-probe.ts';
import type { Probe, ProbeFamily } from '../probe.ts';
import type { ProbeField, ProbeSubject } from '../subject.ts';

/** Probes with each value of an enumeration, and with a value that is not in the enumeration. */
export const enums: ProbeFamily = (subject) =>
  subject.fields
    .filter(({ isGuarded, field }) => !isGuarded && field.place.location !== 'path')
    .flatMap((probed) => {
      const allowed = allowedValues(probed.shape);
      return allowed === undefined ? [] : ofField(subject, probed, allowed);
    });

function ofField(subject: ProbeSubject, probed: ProbeField, allowed: readonly Json[]): readonly Probe[] {
  const { name } = probed.field;
  const each = allowed
    .filter((value) => value !== null && allowed.length > 1)
    .flatMap((value) =>
      takenValue(subject, probed, { tries: `value-${value}`, says: `"${value}" for "${name}" is accepted`, value }),
    );
  return [...outside(subject, probed, allowed), ...each];
}

/** Also sends the value without the other optional fields, because one of these fields may be the reason for a rejection. */
function outside(subject: ProbeSubject, probed: ProbeField, allowed: readonly Json[]): readonly Probe[] {
  const value = [OUTSIDE, 7919, false].find((each) => hasType(probed, each) && !allowed.includes(each));
  if (value === undefined) return [];
  const says = `a value for "${probed.field.name}" other than ${allowed.join(', ')} is rejected`;
  const bare = withoutOptional(subject);
  return [
    ...refusedValue(subject, probed, { tries: 'outside-enum', says, value }),
    ...(bare === subject ? [] : refusedValue(bare, probed, { tries: 'outside-enum-alone', says, value })),
  ];
}

function withoutOptional(subject: ProbeSubject): ProbeSubject {
  const { base, contract } = subject;
  const required = new Set(contract.fields.filter((field) => field.required).map(({ name }) => name));
  const kept = Object.entries(base.with).filter(([name]) => required.has(name));
  if (kept.length === Object.keys(base.with).length) return subject;
  return { ...subject, base: { ...base, with: Object.fromEntries(kept) } };
}

const OUTSIDE = 'parity-no-such-value';

function hasType({ shape }: ProbeField, value: Json): boolean {
  const type = typeof value === 'number' ? 'integer' : typeof value;
  return shape.types?.has(type) === true;
}
