import type { Contract } from '../../../model/contract.ts';
import type { Json, JsonObject } from '../../../model/json.ts';
import type { CallStep } from '../../../model/suite.ts';
import { makesThing } from '../../reach.ts';
import { callStep } from '../../valid-call/choose-actor.ts';
import { type PlannedCall, planCall } from '../../valid-call/plan-call.ts';
import type { Probe, ProbeFamily } from '../probe.ts';
import { type ProbeField, type ProbeSubject, withValue, wordsOf } from '../subject.ts';

const TAKEN: ReadonlySet<string> = new Set(['duplicate', 'taken', 'exists', 'exist', 'already']);

/** Probes with values that another item already has. */
export const duplicates: ProbeFamily = (subject) => {
  const { works, contract } = subject;
  if (!works || contract.destructive) return [];
  return UPDATES.has(contract.method) ? toTaken(subject) : [...ofCodes(subject), ...again(subject)];
};

function ofCodes(subject: ProbeSubject): readonly Probe[] {
  const { contract, base, full } = subject;
  return subject.fields.flatMap((probed): readonly Probe[] => {
    const { name } = probed.field;
    const error = takenCode(subject, probed);
    const good = Object.hasOwn(base.with, name) ? base : full;
    if (error === undefined || full.unproven !== undefined || !Object.hasOwn(good.with, name)) return [];
    return [
      {
        about: name,
        tries: 'duplicate',
        says: `a "${name}" that is already in use is rejected with ${error}`,
        base: good,
        change: { before: [callBefore(contract, 'first', good)], keepsContract: true },
        expect: { status: [409], error, field: name },
      },
    ];
  });
}

/** Returns the error code for a value that is already used, such as `slug_taken` for the field `slug`. */
function takenCode({ statuses }: ProbeSubject, { field, parents }: ProbeField): string | undefined {
  if (parents.length > 0) return undefined;
  const codes = statuses.specs.filter(({ status, origin }) => status === 409 && origin === 'operation');
  return codes
    .flatMap(({ errors }) => errors)
    .find((code) => {
      const words = wordsOf(code);
      return words.some((word) => TAKEN.has(word)) && wordsOf(field.name).every((word) => words.includes(word));
    });
}

function callBefore(contract: Contract, id: string, { with: values, as, auth }: PlannedCall): CallStep {
  return callStep(contract, { id, with: values, caller: { as, ...(auth !== undefined && { auth }) } });
}

/** Does not repeat a call with declared behaviors, because a behavior may say how the server responds to a repetition. */
function again({ contract, context, base, statuses }: ProbeSubject): readonly Probe[] {
  const isMaking = contract.method === 'POST' && makesThing(contract, context.contracts.schemas);
  if (!isMaking || contract.behaviors.length > 0) return [];
  return [
    {
      about: 'call',
      tries: 'again',
      says: 'a repetition of the call gets a response that the contract declares',
      base,
      change: { before: [callBefore(contract, 'first', base)], keepsContract: true },
      expect: { status: statuses.any },
    },
  ];
}

const UPDATES: ReadonlySet<string> = new Set(['PUT', 'PATCH']);

/** Creates a second item, and then updates the first item with a value of the second item. */
function toTaken(subject: ProbeSubject): readonly Probe[] {
  const { base, context, statuses } = subject;
  const step = base.setup.findLast(({ id }) => [...base.owned].some((name) => takesFrom(base.with[name], id)));
  const maker = context.contracts.operations.get(step?.call ?? '');
  if (maker === undefined) return [];
  const other = planCall(maker.id, context, { prefix: 'other-', fields: 'all' });
  if (other.unproven !== undefined) return [];
  return subject.fields
    .filter((probed) => isOwnText(probed, other.with))
    .map((probed) => {
      const { name } = probed.field;
      const error = takenCode(subject, probed);
      return {
        about: name,
        tries: 'taken',
        says: `the call with the "${name}" of another item ${error === undefined ? 'gets a response that the contract declares' : `is rejected with ${error}`}`,
        base,
        change: {
          with: withValue(subject, probed, other.with[name] ?? ''),
          before: [...other.setup, callBefore(maker, 'other', other)],
          keepsContract: true,
        },
        expect: error === undefined ? { status: statuses.any } : { status: [409], error, field: name },
      };
    });
}

function takesFrom(value: Json | undefined, step: string): boolean {
  return typeof value === 'string' && value.startsWith(`\${${step}.`);
}

/** True for a generated text that contains a run id or another unique value. */
function isOwnText({ field, parents, isBody, shape }: ProbeField, values: JsonObject): boolean {
  const value = values[field.name];
  const isText = isBody && parents.length === 0 && shape.types?.has('string') === true;
  return isText && typeof value === 'string' && /\$\{(?:run\.id\}|unique:)/.test(value);
}
