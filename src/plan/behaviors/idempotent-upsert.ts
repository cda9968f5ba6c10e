import { parsePointer } from '../../lib/json-pointer.ts';
import type { Field } from '../../model/contract.ts';
import type { Json } from '../../model/json.ts';
import type { Blame } from '../../model/suite.ts';
import { bodyPointer, fieldsOfProfile } from '../../schema/field-tree.ts';
import { objectMembers } from '../../schema/members.ts';
import { reference } from '../valid-call/choose-actor.ts';
import {
  type BehaviorCase,
  type BehaviorCases,
  type BehaviorOf,
  type BehaviorSubject,
  sentence,
} from './case/behavior-case.ts';
import { answeredWith, buildStep } from './case/build-step.ts';
import { bodyAt, expectedValue, mergeBodies } from './case/expected-body.ts';
import { workingCall } from './case/make-call.ts';
import { changedCall } from './case/other-value.ts';

type Declared = BehaviorOf<'idempotent_upsert'>;

/** The first call creates the item, and a second equal call changes nothing. */
export function idempotentUpsert(behavior: Declared, subject: BehaviorSubject): BehaviorCases {
  const fields = fieldsOfProfile(subject.contract, subject.context.profile).filter((field) =>
    isReturned(field, subject),
  );
  return {
    'same-again': () => sameAgain(behavior, subject),
    'at-once': () => atOnce(behavior, subject),
    ...Object.fromEntries(fields.map((field) => [`updates.${field.name}`, () => updates(behavior, subject, field)])),
  };
}

function sameAgain(behavior: Declared, { contract, context }: BehaviorSubject): BehaviorCase {
  const call = workingCall(contract.id, context);
  const first = madeAs(behavior, true);
  const again = mergeBodies(madeAs(behavior, false), sameThing(behavior));
  return {
    summary: 'Repeating the call changes nothing.',
    steps: [
      ...call.setup,
      buildStep(contract, {
        id: 'first',
        with: call.with,
        expect: answeredWith(first, blame('the first call creates the item')),
      }),
      buildStep(contract, {
        id: 'again',
        with: call.with,
        expect: answeredWith(again, blame('repeating the call creates nothing')),
      }),
    ],
  };
}

function updates(behavior: Declared, subject: BehaviorSubject, field: Field): BehaviorCase {
  const { contract } = subject;
  const { setup, value, changed } = changedCall(subject, field);
  const says = `a second request with another value of "${field.name}" updates the item`;
  const seen = bodyAt(bodyPointer(field), expectedValue(field, value));
  return {
    summary: sentence(says),
    steps: [
      ...setup,
      buildStep(contract, {
        id: 'changed',
        with: changed,
        expect: answeredWith(seen, { kind: 'field-ignored', says, field: field.name }),
      }),
      buildStep(contract, {
        id: 'identity',
        with: changed,
        expect: answeredWith(
          mergeBodies(madeAs(behavior, false), sameThing(behavior)),
          blame(`a call with a different "${field.name}" returns the same item`),
        ),
      }),
    ],
  };
}

function atOnce(behavior: Declared, { contract, context }: BehaviorSubject): BehaviorCase {
  const call = workingCall(contract.id, context);
  const says = 'many concurrent equal calls create one item';
  const calls = buildStep(contract, { id: 'calls', with: call.with, copies: 8, expect: { blame: blame(says) } });
  const check =
    behavior.same === undefined ? {} : { check: { check: 'one-result', step: 'calls', same: behavior.same } as const };
  return { summary: sentence(says), steps: [...call.setup, calls], ...check };
}

function madeAs({ created }: Declared, value: boolean): Json | undefined {
  return created === undefined ? undefined : bodyAt(created, value);
}

function sameThing({ same }: Declared): Json | undefined {
  return same === undefined ? undefined : bodyAt(same, reference('first', same));
}

function isReturned(field: Field, { contract, context }: BehaviorSubject): boolean {
  if (field.place.location !== 'body' || field.whole || field.name.includes('.')) return false;
  return contract.responses.some(({ status, body, profiles }) => {
    if (status >= 300 || body === undefined || body === null || !profiles.includes(context.profile)) return false;
    const { properties } = objectMembers(body, context.contracts.schemas);
    const [name = '', ...below] = parsePointer(bodyPointer(field));
    return below.length === 0 && properties.has(name);
  });
}

function blame(says: string): Blame {
  return { kind: 'not-idempotent', says };
}
