import type { Contract, ContractSet, Field } from '../../model/contract.ts';
import type { JsonPointer } from '../../model/json.ts';
import type { OperationId } from '../../model/operation-id.ts';
import { isKnown } from '../../schema/sample-value.ts';

/** An operation whose answer has a value that a field of another one needs. */
export interface Producer {
  readonly contract: Contract;
  readonly pointer: JsonPointer;
}

/** Who makes values for a field, the one that needs the fewest calls first; what destroys comes last. */
export function producersOf(contracts: ContractSet, profile: string, field: string): readonly Producer[] {
  const costs = new Map<OperationId, number>();
  return [...contracts.operations.values()]
    .filter((contract) => isCallable(contract, profile) && Object.hasOwn(contract.yields, field))
    .map((contract) => ({ contract, pointer: contract.yields[field] ?? '' }))
    .map((producer) => ({ producer, cost: costOf(producer.contract, { contracts, profile, costs, above: new Set() }) }))
    .filter(({ cost }) => cost < IMPOSSIBLE)
    .sort((a, b) => a.cost - b.cost || (a.producer.contract.id < b.producer.contract.id ? -1 : 1))
    .map(({ producer }) => producer);
}

export function isCallable({ profiles, lifecycle }: Contract, profile: string): boolean {
  return profiles.includes(profile) && (lifecycle === 'shipped' || lifecycle === 'deprecated');
}

/** Fields that a call needs: required ones, unless the contract has an example of them. */
export function neededFields(contract: Contract, profile: string): readonly Field[] {
  return contract.fields.filter((field) => field.required && isKnown(field, profile));
}

interface Search {
  readonly contracts: ContractSet;
  readonly profile: string;
  /** What was worked out before. */
  readonly costs: Map<OperationId, number>;
  readonly above: ReadonlySet<OperationId>;
}

const IMPOSSIBLE = 1_000_000;
const DESTRUCTIVE = 1000;

/** How many calls it takes; more than `IMPOSSIBLE` when it would need itself. */
function costOf(contract: Contract, search: Search): number {
  const { contracts, profile, costs, above } = search;
  if (above.has(contract.id)) return IMPOSSIBLE;
  const known = costs.get(contract.id);
  if (known !== undefined) return known;
  const inside = { ...search, above: new Set([...above, contract.id]) };
  const ofFields = neededFields(contract, profile)
    .filter((field) => !Object.hasOwn(contract.example, field.name))
    .map((field) => cheapest(field.name, inside));
  const ofAfter = contract.after.map((id) => {
    const before = contracts.operations.get(id);
    return before === undefined ? IMPOSSIBLE : costOf(before, inside);
  });
  const cost = [...ofFields, ...ofAfter].reduce((sum, each) => sum + each, contract.destructive ? DESTRUCTIVE : 1);
  if (cost < IMPOSSIBLE) costs.set(contract.id, cost);
  return cost;
}

/** Nothing, when nobody yields the field: it is made up. */
function cheapest(field: string, search: Search): number {
  const makers = [...search.contracts.operations.values()].filter(
    (each) => isCallable(each, search.profile) && Object.hasOwn(each.yields, field),
  );
  return makers.length === 0 ? 0 : Math.min(...makers.map((maker) => costOf(maker, search)));
}
