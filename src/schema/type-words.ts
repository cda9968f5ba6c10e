import type { JsonSchema } from '../model/json.ts';
import { asSchema } from './keywords.ts';
import type { SchemaRegistry } from './resolve-ref.ts';
import { possibleShapes } from './schema-types.ts';
import type { Shape } from './shape.ts';

/**
 * Returns the type of a schema in the words that all sources share: `string`, `integer`, `number`, `boolean`, `list of string`,
 * `map` (an object without named members), `object`, `integer or string`. Null: any type. Nullability is ignored.
 */
export function typeWords(schema: JsonSchema, schemas: SchemaRegistry): string | null {
  return words(schema, { schemas, depth: 0 });
}

/** Deeper lists, and recursive lists, all get the same name. */
const DEEPEST = 12;

interface Context {
  readonly schemas: SchemaRegistry;
  readonly depth: number;
}

function words(schema: JsonSchema, context: Context): string | null {
  if (context.depth > DEEPEST) return null;
  const said = possibleShapes(schema, context.schemas).map((shape) => wordsOfShape(shape, context));
  // If one alternative allows any value, so does the whole schema.
  return said.includes(null) ? null : wordsOfUnion(said.flatMap((each) => each ?? []));
}

function wordsOfShape(shape: Shape, context: Context): readonly string[] | null {
  const { types, keywords } = shape;
  if (types !== undefined) return [...types].flatMap((type) => wordsOfType(type, shape, context) ?? []);
  if (keywords.properties !== undefined) return ['object'];
  return keywords.items === undefined ? null : wordsOfType('array', shape, context);
}

function wordsOfType(type: string, { keywords, isChoice }: Shape, { schemas, depth }: Context): readonly string[] {
  if (type === 'object') return [keywords.properties !== undefined || isChoice ? 'object' : 'map'];
  if (type !== 'array') return [type];
  const item = words(asSchema(keywords.items), { schemas, depth: depth + 1 });
  return [wordsOfList(item)];
}

/** Returns the type of a list with items of a type: `list of string`, `list of (integer or string)`. */
export function wordsOfList(item: string | null): string {
  return item === null ? 'list' : `list of ${item.includes(' or ') ? `(${item})` : item}`;
}

export function wordsOfUnion(words: readonly string[]): string | null {
  return words.length === 0 ? null : [...new Set(words)].toSorted().join(' or ');
}
