import type { Field } from '../../model/contract.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Blame, Expectation } from '../../model/suite.ts';
import { fieldsOfProfile } from '../../schema/field-tree.ts';
import { nameAt } from '../probes/families/misplaced-fields.ts';
import { reference } from '../valid-call/choose-actor.ts';
import {
  type BehaviorCase,
  type BehaviorCases,
  type BehaviorOf,
  type BehaviorSubject,
  sentence,
} from './case/behavior-case.ts';
import { answeredWith, buildStep, refusedAs, withoutField } from './case/build-step.ts';
import { bodyAt } from './case/expected-body.ts';
import { workingCall } from './case/make-call.ts';
import { otherValue } from './case/other-value.ts';

type Declared = BehaviorOf<'idempotency_key'>;

const KEY = '${run.id}-key';
const FIRST = 'first';

/** The server returns the first result again if the second call has the same key and the same body. */
export function idempotencyKey(behavior: Declared, subject: BehaviorSubject): BehaviorCases {
  const key = { [behavior.field]: KEY };
  return {
    'same-key-same-body': () =>
      pair(subject, {
        first: key,
        again: key,
        expect: replayed(behavior, 'the same key and body return the first result'),
      }),
    'other-key': () =>
      pair(subject, {
        first: key,
        again: { [behavior.field]: `${KEY}-b` },
        expect: another(behavior, 'a different key returns a different result'),
      }),
    'no-key': () =>
      pair(subject, {
        first: {},
        again: {},
        expect: another(behavior, 'without a key, each call creates a new result'),
      }),
    'at-once': () => atOnce(behavior, subject),
    ...otherPlace(behavior, subject),
    ...Object.fromEntries(
      comparedFields(behavior, subject).map((field) => [
        `fingerprint.${field.name}`,
        () => changed(behavior, subject, field),
      ]),
    ),
    ...Object.fromEntries(
      pathFields(subject).map((field) => [`other.${field.name}`, () => elsewhere(behavior, subject, field)]),
    ),
  };
}

interface Pair {
  readonly first: JsonObject;
  readonly again: JsonObject;
  readonly expect: Partial<Expectation> & { readonly blame: Blame };
}

function pair({ contract, context }: BehaviorSubject, { first, again, expect }: Pair): BehaviorCase {
  const call = workingCall(contract.id, context);
  const keyless = [...Object.keys(first), ...Object.keys(again)].reduce(withoutField, call.with);
  return {
    summary: sentence(expect.blame.says),
    steps: [
      ...call.setup,
      buildStep(contract, { id: FIRST, with: { ...keyless, ...first } }),
      buildStep(contract, { id: 'again', with: { ...keyless, ...again }, expect }),
    ],
  };
}

/** Tests whether the server reads the key at the wrong location: in a header instead of the body, or the reverse. */
function otherPlace({ field: name, same }: Declared, { contract, context }: BehaviorSubject): BehaviorCases {
  const location = contract.fields.find((each) => each.name === name)?.place.location === 'header' ? 'body' : 'header';
  const isClosed = contract.content !== 'json' || contract.unknownBodyFields[context.profile] === 'reject';
  if (location === 'body' && isClosed) return {};
  const place = { location, name: nameAt(name, location) } as const;
  const extra = location === 'header' ? { headers: { [place.name]: KEY } } : { body: { [place.name]: KEY } };
  const says = `checks whether the server reads "${name}" as a ${location === 'header' ? 'header' : 'body member'}`;
  return {
    [`in-${location}`]: () => {
      const call = workingCall(contract.id, context);
      const step = (id: string, expect: Partial<Expectation>) => ({
        ...buildStep(contract, { id, with: withoutField(call.with, name), invalid: true, expect }),
        extra,
      });
      const confirms = { field: name, place };
      const again = step('again', { body: bodyAt(same, reference(FIRST, same)), confirms });
      return { summary: sentence(says), steps: [...call.setup, step(FIRST, { confirms }), again] };
    },
  };
}

function atOnce(behavior: Declared, { contract, context }: BehaviorSubject): BehaviorCase {
  const call = workingCall(contract.id, context);
  const says = 'many concurrent calls with one key return one result';
  const values = { ...call.with, [behavior.field]: KEY };
  return {
    summary: sentence(says),
    steps: [
      ...call.setup,
      buildStep(contract, { id: 'calls', with: values, copies: 8, expect: { blame: blame(behavior, says) } }),
    ],
    check: { check: 'one-result', step: 'calls', same: behavior.same },
  };
}

function changed(behavior: Declared, subject: BehaviorSubject, field: Field): BehaviorCase {
  const { contract, context } = subject;
  const call = workingCall(contract.id, context);
  const other = otherValue(subject, field, call.with[field.name]);
  const values = { ...call.with, [behavior.field]: KEY };
  const counts = behavior.fingerprint === undefined || behavior.fingerprint.includes(field.name);
  const expect = counts
    ? refusedAs(
        behavior.conflict ?? 409,
        behavior.error,
        blame(behavior, `the same key with a different "${field.name}" conflicts`),
      )
    : replayed(
        behavior,
        `the same key with a different "${field.name}" returns the first result, because the server does not compare this field`,
      );
  return {
    summary: sentence(expect.blame?.says ?? ''),
    steps: [
      ...call.setup,
      ...other.setup,
      buildStep(contract, { id: FIRST, with: values }),
      buildStep(contract, { id: 'again', with: { ...values, [field.name]: other.value }, expect }),
    ],
  };
}

/** If two calls have the same key, but different values of a path field, the server returns separate results. */
function elsewhere(behavior: Declared, subject: BehaviorSubject, field: Field): BehaviorCase {
  const { contract, context } = subject;
  const call = workingCall(contract.id, context);
  const other = otherValue(subject, field, call.with[field.name]);
  const values = { ...call.with, [behavior.field]: KEY };
  const says = `the same key for a different "${field.name}" returns a separate result`;
  return {
    summary: sentence(says),
    steps: [
      ...call.setup,
      ...other.setup,
      buildStep(contract, { id: FIRST, with: values }),
      buildStep(contract, {
        id: 'again',
        with: { ...values, [field.name]: other.value },
        expect: another(behavior, says),
      }),
    ],
  };
}

/** If the contract declares no `fingerprint`, the server compares all body fields of two calls with the same key. */
function comparedFields(
  { field: key, fingerprint, conflict }: Declared,
  { contract, context }: BehaviorSubject,
): readonly Field[] {
  return fieldsOfProfile(contract, context.profile).filter(({ name, place }) => {
    if (name === key || name.includes('.') || place.location === 'path') return false;
    if (fingerprint === undefined) return conflict !== undefined && place.location === 'body';
    return conflict !== undefined || !fingerprint.includes(name);
  });
}

function pathFields({ contract, context }: BehaviorSubject): readonly Field[] {
  return fieldsOfProfile(contract, context.profile).filter(({ place }) => place.location === 'path');
}

function replayed(behavior: Declared, says: string) {
  const body = bodyAt(behavior.same, reference(FIRST, behavior.same));
  return { ...answeredWith(body, blame(behavior, says), behavior.replay), blame: blame(behavior, says) };
}

function another(behavior: Declared, says: string) {
  const body = bodyAt(behavior.same, { $not: reference(FIRST, behavior.same) });
  return { ...answeredWith(body, blame(behavior, says)), blame: blame(behavior, says) };
}

function blame({ field }: Declared, says: string): Blame {
  return { kind: 'not-idempotent', says, field };
}
