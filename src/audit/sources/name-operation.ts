import { formatPointer } from '../../lib/json-pointer.ts';
import type { Contract, ContractSet, Field, Place } from '../../model/contract.ts';
import type { OperationId } from '../../model/operation-id.ts';
import { type RequestLine, requestLine } from '../../model/route.ts';
import { allFields } from '../../schema/field-tree.ts';
import { findOperation } from '../../wire/find-operation.ts';
import { compileRoutes, type Routes } from '../../wire/match-route.ts';
import { placeKey, placeName } from '../lattice/place-words.ts';

export interface Naming {
  readonly operation: (method: string, path: string) => NamedOperation;
  readonly field: (contract: Contract | null, place: Place) => string;
  readonly contract: (id: OperationId) => Contract | null;
}

export interface NamedOperation {
  /** The id of the contract, or `METHOD /path` if there is no contract. */
  readonly id: OperationId;
  readonly request: RequestLine;
  readonly contract: Contract | null;
}

export function createNaming(contracts: ContractSet): Naming {
  const routes = compileRoutes(contracts.operations.values());
  const declared = new Map<Contract, ReadonlyMap<string, Field>>();
  return {
    operation: (method, path) =>
      nameRequest(
        { method: method.toUpperCase(), path: templateOf(path), query: queryOf(path) },
        { contracts, routes },
      ),
    contract: (id) => contracts.operations.get(id) ?? null,
    field: (contract, place) => {
      if (contract === null) return placeName(place);
      const fields = declared.get(contract) ?? fieldsOf(contract);
      declared.set(contract, fields);
      return fields.get(placeKey(place, contract.path))?.name ?? placeName(place);
    },
  };
}

/** Returns the body place `/schedule/cron` for the keys `schedule` and `cron`. */
export function bodyPlace(keys: readonly string[]): Place {
  return { location: 'body', name: formatPointer(keys) };
}

/** Treats `:id`, `<id>` and `{id}` alike, and removes the query and a final full stop. */
function templateOf(path: string): string {
  const bare = path
    .replace(/^https?:\/\/[^/]*/, '')
    .replace(/[?#].*$/s, '')
    .replace(/[.,;:]+$/, '');
  return bare
    .replaceAll(/\/:([A-Za-z_]\w*)/g, '/{$1}')
    .replaceAll(/<([\w-]+)>/g, '{$1}')
    .replaceAll(/\$\{?(\w+)\}?/g, '{$1}')
    .replaceAll('{{', '{')
    .replaceAll('}}', '}');
}

function queryOf(path: string): string {
  return /\?[^#]*/.exec(path)?.[0] ?? '';
}

function nameRequest(
  { method, path, query }: { readonly method: string; readonly path: string; readonly query: string },
  { contracts, routes }: { readonly contracts: ContractSet; readonly routes: Routes },
): NamedOperation {
  const contract =
    findOperation(routes, method, path + query) ?? underVersion({ method, path: path + query }, contracts);
  if (contract === null) return { id: `${method} ${path}`, request: { method, path }, contract: null };
  return { id: contract.id, request: requestLine(contract), contract };
}

/** If a client's base URL ends in `/v1`, the documentation may say `/orders` instead of `/v1/orders`. */
function underVersion(
  { method, path }: { readonly method: string; readonly path: string },
  { operations }: ContractSet,
): Contract | null {
  const versions = new Set([...operations.values()].flatMap((each) => /^\/v\d+(?=\/)/.exec(each.path)?.[0] ?? []));
  const found = [...versions].flatMap((version) => {
    const same = [...operations.values()].filter((each) => each.path.startsWith(`${version}/`));
    return findOperation(compileRoutes(same), method, `${version}${path}`) ?? [];
  });
  const [only] = found;
  return found.length === 1 && only !== undefined ? only : null;
}

function fieldsOf(contract: Contract): ReadonlyMap<string, Field> {
  return new Map(allFields(contract).map((field) => [placeKey(field.place, contract.path), field]));
}
