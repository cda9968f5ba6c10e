import type { Contract, ContractSet } from '../model/contract.ts';
import { isSuccess } from '../model/response-status.ts';
import type { CallStep, Scenario } from '../model/suite.ts';
import { contractReach } from './reach.ts';
import { type ActorKinds, callStep } from './valid-call/choose-actor.ts';
import { planCall } from './valid-call/plan-call.ts';
import { isCallable } from './valid-call/producers.ts';

interface FirstCallsOptions {
  readonly profile: string;
  readonly actors: ActorKinds;
  readonly most: number;
}

/** Chooses one read per resource, because a read probably works. */
export function firstCalls(contracts: ContractSet, options: FirstCallsOptions): readonly Scenario[] {
  const found = new Map<string, Scenario>();
  const isHeld = (contract: Contract) => isOpen(contract) || holds(contract, options);
  const readers = [...contracts.operations.values()].filter((contract) => isReader(contract, contracts, options));
  const sorted = readers.toSorted(
    (a, b) => Number(isHeld(b)) - Number(isHeld(a)) || effort(a) - effort(b) || (a.id < b.id ? -1 : 1),
  );
  for (const contract of sorted) {
    if (found.size >= options.most) break;
    if (found.has(contract.resource)) continue;
    const steps = readingSteps(contract, contracts, options);
    if (steps !== undefined) found.set(contract.resource, scenarioOf(contract, steps));
  }
  const [first] = sorted.filter(({ resource }) => found.has(resource));
  const keyless = first === undefined || isHeld(first) ? undefined : withoutKey(first, found.get(first.resource));
  return keyless === undefined ? [...found.values()] : [keyless, ...found.values()];
}

/** Even a rejection for the missing key shows that the server responds. */
function withoutKey({ id }: Contract, scenario: Scenario | undefined): Scenario | undefined {
  const [step, ...more] = scenario?.steps ?? [];
  if (scenario === undefined || step?.kind !== 'call' || more.length > 0) return undefined;
  const name = `${id.replaceAll('.', '-')}-without-a-key`;
  return { ...scenario, name, steps: [{ ...step, as: 'nobody', expect: { ...step.expect, status: [401, 403] } }] };
}

export function isOpen({ auth, authOptional }: Contract): boolean {
  return auth.length === 0 || authOptional === true;
}

function holds({ auth }: Contract, { actors }: FirstCallsOptions): boolean {
  return Object.values(actors).some((kinds) => kinds.some((kind) => auth.includes(kind)));
}

function isReader(contract: Contract, contracts: ContractSet, { profile }: FirstCallsOptions): boolean {
  const isEndless =
    contract.waits === true ||
    contract.responses.some(({ contentType }) => contentType.startsWith('text/event-stream'));
  const hasSuccess = contract.responses.some(({ status }) => isSuccess(status));
  return (
    contract.method === 'GET' &&
    contract.safe &&
    contract.lifecycle === 'shipped' &&
    hasSuccess &&
    !isEndless &&
    isCallable(contract, profile) &&
    contractReach(contract, contracts) === undefined
  );
}

function effort({ path, fields }: Contract): number {
  const holes = fields.filter(({ place }) => place.location === 'path').length;
  const required = fields.filter((field) => field.required).length;
  return holes * 100 + required * 10 + path.split('/').length;
}

/** Returns the steps of the read, or undefined if a made-up id or a new item is needed. */
function readingSteps(
  contract: Contract,
  contracts: ContractSet,
  { profile, actors }: FirstCallsOptions,
): readonly CallStep[] | undefined {
  const call = planCall(contract.id, { contracts, profile, seed: 0, actors });
  const isReading = call.setup.every((step) => contracts.operations.get(step.call)?.safe === true);
  const isWritable = call.setup.every(({ capture }) => Object.keys(capture).length === 0);
  const isMadeUp = contract.fields.some(({ name, place }) => place.location === 'path' && !call.owned.has(name));
  if (call.unproven !== undefined || !isReading || !isWritable || isMadeUp) return undefined;
  const { as } = call;
  return [...call.setup, callStep(contract, { id: contract.verb, with: call.with, caller: { as } })];
}

function scenarioOf(contract: Contract, steps: readonly CallStep[]): Scenario {
  const name = contract.id.replaceAll('.', '-');
  return { name, profiles: [], alone: false, steps, at: contract.at };
}
