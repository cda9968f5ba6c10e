import type { ResponseSpec } from '../model/contract.ts';
import { isJsonObject, type Json, type JsonSchema } from '../model/json.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import { partSchema, readShape } from '../schema/shape.ts';
import { wordsOf } from './path-index.ts';

export interface IdSearch {
  /** Name of the field in the request. The value of this field must be the id. */
  readonly name: string;
  readonly collection: string;
  readonly schemas: SchemaRegistry;
}

/** Returns a pointer to the id of the first listed item. The list may be a member of the body. */
export function listedPointer(body: ResponseSpec['body'], search: IdSearch): string | undefined {
  const members = body === undefined || body === null ? [] : [['', body] as const, ...membersOf(body, search.schemas)];
  for (const [key, schema] of members) {
    const shape = readShape(schema, search.schemas);
    if (shape.types?.has('array') !== true) continue;
    const inside = idPointer(partSchema(shape, 'items'), search);
    if (inside !== undefined) return `${key === '' ? '' : pointerTo(key)}/0${inside}`;
  }
  return undefined;
}

/** Returns a pointer to the id of a new item. The item may be an object inside the body. */
export function idPointer(body: ResponseSpec['body'], search: IdSearch, depth = 1): string | undefined {
  if (body === undefined || body === null) return undefined;
  const members = membersOf(body, search.schemas);
  const own = bestMember(
    members.filter(([, schema]) => isScalar(schema, search.schemas)).map(([key]) => key),
    search,
  );
  if (own !== undefined) return pointerTo(own);
  if (depth === 0) return undefined;
  const inside = members.flatMap(([key, schema]) => {
    const pointer = isScalar(schema, search.schemas) ? undefined : idPointer(schema, search, depth - 1);
    return pointer === undefined ? [] : [{ key, pointer: pointerTo(key) + pointer }];
  });
  const wrapper = inside.find(({ key }) => isWrapper(key, search)) ?? (inside.length === 1 ? inside[0] : undefined);
  return wrapper?.pointer;
}

/** Prefers the member with the name of the parameter, then a usual name such as `id`, then a name such as `note_id`. */
function bestMember(names: readonly string[], search: IdSearch): string | undefined {
  return (
    names.find((name) => isSameName(name, search)) ??
    ['id', 'Id', 'ID', '_id', 'uuid', 'guid', 'uid'].find((name) => names.includes(name)) ??
    names.find((name) => isSameName(name, { ...search, name: `${lastWord(search.collection)}_id` }))
  );
}

/** Returns true for names with the same meaning, such as `note_id`, `noteId`, and `id` inside a note. */
export function isSameName(name: string, { name: hole, collection }: Pick<IdSearch, 'name' | 'collection'>): boolean {
  const resource = lastWord(collection);
  const bare = (text: string) => {
    const words = wordsOf(text);
    return words.length > 1 && words.slice(0, -1).join('') === resource ? (words.at(-1) ?? '') : words.join('');
  };
  return bare(name) === bare(hole);
}

function isWrapper(key: string, { collection }: IdSearch): boolean {
  return (
    /^(data|result|item|metadata|resource|object|payload|attributes)$/.test(key) ||
    wordsOf(key).join('') === lastWord(collection)
  );
}

function membersOf(schema: JsonSchema, schemas: SchemaRegistry): readonly (readonly [string, JsonSchema])[] {
  const { properties } = readShape(schema, schemas).keywords;
  if (!isJsonObject(properties)) return [];
  return Object.entries(properties).flatMap(([key, member]: readonly [string, Json]) =>
    isJsonObject(member) || typeof member === 'boolean' ? [[key, member] as const] : [],
  );
}

function isScalar(schema: JsonSchema, schemas: SchemaRegistry): boolean {
  const { types, keywords } = readShape(schema, schemas);
  if (types === undefined) return keywords.properties === undefined && keywords.items === undefined;
  return !types.has('object') && !types.has('array') && !types.has('boolean');
}

function pointerTo(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

export function lastWord(collection: string): string {
  return collection.slice(collection.lastIndexOf('/') + 1);
}
