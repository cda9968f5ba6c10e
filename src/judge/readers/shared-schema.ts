import { parsePointer } from '../../lib/json-pointer.ts';
import { isJsonObject, type Json, type JsonSchema } from '../../model/json.ts';
import { schemaList } from '../../schema/keywords.ts';
import { resolveRef, type SchemaRegistry } from '../../schema/resolve-ref.ts';

/** A member by the named schema that declares it. */
export interface SharedMember {
  /** The last `$ref` on the way to the member; null when everything is written out in the contract. */
  readonly ref: string | null;
  /** Names below the referenced schema, list positions left out. */
  readonly names: readonly string[];
}

/** Where a member is declared: many operations return the rows of one schema. */
export function findSharedMember(schema: JsonSchema, pointer: string, schemas: SchemaRegistry): SharedMember {
  let places: readonly Json[] = [schema];
  let found: SharedMember = { ref: null, names: [] };
  const tokens = parsePointer(pointer);
  for (const [index, token] of tokens.entries()) {
    const seen = new Set<Json>();
    const entered = places.flatMap((place) => openUp(place, { schemas, seen, ref: null }));
    // The schema of a list item counts only when a member of it follows.
    const ref = entered.find((each) => each.ref !== null)?.ref ?? null;
    if (ref !== null && ref !== found.ref) found = { ref, names: [] };
    if (!isPosition(token) || index === tokens.length - 1) found = { ...found, names: [...found.names, token] };
    places = entered.flatMap(({ schema: each }) => memberOf(each, token));
  }
  return found;
}

interface Entered {
  readonly ref: string | null;
  readonly schema: { readonly [keyword: string]: Json };
}

interface Opening {
  readonly schemas: SchemaRegistry;
  /** Each schema counts once: branches often lead to the same one, and the number of ways doubles with each level. */
  readonly seen: Set<Json>;
  /** The reference that leads here. */
  readonly ref: string | null;
}

/** A schema with everything that it consists of; each with the reference that leads to it. */
function openUp(schema: Json, { schemas, seen, ref }: Opening): readonly Entered[] {
  if (!isJsonObject(schema) || seen.has(schema)) return [];
  seen.add(schema);
  const { $ref, allOf, anyOf, oneOf } = schema;
  const parts = [allOf, anyOf, oneOf].flatMap(schemaList).flatMap((part) => openUp(part, { schemas, seen, ref }));
  const target = typeof $ref === 'string' ? resolveRef($ref, schemas) : undefined;
  const referenced =
    typeof $ref !== 'string' || target === undefined ? [] : openUp(target, { schemas, seen, ref: $ref });
  return [{ ref, schema }, ...parts, ...referenced];
}

function memberOf({ properties, items, additionalProperties }: Entered['schema'], token: string): readonly Json[] {
  const declared = isJsonObject(properties) ? properties[token] : undefined;
  if (declared !== undefined) return [declared];
  return [isPosition(token) ? items : undefined, additionalProperties].filter((each) => each !== undefined);
}

function isPosition(token: string): boolean {
  return token === '*' || /^\d+$/.test(token);
}
