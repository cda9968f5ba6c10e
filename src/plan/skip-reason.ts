import type { Contract, ContractSet } from '../model/contract.ts';
import type { CallStep, Step } from '../model/suite.ts';
import { credentialVariable } from '../model/target.ts';
import { coversProfile, type PlanTarget } from './plan-target.ts';
import { contractReach, strayStep, writtenReach } from './reach.ts';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface Skip {
  readonly reason: string;
  /** State of the skipped scenario, or absent if the scenario is meant for a different target. */
  readonly state?: 'blocked' | 'not-tried';
}

interface SkipContext {
  readonly contracts: ContractSet;
  readonly target: PlanTarget;
  readonly isGenerated: boolean;
}

/** Finds the first step that cannot run on the target, and returns the reason. */
export function skipReason(steps: readonly Step[], context: SkipContext): Skip | undefined {
  let before: Step | undefined;
  for (const step of steps) {
    // a repeated step stands several times in a row, but is checked only once
    const skip = step === before ? undefined : stepReason(step, context);
    if (skip !== undefined) return skip;
    before = step;
  }
  return context.isGenerated ? reachReason(steps, context) : undefined;
}

/** A generated call may change only items that the run has created, because no person has checked the values of the call. */
function reachReason(steps: readonly Step[], { contracts, target }: SkipContext): Skip | undefined {
  if (target.destructive) return undefined;
  const step = strayStep(steps, contracts, (operation) => isAllowed(operation, target));
  if (step === undefined) return undefined;
  return notAllowed(`${step.call} changes the item in its path, and the run did not create this item`, step.call);
}

function isAllowed(operation: string, { destructive, allowDestructive = [] }: PlanTarget): boolean {
  return destructive || allowDestructive.includes(operation);
}

function notAllowed(why: string, operation: string): Skip {
  const how = `--allow-destructive, or \`allow_destructive: [${operation}]\` or \`disposable: true\` on the target`;
  return { state: 'not-tried', reason: `${why}; allow it with ${how}` };
}

function stepReason(step: Step, context: SkipContext): Skip | undefined {
  switch (step.kind) {
    case 'wait':
      return undefined;
    case 'advance':
      return context.target.hasClock
        ? undefined
        : {
            state: 'not-tried',
            reason: `step "${step.id}" moves the clock, but the target has no movable clock; add "clock" to the target`,
          };
    case 'call':
      return callReason(step, contractOf(step, context.contracts), context);
  }
}

function callReason(step: CallStep, contract: Contract, context: SkipContext): Skip | undefined {
  const { target, isGenerated } = context;
  if (!coversProfile(contract.profiles, target.profile)) {
    const profiles = contract.profiles.join(', ');
    return { reason: `${contract.id} is not in the profile "${target.profile}" (it is in ${profiles})` };
  }
  if (target.readOnly && changesSomething(step, contract)) {
    const reason = `step "${step.id}" calls ${contract.id}, which changes data, and the target is read-only`;
    return { state: 'not-tried', reason };
  }
  const why = isAllowed(contract.id, target) ? undefined : operationReach(contract, context);
  if (why !== undefined)
    return notAllowed(`${contract.id} may affect data that the run did not create: ${why}`, contract.id);
  const lack = missingCredential(step, contract, target);
  if (lack === undefined) return undefined;
  return { state: isGenerated && !isWithoutKey(step, target) ? 'not-tried' : 'blocked', reason: lack };
}

/** Without a credential of the actor `main`, the server rejects most calls, so a run shows hardly anything. */
function isWithoutKey({ as }: CallStep, { actors }: PlanTarget): boolean {
  return as === MAIN && (actors[as] ?? []).length === 0;
}

const MAIN = 'main';

/** A handwritten step needs permission for fewer effects, because its author knows what the step changes. */
function operationReach(contract: Contract, { contracts, isGenerated }: SkipContext): string | undefined {
  return isGenerated ? contractReach(contract, contracts) : writtenReach(contract);
}

/** If a step replaces the HTTP method, both the operation and the new method must be safe. */
function changesSomething(step: CallStep, contract: Contract): boolean {
  const method = step.raw?.method;
  return method === undefined ? !contract.safe : !contract.safe || !SAFE_METHODS.has(method.toUpperCase());
}

function contractOf(step: CallStep, contracts: ContractSet): Contract {
  const contract = contracts.operations.get(step.call);
  if (contract !== undefined) return contract;
  throw new Error(`expected a contract for "${step.call}" (${step.at.file}:${step.at.line})`);
}

/** Returns what the target lacks for the step, and what the user must set. */
function missingCredential(step: CallStep, contract: Contract, target: PlanTarget): string | undefined {
  if (step.as === 'nobody' || bringsItsOwn(step)) return undefined;
  const wanted = step.auth === undefined ? contract.auth : [step.auth.kind];
  if (wanted.length === 0 || (step.auth === undefined && contract.authOptional === true)) return undefined;
  const held = Object.hasOwn(target.actors, step.as) ? target.actors[step.as] : undefined;
  if (held?.some((kind) => wanted.includes(kind)) === true) return undefined;
  const lack =
    held === undefined
      ? `needs the actor "${step.as}"`
      : `needs the actor "${step.as}" with ${list(wanted)}, but this actor has only ${list(held)}`;
  return `${lack}; set ${whatToSet(step.as, wanted)}`;
}

/** Returns true if the credential of the step comes from an earlier response. */
function bringsItsOwn(step: CallStep): boolean {
  return step.auth !== undefined && Object.keys(step.auth.credential).length > 0;
}

function whatToSet(actor: string, kinds: readonly string[]): string {
  const variables = kinds.map((kind) => credentialVariable(actor, kind));
  return `${variables.join(' or ')}, or "actors.${actor}" in the target's settings`;
}

function list(kinds: readonly string[]): string {
  return kinds.length === 0 ? 'no credential' : kinds.join(' or ');
}
