import type { Step } from '../../../model/suite.ts';
import { freshActor } from '../../valid-call/choose-actor.ts';
import { type BehaviorCase, type BehaviorSubject, CannotCall } from './behavior-case.ts';

/** A case that affects a whole account runs in a new account. If this is impossible, the case runs alone. */
export function isolateCase(subject: BehaviorSubject, plain: BehaviorCase): BehaviorCase {
  if (!isAccountWide(subject)) return plain;
  return withFreshActor(subject, plain) ?? { ...plain, alone: true };
}

/** Runs the case in a new account. @throws CannotCall if the API has no call that creates accounts */
export function inFreshAccount(subject: BehaviorSubject, plain: BehaviorCase): BehaviorCase {
  const fresh = withFreshActor(subject, plain);
  if (fresh === undefined)
    throw new CannotCall('the scenario needs a separate account; declare fresh_actor in contracts/api.yaml');
  return fresh;
}

/** A call without a path field may affect the whole account of the caller. */
function isAccountWide({ contract }: BehaviorSubject): boolean {
  return contract.fields.every(({ place }) => place.location !== 'path');
}

function withFreshActor({ context }: BehaviorSubject, plain: BehaviorCase): BehaviorCase | undefined {
  const { contracts } = context;
  const fresh = freshActor(contracts);
  if (fresh === undefined) return undefined;
  const kind = fresh.caller.auth?.kind ?? '';
  const asFresh = (step: Step) =>
    step.kind === 'call' && contracts.operations.get(step.call)?.auth.includes(kind) === true
      ? { ...step, ...fresh.caller }
      : step;
  return { ...plain, steps: [fresh.step, ...plain.steps.map(asFresh)] };
}
