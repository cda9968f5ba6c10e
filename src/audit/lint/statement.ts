import type { Contract, ContractSet, Field } from '../../model/contract.ts';
import type { Position } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonSchema } from '../../model/json.ts';
import { readShape, type Shape } from '../../schema/shape.ts';

/** What one operation says of a subject that others speak of too. */
export interface Statement {
  /** What must be alike: `limit`, `404 of /things/{}`. */
  readonly subject: string;
  readonly says: string;
  /** `things.list`, or with the member: `things.list /created_at`. */
  readonly who: string;
  readonly at: Position;
  readonly path: string;
}

export type ReadStatements = (contracts: ContractSet) => readonly Statement[];

/** Operations that are there. */
export function livingOperations({ operations }: ContractSet): readonly Contract[] {
  return [...operations.values()].filter(({ lifecycle }) => lifecycle !== 'proposed' && lifecycle !== 'removed');
}

export function livingFields({ fields }: Contract): readonly Field[] {
  return fields.filter(({ lifecycle }) => lifecycle !== 'proposed' && lifecycle !== 'removed');
}

/** The name on the wire: of a nested body field, its last part. */
export function wireName({ place: { name } }: Field): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** `/things/{}`: the same path whatever its holes are called. */
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

/** The body of the first success that has one. */
export function successShape({ responses }: Contract, { schemas }: ContractSet): Shape | null {
  const body = responses.find((each) => each.status < 300 && each.body !== undefined && each.body !== null)?.body;
  return body === undefined || body === null ? null : readShape(body, schemas);
}

export function membersOf({ keywords }: Shape): readonly (readonly [name: string, schema: JsonSchema])[] {
  return Object.entries(isJsonObject(keywords.properties) ? keywords.properties : {}).filter(
    (each): each is [string, JsonSchema] => isJsonObject(each[1]) || typeof each[1] === 'boolean',
  );
}

/** A list of things: its items, or the items of its only list of objects. */
export function listOf(
  contract: Contract,
  contracts: ContractSet,
): { readonly member: string | null; readonly items: JsonSchema } | null {
  const shape = contract.method === 'GET' && !contract.path.endsWith('}') ? successShape(contract, contracts) : null;
  if (shape === null) return null;
  if (shape.types?.has('array')) return { member: null, items: itemsOf(shape) };
  const lists = membersOf(shape).flatMap(([name, schema]) => {
    const inner = readShape(schema, contracts.schemas);
    if (!inner.types?.has('array')) return [];
    const items = itemsOf(inner);
    return readShape(items, contracts.schemas).types?.has('object') === true ? [{ member: name, items }] : [];
  });
  return lists.length === 1 ? (lists[0] ?? null) : null;
}

function itemsOf({ keywords: { items } }: Shape): JsonSchema {
  return isJsonObject(items) || typeof items === 'boolean' ? items : true;
}
