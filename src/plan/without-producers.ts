import type { Contract, ContractSet } from '../model/contract.ts';
import type { OperationId } from '../model/operation-id.ts';

/** Removes the links of each operation to other operations that fail. */
export function withoutProducers(contracts: ContractSet, failing: ReadonlySet<OperationId>): ContractSet {
  const operations = new Map([...contracts.operations].map(([id, contract]) => [id, withoutLinks(contract, failing)]));
  return { ...contracts, operations };
}

function withoutLinks(contract: Contract, failing: ReadonlySet<OperationId>): Contract {
  const { id, links } = contract;
  if (links === undefined) return contract;
  const kept = Object.entries(links).map(
    ([field, sources]) => [field, sources.filter(({ from }) => from === id || !failing.has(from))] as const,
  );
  return { ...contract, links: Object.fromEntries(kept.filter(([, sources]) => sources.length > 0)) };
}
