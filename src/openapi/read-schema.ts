import { mapValues } from '../lib/map-values.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { kindOf } from '../schema/keywords.ts';
import { SCHEMA_FOLDER } from './api-document.ts';
import { type RefTarget, resolveTarget, type Spot } from './follow-ref.ts';
import type { Bundle } from './load-bundle.ts';
import { kebabCase, takeName } from './names.ts';
import { tidySchema } from './tidy-schema.ts';

/** A referenced schema becomes a shared schema, even if the references form a cycle. */
export interface SchemaReader {
  readonly read: (spot: Spot) => JsonSchema;
  /** After the last call of `read`, returns every shared schema that a reference has used. */
  readonly finish: () => ReadonlyMap<string, JsonSchema>;
}

export function schemaReader(bundle: Bundle, inFull = false): SchemaReader {
  const ids = new Map<string, string>();
  const names = new Set<string>();
  const waiting: { readonly id: string; readonly target: RefTarget }[] = [];
  const schemas = new Map<string, JsonSchema>();
  const share = (ref: string, base: string): string => {
    const target = resolveTarget(bundle, ref, base);
    const key = `${target.base}#${target.pointer}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = `${SCHEMA_FOLDER}${takeName(names, [schemaName(target)])}.yaml`;
    ids.set(key, id);
    waiting.push({ id, target });
    return id;
  };
  const read = ({ value, base }: Spot): JsonSchema => {
    const refId = (ref: string) => share(/[#/.]/.test(ref) ? ref : `#/components/schemas/${ref}`, base);
    return readSchema(value, { base, share, refId, inFull });
  };
  return {
    read,
    finish: () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) schemas.set(next.id, read(next.target));
      return schemas;
    },
  };
}

interface Context {
  readonly base: string;
  readonly share: (ref: string, base: string) => string;
  /** The argument `ref` is a reference, or the name of a schema in the mapping of a discriminator. */
  readonly refId: (ref: string) => string;
  readonly inFull: boolean;
}

/** Under this keyword, a base schema contains discriminator values. Only a comparison of documents sets the keyword. */
export const CHOOSES = 'x-discriminator';

/** These keywords restrict no value, or are wrong in a separate file. */
const DROPPED = new Set(['$id', 'id', '$schema', '$anchor', 'xml', 'externalDocs']);

function readSchema(value: unknown, context: Context): JsonSchema {
  if (typeof value === 'boolean') return value;
  if (!isJsonObject(value)) return true;
  const made: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    if (DROPPED.has(key) && !isJsonObject(member) === (key !== 'xml' && key !== 'externalDocs')) continue;
    made[key] =
      key === '$ref' && typeof member === 'string'
        ? context.share(member, context.base)
        : readMember(key, member, context);
  }
  return tidySchema(readDiscriminator(made, value, context));
}

function readMember(key: string, member: Json, context: Context): Json {
  const kind = kindOf(key);
  if (kind === 'schemas-by-name' && isJsonObject(member)) return readMap(member, context);
  // Before JSON Schema 2020-12, `items` could be a list of schemas.
  if ((kind === 'schemas' || key === 'items') && Array.isArray(member))
    return member.map((item: Json) => readSchema(item, context));
  return kind === 'schema' && isJsonObject(member) ? readSchema(member, context) : member;
}

function readMap(map: JsonObject, context: Context): JsonObject {
  return mapValues(map, (member) => readSchema(member, context));
}

/** Returns the name of a shared schema: `order` for `#/components/schemas/Order`. */
function schemaName({ base, pointer }: RefTarget): string {
  const tokens = pointer.split('/').slice(1);
  const at = tokens.findIndex((token) => token === 'schemas' || token === 'definitions' || token === '$defs');
  const own = at === -1 ? tokens.slice(-2) : tokens.slice(at + 1).filter((token) => token !== 'properties');
  const file = base.slice(base.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  return kebabCase(own.length > 0 ? own.join('-') : file) || 'schema';
}

/** Gives each alternative its own discriminator values, because exactly one alternative must match. */
function readDiscriminator(made: JsonObject, source: JsonObject, context: Context): JsonObject {
  const { discriminator } = source;
  const name = isJsonObject(discriminator) ? discriminator.propertyName : undefined;
  if (!isJsonObject(discriminator) || typeof name !== 'string') return made;
  const { discriminator: _, ...rest } = made;
  const key = (['oneOf', 'anyOf'] as const).find((each) => Array.isArray(source[each]));
  const mapping = Object.entries(isJsonObject(discriminator.mapping) ? discriminator.mapping : {});
  // Schemas that extend this base schema may add members.
  if (key === undefined)
    return {
      ...rest,
      additionalProperties: rest.additionalProperties ?? true,
      ...(context.inFull && {
        [CHOOSES]: `${name}: ${mapping
          .map(([value]) => value)
          .toSorted()
          .join(', ')}`,
      }),
    };
  const named = mapping.map(([value, ref]) => ({ value, id: context.refId(String(ref)) }));
  const branches = listOf(made[key]).map((branch, index) => {
    const ref = isJsonObject(branch) ? branch.$ref : undefined;
    if (typeof ref !== 'string') return branch;
    const stated = named.filter(({ id }) => id === ref).map(({ value }) => value);
    const values = stated.length > 0 ? stated : [lastName(listOf(source[key])[index])];
    return { allOf: [branch, { required: [name], properties: { [name]: { enum: values } } }] };
  });
  const { anyOf: __, ...others } = rest;
  return { ...others, oneOf: branches };
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** Without a mapping, the discriminator property contains the name of the schema. */
function lastName(branch: Json | undefined): string {
  const ref = isJsonObject(branch) ? String(branch.$ref ?? '') : '';
  return ref.slice(ref.lastIndexOf('/') + 1);
}
