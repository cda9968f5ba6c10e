import type { Behavior, BehaviorKind } from '../../model/behavior.ts';
import type { Contract, ContractSet } from '../../model/contract.ts';
import type { Step } from '../../model/suite.ts';
import { generatedDraft, type ScenarioDraft } from '../draft.ts';
import type { GenerateOptions } from '../generate-options.ts';
import { coversProfile } from '../plan-target.ts';
import type { GenerateContext } from '../valid-call/call-context.ts';
import { chooseActor } from '../valid-call/choose-actor.ts';
import {
  type BehaviorCase,
  type BehaviorCases,
  type BehaviorGenerator,
  type BehaviorSubject,
  CannotCall,
} from './case/behavior-case.ts';
import { buildStep } from './case/build-step.ts';
import { confirmHeader } from './confirm-header.ts';
import { deletion } from './deletion.ts';
import { effectsOf } from './effects.ts';
import { etag } from './etag.ts';
import { exclusiveClaim } from './exclusive-claim.ts';
import { filter } from './filter.ts';
import { idempotencyKey } from './idempotency-key.ts';
import { idempotentUpsert } from './idempotent-upsert.ts';
import { ownershipHeader } from './ownership-header.ts';
import { pagination } from './pagination.ts';
import { rateLimit } from './rate-limit.ts';
import { readBack } from './read-back.ts';
import { refusedAfter } from './refused-after.ts';
import { refusedBefore } from './refused-before.ts';
import { repeatable } from './repeatable.ts';
import { states } from './states.ts';
import { writeOnce } from './write-once.ts';

/** A declared case that cannot be generated becomes a draft that states the reason. */
export function generateBehaviors(
  contracts: ContractSet,
  { profile, seed, probes, operations }: GenerateOptions,
): readonly ScenarioDraft[] {
  const context = { contracts, profile, seed };
  const rounds = probes === 'full' ? 10 : 4;
  return [...contracts.operations.values()]
    .filter(
      ({ id, lifecycle, profiles }) =>
        lifecycle !== 'removed' && coversProfile(profiles, profile) && operations?.has(id) !== false,
    )
    .flatMap((contract) => behaviorsOf({ contract, context, rounds }));
}

function behaviorsOf(subject: BehaviorSubject): readonly ScenarioDraft[] {
  const { contract, context } = subject;
  const names = new Map<string, number>();
  const effects = Object.entries(effectsOf(subject)).flatMap(([name, make]) => caseOf(subject, name, { make }));
  const declared = contract.behaviors
    .filter(({ profiles }) => coversProfile(profiles ?? [], context.profile))
    .flatMap((behavior) =>
      Object.entries(casesOf(behavior, subject)).flatMap(([name, make]) =>
        caseOf(subject, numbered(names, `${behavior.kind}.${name}`), { behavior, make }),
      ),
    );
  return [...declared, ...effects];
}

interface NamedCase {
  /** A case from `effectsOf` has no behavior, because no contract declares the case. */
  readonly behavior?: Behavior;
  readonly make: () => BehaviorCase;
}

function caseOf(subject: BehaviorSubject, name: string, { behavior, make }: NamedCase): readonly ScenarioDraft[] {
  const made = attempt(make);
  if (made instanceof CannotCall) return behavior === undefined ? [] : [untriedDraft(subject, name, made.message)];
  // If the server lacks a proposed operation, a check of several responses proves nothing.
  if (subject.contract.lifecycle === 'proposed' && made.check !== undefined) return [];
  const draft = draftOf(subject, name, made);
  const targetValues = behavior?.target_values;
  return [targetValues === undefined ? draft : { ...draft, scenario: { ...draft.scenario, targetValues } }];
}

/** A case that cannot be generated is listed in the plan, but sends nothing. */
function untriedDraft({ contract, context }: BehaviorSubject, name: string, untried: string): ScenarioDraft {
  const summary = 'This scenario cannot be generated.';
  const steps = [withCaller(buildStep(contract, { id: 'call', with: {} }), context)];
  return { ...generatedDraft('behavior', contract, { name, summary, alone: false, setup: [], steps }), untried };
}

function casesOf(behavior: Behavior, subject: BehaviorSubject): BehaviorCases {
  const generate = BEHAVIOR_GENERATORS[behavior.kind] as BehaviorGenerator<Behavior['kind']>; // each kind selects its own generator
  return generate(behavior, subject);
}

/** A contract may declare the same behavior twice, for two fields or for two profiles. */
function numbered(names: Map<string, number>, name: string): string {
  const count = (names.get(name) ?? 0) + 1;
  names.set(name, count);
  return count === 1 ? name : `${name}-${count}`;
}

function attempt(make: () => BehaviorCase): BehaviorCase | CannotCall {
  try {
    return make();
  } catch (error) {
    if (error instanceof CannotCall) return error;
    throw error;
  }
}

function draftOf({ contract, context }: BehaviorSubject, name: string, made: BehaviorCase): ScenarioDraft {
  const { summary, check, rounds, alone = false } = made;
  const steps = made.steps.map((step) => withCaller(step, context));
  // if every step is a preparing step, the index is -1, so the last step becomes the tested step
  const prepared = steps.findIndex((step) => !prepares(step, contract));
  return generatedDraft('behavior', contract, {
    ...{ name, summary, alone, setup: steps.slice(0, prepared), steps: steps.slice(prepared) },
    ...(check === undefined ? {} : { check }),
    ...(rounds === undefined ? {} : { rounds }),
  });
}

function prepares(step: Step, { id }: Contract): boolean {
  return step.kind === 'call' && step.call !== id && step.expect.blame === undefined;
}

/** A step without a credential gets an actor whose credential the operation accepts. */
function withCaller(step: Step, { contracts, actors }: GenerateContext): Step {
  const contract = step.kind === 'call' && step.auth === undefined ? contracts.operations.get(step.call) : undefined;
  return contract === undefined ? step : { ...step, ...chooseActor(contract, contracts, actors) };
}

const BEHAVIOR_GENERATORS = {
  idempotency_key: idempotencyKey,
  write_once: writeOnce,
  idempotent_upsert: idempotentUpsert,
  exclusive_claim: exclusiveClaim,
  ownership_header: ownershipHeader,
  confirm_header: confirmHeader,
  pagination,
  filter,
  hard_delete: deletion,
  soft_delete: deletion,
  etag,
  read_back: readBack,
  rate_limit: rateLimit,
  states,
  refused_before: refusedBefore,
  refused_after: refusedAfter,
  repeatable,
} as const satisfies { readonly [Kind in BehaviorKind]: BehaviorGenerator<Kind> };
