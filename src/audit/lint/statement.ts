import type { Contract, ContractSet, Field } from '../../model/contract.ts';
import type { Position } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonSchema } from '../../model/json.ts';
import { readShape, type Shape } from '../../schema/shape.ts';

export interface Statement {
  /** What the linter compares between operations, for example `limit` or `404 of /things/{}`. */
  readonly subject: string;
  readonly says: string;
  /** An operation such as `things.list`, or its member, as in `things.list /created_at`. */
  readonly who: string;
  readonly at: Position;
  readonly path: string;
}

export type ReadStatements = (contracts: ContractSet) => readonly Statement[];

/** Returns all operations except proposed and removed ones. */
export function livingOperations({ operations }: ContractSet): readonly Contract[] {
  return [...operations.values()].filter(({ lifecycle }) => lifecycle !== 'proposed' && lifecycle !== 'removed');
}

export function livingFields({ fields }: Contract): readonly Field[] {
  return fields.filter(({ lifecycle }) => lifecycle !== 'proposed' && lifecycle !== 'removed');
}

/** For a nested body field, returns the last part of the name. */
export function wireName({ place: { name } }: Field): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Returns `/things/{}` for the path `/things/{id}`. */
export function bareHoles(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}');
}

export function successStatuses({ responses }: Contract): readonly number[] {
  return [
    ...new Set(
      responses.filter(({ status, origin }) => status < 300 && origin === 'operation').map(({ status }) => status),
    ),
  ].sort();
}

export function successShape({ responses }: Contract, { schemas }: ContractSet): Shape | null {
  const body = responses.find((each) => each.status < 300 && each.body !== undefined && each.body !== null)?.body;
  return body === undefined || body === null ? null : readShape(body, schemas);
}

export function membersOf({ keywords }: Shape): readonly (readonly [name: string, schema: JsonSchema])[] {
  return Object.entries(isJsonObject(keywords.properties) ? keywords.properties : {}).filter(
    (each): each is [string, JsonSchema] => isJsonObject(each[1]) || typeof each[1] === 'boolean',
  );
}

/** The list is the whole body, or the only array of objects in the body. */
export function listOf(
  contract: Contract,
  contracts: ContractSet,
): { readonly member: string | null; readonly items: JsonSchema } | null {
  const shape = contract.method === 'GET' && !contract.path.endsWith('}') ? successShape(contract, contracts) : null;
  if (shape === null) return null;
  if (shape.types?.has('array')) return { member: null, items: itemsOf(shape) };
  const members = membersOf(shape).map(([name, schema]) => ({ name, inner: readShape(schema, contracts.schemas) }));
  if (members.some(({ name, inner }) => inner.types?.has('object') && !BESIDE_LIST.test(name))) return null;
  const lists = members.flatMap(({ name, inner }) => {
    if (!inner.types?.has('array')) return [];
    const items = itemsOf(inner);
    return readShape(items, contracts.schemas).types?.has('object') === true ? [{ member: name, items }] : [];
  });
  return lists.length === 1 ? (lists[0] ?? null) : null;
}

/** Names of objects that may stand beside the list in a response, for example `meta`. */
const BESIDE_LIST = /meta|link|pag(e|ing|ination)|cursor|filter|total|count|summary|stat|error/i;

function itemsOf({ keywords: { items } }: Shape): JsonSchema {
  return isJsonObject(items) || typeof items === 'boolean' ? items : true;
}
