import { fieldsOfProfile } from '../../schema/field-tree.ts';
import {
  type BehaviorCase,
  type BehaviorCases,
  type BehaviorOf,
  type BehaviorSubject,
  sentence,
} from './case/behavior-case.ts';
import { buildStep, refusedAs } from './case/build-step.ts';
import { workingCall } from './case/make-call.ts';
import { otherValue, type PreparedValue } from './case/other-value.ts';
import { proofOfSuccess } from './case/proof-of-success.ts';
import { raceCases } from './case/race-cases.ts';

type Declared = BehaviorOf<'write_once'>;

/** Tests that the server accepts only one write, even if many callers write at the same time. */
export function writeOnce(behavior: Declared, subject: BehaviorSubject): BehaviorCases {
  return {
    'same-again': () => secondWrite(behavior, subject, 'the same write again is rejected'),
    'other-again': () => secondWrite(behavior, subject, 'another write is rejected', anotherBody(subject)),
    ...raceCases(behavior, subject, {
      says: 'exactly one of many concurrent writes is accepted',
      setup: () => workingCall(subject.contract.id, subject.context),
    }),
  };
}

function secondWrite(
  { status, error }: Declared,
  { contract, context }: BehaviorSubject,
  says: string,
  change?: PreparedValue & { readonly field: string },
): BehaviorCase {
  const call = workingCall(contract.id, context);
  const again = change === undefined ? call.with : { ...call.with, [change.field]: change.value };
  return {
    summary: sentence(says),
    steps: [
      ...call.setup,
      ...(change?.setup ?? []),
      buildStep(contract, { id: 'first', with: call.with }),
      buildStep(contract, {
        id: 'again',
        with: again,
        expect: refusedAs(status, error, {
          kind: 'not-idempotent',
          says: `${says}${proofOfSuccess(contract, 'first', context)}`,
        }),
      }),
    ],
  };
}

function anotherBody(subject: BehaviorSubject): (PreparedValue & { readonly field: string }) | undefined {
  const { contract, context } = subject;
  const field = fieldsOfProfile(contract, context.profile).find(({ place }) => place.location === 'body');
  if (field === undefined) return undefined;
  const current = workingCall(contract.id, context).with[field.name];
  return { ...otherValue(subject, field, current), field: field.name };
}
