import { type BehaviorCases, type BehaviorOf, type BehaviorSubject, sentence } from './case/behavior-case.ts';
import { buildStep, refusedAs } from './case/build-step.ts';
import { bareCall } from './case/make-call.ts';

/** Tests that a call on an item is rejected if the declared operation has not yet been called on this item. */
export function refusedBefore(
  { operation, status, error }: BehaviorOf<'refused_before'>,
  { contract, context }: BehaviorSubject,
): BehaviorCases {
  const says = `a call before ${operation} is rejected`;
  return {
    [operation]: () => {
      const call = bareCall(contract.id, context, { prefix: '' });
      const expect = refusedAs(status, error, { kind: 'transition-not-enforced', says });
      return {
        summary: sentence(says),
        steps: [...call.setup, buildStep(contract, { id: 'call', with: call.with, expect })],
      };
    },
  };
}
