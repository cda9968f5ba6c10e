import {
  type BehaviorCase,
  type BehaviorCases,
  type BehaviorOf,
  type BehaviorSubject,
  sentence,
} from './case/behavior-case.ts';
import { buildStep, refusedAs } from './case/build-step.ts';
import { cookRecipe } from './case/cook-recipe.ts';
import { isolateCase } from './case/isolate-case.ts';
import { bareCall, type MadeCall, workingCall } from './case/make-call.ts';
import { proofOfSuccess } from './case/proof-of-success.ts';
import { raceCases } from './case/race-cases.ts';

type Declared = BehaviorOf<'exclusive_claim'>;

/** Tests that a second caller is rejected, and that exactly one of many concurrent callers succeeds. */
export function exclusiveClaim(behavior: Declared, subject: BehaviorSubject): BehaviorCases {
  return {
    'second-caller': () => secondCaller(behavior, subject),
    ...raceCases(behavior, subject, {
      says: 'exactly one of many concurrent callers succeeds',
      setup: () => claimable(behavior, subject),
    }),
  };
}

function secondCaller(behavior: Declared, subject: BehaviorSubject): BehaviorCase {
  const { contract, context } = subject;
  const call = claimable(behavior, subject);
  const says = 'a claimed item cannot be claimed again';
  const proof = proofOfSuccess(contract, 'first', context);
  const expect = refusedAs(behavior.status, behavior.error, { kind: 'race-lost', says: `${says}${proof}` });
  return isolateCase(subject, {
    summary: sentence(says),
    steps: [
      ...call.setup,
      buildStep(contract, { id: 'first', with: call.with }),
      buildStep(contract, { id: 'second', with: call.with, expect }),
    ],
  });
}

function claimable({ made_by }: Declared, { contract, context }: BehaviorSubject): MadeCall {
  if (made_by === undefined) return workingCall(contract.id, context);
  const { steps } = cookRecipe(made_by, { context, prefix: 'made-' });
  const call = bareCall(contract.id, context, { prefix: 'claim-' });
  return { setup: [...call.setup, ...steps], with: call.with };
}
