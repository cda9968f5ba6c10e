import { sortStatuses, statusOf, successSpecs } from '../../../model/response-status.ts';
import type { CallStep } from '../../../model/suite.ts';
import { type BehaviorCase, type BehaviorCases, type BehaviorSubject, sentence } from './behavior-case.ts';
import { buildStep } from './build-step.ts';
import { isolateCase } from './isolate-case.ts';
import type { MadeCall } from './make-call.ts';

const CALLERS = 8;

interface Race {
  readonly says: string;
  /** Returns the call that all callers make, and the preparing steps. These steps run again in each round. */
  readonly setup: () => MadeCall;
}

/** In each round, eight callers make the same call at the same time, and exactly one must succeed. */
export function raceCases(refusal: { readonly status: number }, subject: BehaviorSubject, race: Race): BehaviorCases {
  return { race: () => raceCase(refusal, subject, race) };
}

function raceCase(
  { status }: { readonly status: number },
  subject: BehaviorSubject,
  { says, setup }: Race,
): BehaviorCase {
  const { contract } = subject;
  const call = setup();
  const callers: CallStep = buildStep(contract, {
    id: 'callers',
    with: call.with,
    copies: CALLERS,
    expect: { status: [...successes(subject), status], blame: { kind: 'race-lost', says } },
  });
  return isolateCase(subject, {
    summary: sentence(says),
    steps: [...call.setup, callers],
    check: { check: 'one-winner', step: 'callers', copies: CALLERS },
    rounds: subject.rounds,
  });
}

function successes({ contract, context }: BehaviorSubject): CallStep['expect']['status'] {
  const declared = contract.responses.filter(({ profiles }) => profiles.includes(context.profile));
  return sortStatuses(successSpecs(declared).map(statusOf));
}
