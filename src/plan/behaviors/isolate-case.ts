import type { Step } from '../../model/suite.ts';
import { freshActor } from '../valid-call/choose-actor.ts';
import type { BehaviorCase, BehaviorSubject } from './behavior-case.ts';
import { CannotCall } from './cannot-call.ts';

/** Isolates a case about a whole account: with an account of its own, or else by running alone. */
export function isolateCase(subject: BehaviorSubject, plain: BehaviorCase): BehaviorCase {
  if (!isAccountWide(subject)) return plain;
  return withFreshActor(subject, plain) ?? { ...plain, alone: true };
}

/** The case in an account that only it uses. Throws call-impossible if there is no way to get one. */
export function inFreshAccount(subject: BehaviorSubject, plain: BehaviorCase): BehaviorCase {
  const fresh = withFreshActor(subject, plain);
  if (fresh === undefined)
    throw new CannotCall('needs an account of its own; declare fresh_actor in contracts/api.yaml');
  return fresh;
}

/** The operation is not below a resource that the case creates itself. */
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
