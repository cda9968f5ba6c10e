import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { kindOf } from '../schema/keywords.ts';
import { SCHEMA_FOLDER } from './api-document.ts';
import { type RefTarget, resolveTarget, type Spot } from './follow-ref.ts';
import type { Bundle } from './load-bundle.ts';
import { kebabCase, takeName } from './names.ts';
import { readDiscriminator } from './read-discriminator.ts';
import { tidySchema } from './tidy-schema.ts';

/** Reads schemas of a document; what they refer to becomes a shared schema, cycles included. */
export interface SchemaReader {
  readonly read: (spot: Spot) => JsonSchema;
  /** All shared schemas that were referred to. Call it last. */
  readonly finish: () => ReadonlyMap<string, JsonSchema>;
}

export function schemaReader(bundle: Bundle): SchemaReader {
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
    return readSchema(value, { base, share, refId });
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
  /** The shared schema that a discriminator's mapping names, by reference or by name. */
  readonly refId: (ref: string) => string;
}

/** What names a schema or says its dialect: both change with the file that it gets. */
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
  return tidySchema(readDiscriminator(made, value, context.refId));
}

function readMember(key: string, member: Json, context: Context): Json {
  const kind = kindOf(key);
  if (kind === 'schemas-by-name' && isJsonObject(member)) return readMap(member, context);
  // Before 2020-12, `items` may be a list of schemas.
  if ((kind === 'schemas' || key === 'items') && Array.isArray(member))
    return member.map((item: Json) => readSchema(item, context));
  return kind === 'schema' && isJsonObject(member) ? readSchema(member, context) : member;
}

function readMap(map: JsonObject, context: Context): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([name, member]) => [name, readSchema(member, context)]));
}

/** `#/components/schemas/Order` is `order`; another place is named after where it stands. */
function schemaName({ base, pointer }: RefTarget): string {
  const tokens = pointer.split('/').slice(1);
  const at = tokens.findIndex((token) => token === 'schemas' || token === 'definitions' || token === '$defs');
  const own = at === -1 ? tokens.slice(-2) : tokens.slice(at + 1).filter((token) => token !== 'properties');
  const file = base.slice(base.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  return kebabCase(own.length > 0 ? own.join('-') : file) || 'schema';
}
