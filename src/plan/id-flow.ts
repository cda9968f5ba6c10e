import { compareText } from '../lib/compare-text.ts';
import type { Contract, ContractSet } from '../model/contract.ts';
import type { OperationId } from '../model/operation-id.ts';
import { planCall } from './valid-call/plan-call.ts';
import { isCallable } from './valid-call/producers.ts';

/** Says which operation provides each id, and which operation removes each created item. */
interface IdFlow {
  /** Operations that create items, sorted by id. */
  readonly makers: readonly Maker[];
  /** Path fields whose values no known operation provides, sorted by operation. */
  readonly missing: readonly MissingId[];
  /** Operations whose new items are never removed, sorted by id. */
  readonly unremoved: readonly UnremovedMaker[];
}

interface Maker {
  readonly operation: OperationId;
  readonly gives: readonly GivenId[];
  readonly removedBy: { readonly operation: OperationId; readonly inferred: boolean } | null;
}

interface GivenId {
  readonly field: string;
  /** The origin of the value as an OpenAPI runtime expression, such as `$response.body#/id`. */
  readonly value: string;
  readonly inferred: boolean;
  readonly to: readonly OperationId[];
}

interface MissingId {
  readonly operation: OperationId;
  readonly file: string;
  readonly field: string;
  /** The operation that most likely provides the value. */
  readonly guess: OperationId | null;
}

interface UnremovedMaker {
  readonly operation: OperationId;
  readonly file: string;
  readonly guess: OperationId | null;
}

export function idFlow(contracts: ContractSet, profile: string): IdFlow {
  const callable = [...contracts.operations.values()]
    .filter((contract) => isCallable(contract, profile))
    .sort((a, b) => compareText(a.id, b.id));
  const makers = callable.flatMap((maker) => makerOf(maker, callable));
  return {
    makers,
    missing: callable.flatMap((contract) => missingIds(contract, callable, { contracts, profile })),
    unremoved: makers.flatMap(({ operation }) => unremoved(contracts.operations.get(operation), callable)),
  };
}

function makerOf(maker: Contract, callable: readonly Contract[]): readonly Maker[] {
  const gives = new Map<string, { value: string; inferred: boolean; field: string; to: OperationId[] }>();
  for (const { id, links = {} } of callable)
    for (const [field, all] of Object.entries(links))
      for (const { from, value, inferred } of all) {
        if (from !== maker.id || id === maker.id) continue;
        const key = `${field} ${value}`;
        const known = gives.get(key) ?? { field, value, inferred: inferred === true, to: [] };
        gives.set(key, { ...known, to: [...known.to, id] });
      }
  const { cleanup } = maker;
  if (gives.size === 0 && cleanup === null) return [];
  const removedBy = cleanup === null ? null : { operation: cleanup.call, inferred: cleanup.inferred === true };
  return [{ operation: maker.id, gives: [...gives.values()], removedBy }];
}

interface Scope {
  readonly contracts: ContractSet;
  readonly profile: string;
}

function missingIds(contract: Contract, callable: readonly Contract[], scope: Scope): readonly MissingId[] {
  const { unfed } = planCall(contract.id, { ...scope, seed: 0 });
  return unfed
    .filter(({ operation }) => operation === contract.id)
    .map(({ field }) => ({
      operation: contract.id,
      file: contract.at.file,
      field,
      guess: likelyMaker(contract, field, callable)?.id ?? null,
    }));
}

/** For `/notes/{id}`, prefers `POST /notes`, then `GET /notes`, then the operation `create` of the resource. */
function likelyMaker(contract: Contract, field: string, callable: readonly Contract[]): Contract | undefined {
  const place = contract.fields.find(({ name }) => name === field)?.place.name ?? field;
  const collection = contract.path.slice(0, contract.path.indexOf(`{${place}}`)).replace(/\/+$/, '');
  const others = callable.filter(({ id }) => id !== contract.id);
  const at = (method: string) =>
    others.find((other) => other.method === method && other.path.replace(/\/+$/, '') === collection);
  return (
    at('POST') ?? at('GET') ?? others.find(({ resource, verb }) => resource === contract.resource && verb === 'create')
  );
}

/** Considers only POST, because the caller of a PUT chooses the id. */
function unremoved(maker: Contract | undefined, callable: readonly Contract[]): readonly UnremovedMaker[] {
  if (
    maker === undefined ||
    maker.method !== 'POST' ||
    maker.safe ||
    maker.cleanup !== null ||
    maker.keepsMade === true
  )
    return [];
  const remover = callable.find(({ method, resource }) => method === 'DELETE' && resource === maker.resource);
  return [{ operation: maker.id, file: maker.at.file, guess: remover?.id ?? null }];
}
