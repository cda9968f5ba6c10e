import type { Contract } from '../model/contract.ts';
import type { OperationId } from '../model/operation-id.ts';
import type { Coverage, JudgedStep } from '../model/verdict.ts';
import { compareText } from './compare.ts';
import type { GateOptions } from './gate-options.ts';

type Offer = Pick<GateOptions, 'contracts' | 'profile' | 'isMeant'>;

/** Which of the operations that the profile should have were called. Only a step that ran counts. */
export function measureCoverage(steps: readonly JudgedStep[], { contracts, profile, isMeant }: Offer): Coverage {
  const called = new Set<OperationId | null>(steps.filter((s) => s.state === 'exercised').map((s) => s.operation));
  const declared = [...contracts.operations.values()]
    .filter((contract) => isOffered(contract, profile) && (isMeant?.(contract.id) ?? true))
    .map((contract) => contract.id)
    .sort(compareText);
  return {
    declared: declared.length,
    exercised: declared.filter((id) => called.has(id)),
    unexercised: declared.filter((id) => !called.has(id)),
  };
}

function isOffered(contract: Contract, profile: string): boolean {
  const live = contract.lifecycle === 'shipped' || contract.lifecycle === 'deprecated';
  return live && contract.profiles.includes(profile);
}
