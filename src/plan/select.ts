import type { Pattern } from '../lib/pattern.ts';
import { bucketOf } from '../lib/stable-hash.ts';
import { type Address, cleanupAddress } from '../model/address.ts';
import type { OperationId } from '../model/operation-id.ts';
import type { Narrowing, PlannedScenario } from '../model/plan.ts';

/** A selected scenario must fulfil all given conditions. */
export interface Selection {
  /** Matches the address of a scenario or of one of its steps. */
  readonly grep?: Pattern | string;
  /** The selected shard, counted from 1. */
  readonly shard?: { readonly index: number; readonly total: number };
  /** Addresses of the selected scenarios or steps, for example all failures of the last run. */
  readonly only?: ReadonlySet<Address>;
  /** The scenario must call one of these operations. */
  readonly operations?: ReadonlySet<OperationId>;
}

export function isSelected(scenario: PlannedScenario, selection: Selection): boolean {
  const { grep, shard, only, operations } = selection;
  if (operations !== undefined && !scenario.steps.some(({ step }) => step.kind === 'call' && operations.has(step.call)))
    return false;
  if (shard !== undefined && bucketOf(scenario.address, shard.total) !== shard.index - 1) return false;
  const named = grep === undefined && only === undefined ? [] : addressesOf(scenario);
  if (grep !== undefined && !named.some((address) => matches(address, grep))) return false;
  return only === undefined || named.some((address) => only.has(address));
}

export function narrowings(selection: Selection): readonly Narrowing[] {
  const { grep, shard, only, operations } = selection;
  const all: readonly (readonly [Narrowing, boolean])[] = [
    ['grep', grep !== undefined],
    ['shard', shard !== undefined && shard.total > 1],
    ['only', only !== undefined || operations !== undefined],
  ];
  return all.filter(([, narrows]) => narrows).map(([name]) => name);
}

function addressesOf(scenario: PlannedScenario): readonly Address[] {
  const steps = scenario.steps.flatMap(({ address }) => [address, cleanupAddress(address)]);
  return [scenario.address, ...steps];
}

function matches(address: Address, grep: Pattern | string): boolean {
  return typeof grep === 'string' ? address.includes(grep) : grep.test(address);
}
