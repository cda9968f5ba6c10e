import { type BehaviorCases, type BehaviorOf, type BehaviorSubject, sentence } from './case/behavior-case.ts';
import { buildStep, refusedAs } from './case/build-step.ts';
import { callOnThing, operationOf, workingCall } from './case/make-call.ts';
import { proofOfSuccess } from './case/proof-of-success.ts';

/** Tests that a call on an item is rejected after the declared operation was called on this item. */
export function refusedAfter(
  { operation, status, error }: BehaviorOf<'refused_after'>,
  { contract, context }: BehaviorSubject,
): BehaviorCases {
  const says = `a call after ${operation} is rejected`;
  return {
    [operation]: () => {
      const call = workingCall(contract.id, context);
      const before = callOnThing(operation, { contract, with: call.with }, { context, prefix: 'before-' });
      const earlier = operationOf(operation, context);
      const proof = proofOfSuccess(earlier, 'before', context);
      const expect = refusedAs(status, error, { kind: 'transition-not-enforced', says: `${says}${proof}` });
      return {
        summary: sentence(says),
        steps: [
          ...call.setup,
          ...before.setup,
          buildStep(earlier, { id: 'before', with: before.with }),
          buildStep(contract, { id: 'call', with: call.with, expect }),
        ],
      };
    },
  };
}
