import type { Contract, ContractSet } from '../model/contract.ts';
import type { Suite } from '../model/suite.ts';

/** Returns the shipped and deprecated operations that no suite calls, sorted by id. */
export function findUnexercised(contracts: ContractSet, suites: readonly Suite[]): readonly Contract[] {
  const called = new Set(
    suites
      .flatMap((suite) => [...suite.setup, ...suite.scenarios.flatMap((each) => each.steps)])
      .flatMap((step) => (step.kind === 'call' ? [step.call] : [])),
  );
  return [...contracts.operations.values()].filter(
    (each) => (each.lifecycle === 'shipped' || each.lifecycle === 'deprecated') && !called.has(each.id),
  );
}
