import type { Blame } from '../../model/suite.ts';
import { reference } from '../valid-call/choose-actor.ts';
import {
  type BehaviorCase,
  type BehaviorCases,
  type BehaviorOf,
  type BehaviorSubject,
  CannotCall,
  sentence,
} from './case/behavior-case.ts';
import { answeredWith, buildStep, refusedAs } from './case/build-step.ts';
import { bodyAt, mergeBodies } from './case/expected-body.ts';
import { workingCall } from './case/make-call.ts';
import { changedCall } from './case/other-value.ts';
import { proofOfSuccess } from './case/proof-of-success.ts';

type Declared = BehaviorOf<'repeatable'>;

/** Tests that a repetition of the call succeeds, and that a repetition with a changed field is rejected (if declared). */
export function repeatable(behavior: Declared, subject: BehaviorSubject): BehaviorCases {
  const { other } = behavior;
  return {
    again: () => again(behavior, subject),
    ...(other === undefined ? {} : { 'other-value': () => otherwise(other, subject) }),
  };
}

function again({ status, same = [] }: Declared, { contract, context }: BehaviorSubject): BehaviorCase {
  const call = workingCall(contract.id, context);
  const says = 'the same call succeeds again';
  const body = mergeBodies(...same.map((pointer) => bodyAt(pointer, reference('first', pointer))));
  return {
    summary: sentence(says),
    steps: [
      ...call.setup,
      buildStep(contract, { id: 'first', with: call.with }),
      buildStep(contract, {
        id: 'again',
        with: call.with,
        expect: answeredWith(body, blame(`${says}${proofOfSuccess(contract, 'first', context)}`), status),
      }),
    ],
  };
}

function otherwise(
  { field: name, status, error }: NonNullable<Declared['other']>,
  subject: BehaviorSubject,
): BehaviorCase {
  const { contract, context } = subject;
  const field = contract.fields.find((each) => each.name === name);
  if (field === undefined) throw new CannotCall(`${contract.id} has no field "${name}"`);
  const { setup, changed } = changedCall(subject, field);
  const says = `a second call with a different "${name}" is rejected`;
  return {
    summary: sentence(says),
    steps: [
      ...setup,
      buildStep(contract, {
        id: 'other',
        with: changed,
        expect: refusedAs(status, error, {
          ...blame(`${says}${proofOfSuccess(contract, 'first', context)}`),
          field: name,
        }),
      }),
    ],
  };
}

function blame(says: string): Blame {
  return { kind: 'not-idempotent', says };
}
