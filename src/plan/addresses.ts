import { type Address, cleanupAddress } from '../model/address.ts';
import type { ContractSet } from '../model/contract.ts';
import type { Step } from '../model/suite.ts';
import { draftAddress, draftsOf, type PlanInput } from './draft.ts';

/** Returns all addresses that a ledger entry may contain: scenarios, steps and clean-ups of every profile. */
export function collectAddresses(input: PlanInput): ReadonlySet<Address> {
  const { contracts } = input;
  const addresses = new Set<Address>();
  for (const draft of draftsOf(input)) {
    const scenario = draftAddress(draft);
    addresses.add(scenario);
    for (const step of [...draft.setup, ...draft.scenario.steps]) {
      addresses.add(`${scenario}/${step.id}`);
      if (cleansUp(step, contracts)) addresses.add(cleanupAddress(`${scenario}/${step.id}`));
    }
  }
  return addresses;
}

function cleansUp(step: Step, contracts: ContractSet): boolean {
  if (step.kind !== 'call' || step.cleanup === null) return false;
  return step.cleanup !== undefined || (contracts.operations.get(step.call)?.cleanup ?? null) !== null;
}
