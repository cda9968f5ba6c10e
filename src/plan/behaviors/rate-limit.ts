import { parseDuration } from '../../lib/duration.ts';
import type { JsonObject } from '../../model/json.ts';
import type { AdvanceStep, CallStep } from '../../model/suite.ts';
import {
  type BehaviorCase,
  type BehaviorCases,
  type BehaviorOf,
  type BehaviorSubject,
  sentence,
} from './case/behavior-case.ts';
import { buildStep, refusedAs } from './case/build-step.ts';
import { inFreshAccount } from './case/isolate-case.ts';
import { workingCall } from './case/make-call.ts';

type Declared = BehaviorOf<'rate_limit'>;

/** The declared number of calls succeeds, the next call is rejected, and calls succeed again after the window. */
export function rateLimit(behavior: Declared, subject: BehaviorSubject): BehaviorCases {
  return {
    reached: () => limited(behavior, subject, `after ${behavior.limit} calls, the next call is rejected`),
    recovers: () => recovered(behavior, subject),
  };
}

function limited(behavior: Declared, subject: BehaviorSubject, says: string): BehaviorCase {
  const { contract, context } = subject;
  const { limit, error, retry_after } = behavior;
  const call = workingCall(contract.id, context);
  const calls = Array.from({ length: limit }, (_, index) =>
    buildStep(contract, { id: `call-${index + 1}`, with: call.with }),
  );
  const refused = refusedAs(429, error, { kind: 'rate-limit-broken', says });
  const headers: JsonObject = retry_after ? { 'Retry-After': { $match: '^[1-9][0-9]*$' } } : {};
  const next = buildStep(contract, { id: 'next', with: call.with, expect: { ...refused, headers } });
  const plain = { summary: sentence(says), steps: [...call.setup, ...calls, next] };
  return contract.auth.length > 0 ? inFreshAccount(subject, plain) : plain;
}

/** Moving the server's clock affects all scenarios, so this scenario runs alone. */
function recovered(behavior: Declared, subject: BehaviorSubject): BehaviorCase {
  const says = `after ${behavior.window}, calls succeed again`;
  const { steps } = limited(behavior, subject, says);
  const { contract } = subject;
  const wait: AdvanceStep = {
    kind: 'advance',
    id: 'window',
    ms: (parseDuration(behavior.window) ?? 0) + 1000,
    profiles: [],
    at: contract.at,
  };
  const last = steps.at(-1) as CallStep; // the last step is the rejected call
  const later: CallStep = {
    ...last,
    id: 'later',
    expect: { status: [], headers: {}, blame: { kind: 'rate-limit-broken', says } },
  };
  return { summary: sentence(says), steps: [...steps, wait, later], alone: true };
}
