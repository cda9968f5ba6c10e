import type { Contract, ContractSet } from '../../model/contract.ts';
import type { OperationId } from '../../model/operation-id.ts';
import { isKnown } from '../../schema/sample-value.ts';

/** An operation that provides a value for a field of a different operation. */
export interface Producer {
  readonly contract: Contract;
  /** The origin of the value as an OpenAPI runtime expression, such as `$response.body#/id`. */
  readonly value: string;
}

/** Prefers operations that need few calls, and puts destructive operations last. */
export function producersOf(
  { contracts, profile }: { readonly contracts: ContractSet; readonly profile: string },
  consumer: Contract,
  field: string,
): readonly Producer[] {
  const costs = new Map<OperationId, number>();
  return makersOf(consumer, field, { contracts, profile })
    .map((producer) => ({ producer, cost: costOf(producer.contract, { contracts, profile, costs, above: new Set() }) }))
    .filter(({ cost }) => cost < IMPOSSIBLE)
    .sort((a, b) => a.cost - b.cost || (a.producer.contract.id < b.producer.contract.id ? -1 : 1))
    .map(({ producer }) => producer);
}

function makersOf(
  { links }: Contract,
  field: string,
  { contracts, profile }: Pick<Search, 'contracts' | 'profile'>,
): readonly Producer[] {
  const own = links !== undefined && Object.hasOwn(links, field) ? (links[field] ?? []) : [];
  return own.flatMap(({ from, value }) => {
    const contract = contracts.operations.get(from);
    return contract === undefined || !isCallable(contract, profile) ? [] : [{ contract, value }];
  });
}

export function sentField(
  { fields }: Contract,
  { location, name }: { readonly location: string; readonly name: string },
) {
  return fields.find(({ place }) => place.location === location && place.name === name);
}

export function isCallable({ profiles, lifecycle }: Contract, profile: string): boolean {
  return profiles.includes(profile) && (lifecycle === 'shipped' || lifecycle === 'deprecated');
}

interface Search {
  readonly contracts: ContractSet;
  readonly profile: string;
  readonly costs: Map<OperationId, number>;
  readonly above: ReadonlySet<OperationId>;
}

const IMPOSSIBLE = 1_000_000;
const DESTRUCTIVE = 1000;

/** Returns the number of needed calls. If an operation needs its own result, the number is at least `IMPOSSIBLE`. */
function costOf(contract: Contract, search: Search): number {
  const { contracts, profile, costs, above } = search;
  if (above.has(contract.id)) return IMPOSSIBLE;
  const known = costs.get(contract.id);
  if (known !== undefined) return known;
  const inside = { ...search, above: new Set([...above, contract.id]) };
  const ofFields = contract.fields
    .filter((field) => field.required && isKnown(field, profile) && !Object.hasOwn(contract.example, field.name))
    .map((field) => cheapest(contract, field.name, inside));
  const ofAfter = contract.after.map((id) => {
    const before = contracts.operations.get(id);
    return before === undefined ? IMPOSSIBLE : costOf(before, inside);
  });
  const cost = [...ofFields, ...ofAfter].reduce((sum, each) => sum + each, contract.destructive ? DESTRUCTIVE : 1);
  if (cost < IMPOSSIBLE) costs.set(contract.id, cost);
  return cost;
}

/** Returns 0 for a made-up value: a value that no operation provides, or the id that the caller of a PUT chooses. */
function cheapest(contract: Contract, field: string, search: Search): number {
  const makers = makersOf(contract, field, search);
  const isChosen = makers.some(
    (maker) => maker.contract.id === contract.id && maker.value.startsWith('$request.path.'),
  );
  return isChosen || makers.length === 0 ? 0 : Math.min(...makers.map((maker) => costOf(maker.contract, search)));
}
