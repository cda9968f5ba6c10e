import { listKeyword } from '../../../schema/shape.ts';
import { takenValue } from '../make-probe.ts';
import type { Probe, ProbeFamily } from '../probe.ts';
import { successOr } from '../statuses.ts';
import { type ProbeField, type ProbeSubject, validValue } from '../subject.ts';

/** Probes with valid calls: with required fields only, with all fields, and with each optional field alone. */
export const validCalls: ProbeFamily = (subject) => {
  if (!subject.works) return [];
  const { base, full, fields, statuses } = subject;
  const expect = { status: successOr(statuses), kind: 'rejected-valid' } as const;
  const change = { keepsContract: true } as const;
  const required: Probe = {
    about: 'call',
    tries: 'required-only',
    quick: true,
    says: 'a call with only the required fields succeeds',
    base,
    change,
    expect,
  };
  if (full.unproven !== undefined || Object.keys(full.with).length === Object.keys(base.with).length) return [required];
  const all: Probe = {
    ...required,
    tries: 'all-fields',
    quick: false,
    says: 'a call with all fields succeeds',
    base: full,
  };
  return [required, all, ...fields.flatMap((probed) => alone(subject, probed))];
};

function alone(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const { field, shape } = probed;
  const { name } = field;
  const examples = isFed(subject, name) ? [] : (listKeyword(shape, 'examples') ?? []);
  const named = examples.flatMap((value, index) =>
    takenValue(subject, probed, {
      tries: `example-${index + 1}`,
      says: `an example of "${name}" from the contract is accepted`,
      value,
    }),
  );
  if (field.required || named.length > 0) return field.place.location === 'path' ? [] : named;
  if (subject.full.owned.has(name)) return ofOthers(subject, probed);
  const value = validValue(subject, probed);
  if (value === undefined) return [];
  return takenValue(subject, probed, { tries: 'valid', says: `a call with a valid "${name}" succeeds`, value });
}

/** Creates an item, and then sends the item's id as the value of the field. */
function ofOthers(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const { base, full } = subject;
  const value = full.with[probed.field.name];
  if (full.unproven !== undefined || value === undefined || probed.parents.length > 0) return [];
  const says = `a call with a valid "${probed.field.name}" succeeds`;
  return takenValue({ ...subject, base: { ...base, setup: full.setup } }, probed, { tries: 'valid', says, value });
}

/** Returns true if another call must provide the value of the field. */
function isFed({ full, base }: ProbeSubject, name: string): boolean {
  return full.owned.has(name) || base.owned.has(name);
}
