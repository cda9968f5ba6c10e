import { callStep } from '../../valid-call/choose-actor.ts';
import type { Probe, ProbeFamily } from '../probe.ts';
import { type ProbeSubject, wordsOf } from '../subject.ts';

const TAKEN: ReadonlySet<string> = new Set(['duplicate', 'taken', 'exists', 'exist', 'already']);

/** The same call twice, where the contract declares that a field's value is taken then: `slug_taken`, `duplicate_email`. */
export const duplicates: ProbeFamily = (subject) => {
  const { works, full, statuses } = subject;
  if (!works || full.unproven !== undefined) return [];
  const specs = statuses.specs.filter(({ status, origin }) => status === 409 && origin === 'operation');
  return specs.flatMap(({ errors }) => errors).flatMap((error) => ofCode(subject, error));
};

function ofCode(subject: ProbeSubject, error: string): readonly Probe[] {
  const words = wordsOf(error);
  const probed = subject.fields.find(
    ({ field, parents }) => parents.length === 0 && wordsOf(field.name).every((word) => words.includes(word)),
  );
  if (probed === undefined || !words.some((word) => TAKEN.has(word))) return [];
  const { contract, base, full } = subject;
  const { name } = probed.field;
  const good = Object.hasOwn(base.with, name) ? base : full;
  if (!Object.hasOwn(good.with, name)) return [];
  const { as, auth } = good;
  const first = callStep(contract, {
    id: 'first',
    with: good.with,
    caller: { as, ...(auth !== undefined && { auth }) },
  });
  const says = `a "${name}" that is taken is refused with ${error}`;
  return [
    {
      about: name,
      tries: 'duplicate',
      says,
      base: good,
      change: { before: [first], keepsContract: true },
      expect: { status: [409], error, field: name },
    },
  ];
}
