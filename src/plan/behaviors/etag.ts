import type { Blame, CallStep } from '../../model/suite.ts';
import {
  type BehaviorCase,
  type BehaviorCases,
  type BehaviorOf,
  type BehaviorSubject,
  sentence,
} from './case/behavior-case.ts';
import { buildStep, type StepParts } from './case/build-step.ts';
import { cookRecipe } from './case/cook-recipe.ts';
import { isolateCase } from './case/isolate-case.ts';
import { workingCall } from './case/make-call.ts';

type Declared = BehaviorOf<'etag'>;

const TAG = '${tag}';

/** The current ETag gets a 304, and a different ETag gets a 200. */
export function etag(behavior: Declared, subject: BehaviorSubject): BehaviorCases {
  const changed: BehaviorCases =
    behavior.changed_by === undefined ? {} : { 'after-change': () => afterChange(behavior, subject) };
  return {
    'same-tag': () =>
      tagged(subject, 'a request with the current ETag gets "not modified"', (says, step) => [
        step({
          id: 'unchanged',
          with: { [behavior.field]: TAG },
          expect: { status: [304], blame: blame(behavior, says) },
        }),
        step({
          id: 'next',
          with: {},
          expect: { status: [200], blame: blame(behavior, 'the next request returns the complete response') },
        }),
      ]),
    stable: () =>
      tagged(subject, 'the ETag stays the same while the resource does not change', (says, step) => [
        step({
          id: 'again',
          with: {},
          expect: { status: [200], headers: { ETag: TAG }, blame: blame(behavior, says) },
        }),
      ]),
    'other-tag': () =>
      tagged(subject, 'a request with a different ETag returns the complete response', (says, step) => [
        step({
          id: 'other',
          with: { [behavior.field]: 'W/"not-the-tag"' },
          expect: { status: [200], headers: { ETag: TAG }, blame: blame(behavior, says) },
        }),
      ]),
    ...changed,
  };
}

function afterChange(behavior: Declared, subject: BehaviorSubject): BehaviorCase {
  return tagged(
    subject,
    'after a change, a request with the old ETag returns the complete response with a new ETag',
    (says, step, call) => [
      ...cookRecipe(behavior.changed_by ?? [], { context: subject.context, prefix: 'change-', call: call.with }).steps,
      step({
        id: 'changed',
        with: { [behavior.field]: TAG },
        expect: { status: [200], headers: { ETag: { $not: TAG } }, blame: blame(behavior, says) },
      }),
    ],
  );
}

type MakeStep = (parts: StepParts) => CallStep;

function tagged(
  subject: BehaviorSubject,
  says: string,
  follow: (says: string, step: MakeStep, call: CallStep) => readonly CallStep[],
): BehaviorCase {
  const { contract, context } = subject;
  const call = workingCall(contract.id, context);
  const step: MakeStep = (parts) => buildStep(contract, { ...parts, with: { ...call.with, ...parts.with } });
  const first = step({
    id: 'first',
    with: {},
    capture: { tag: { from: 'header', path: 'ETag' } },
    expect: { status: [200] },
  });
  return isolateCase(subject, { summary: sentence(says), steps: [...call.setup, first, ...follow(says, step, first)] });
}

function blame({ field }: Declared, says: string): Blame {
  return { kind: 'cache-validator-broken', says, field };
}
