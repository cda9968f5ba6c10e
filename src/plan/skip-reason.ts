import type { Contract, ContractSet } from '../model/contract.ts';
import type { CallStep, Step } from '../model/suite.ts';
import { missingCredential } from './missing-credential.ts';
import { coversProfile, type PlanTarget } from './plan-target.ts';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Why these steps cannot run on the target; undefined when they can. The first reason in step order. */
export function skipReason(steps: readonly Step[], contracts: ContractSet, target: PlanTarget): string | undefined {
  let before: Step | undefined;
  for (const step of steps) {
    // the copies of a repeated step are one object
    const reason = step === before ? undefined : stepReason(step, contracts, target);
    if (reason !== undefined) return reason;
    before = step;
  }
  return undefined;
}

function stepReason(step: Step, contracts: ContractSet, target: PlanTarget): string | undefined {
  switch (step.kind) {
    case 'wait':
      return undefined;
    case 'advance':
      return target.hasClock
        ? undefined
        : `step "${step.id}" moves the clock, and the target has none that can be moved; set its "clock"`;
    case 'call':
      return callReason(step, contractOf(step, contracts), target);
  }
}

function callReason(step: CallStep, contract: Contract, target: PlanTarget): string | undefined {
  if (!coversProfile(contract.profiles, target.profile))
    return `${contract.id} is not in the profile "${target.profile}" (it is in ${contract.profiles.join(', ')})`;
  if (target.readOnly && changesSomething(step, contract))
    return `step "${step.id}" calls ${contract.id}, which changes something, and the target is read-only`;
  if (contract.destructive && !target.destructive)
    return `${contract.id} affects what the run did not create; allow it with "destructive: allow" on the target`;
  return missingCredential(step, contract, target);
}

/** A replaced method makes any operation unsafe, unless the method itself is safe. */
function changesSomething(step: CallStep, contract: Contract): boolean {
  const method = step.raw?.method;
  return method === undefined ? !contract.safe : !contract.safe || !SAFE_METHODS.has(method.toUpperCase());
}

function contractOf(step: CallStep, contracts: ContractSet): Contract {
  const contract = contracts.operations.get(step.call);
  if (contract !== undefined) return contract;
  throw new Error(`expected a contract for "${step.call}" (${step.at.file}:${step.at.line}): loading checks this`);
}
