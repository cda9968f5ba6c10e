import type { JsonSchema } from '../model/json.ts';
import { asSchema } from './keywords.ts';
import type { SchemaRegistry } from './resolve-ref.ts';
import { possibleShapes } from './schema-types.ts';
import type { Shape } from './shape.ts';

/** Returns the type of a schema in words, such as `list of string`, or null for any type. */
export function typeWords(schema: JsonSchema, schemas: SchemaRegistry): string | null {
  return words(schema, { schemas, depth: 0 });
}

/** Maximum number of nested lists in a type name, because a recursive list has no end. */
const DEEPEST = 12;

interface Context {
  readonly schemas: SchemaRegistry;
  readonly depth: number;
}

function words(schema: JsonSchema, context: Context): string | null {
  if (context.depth > DEEPEST) return null;
  const said = possibleShapes(schema, context.schemas).map((shape) => wordsOfShape(shape, context));
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

export function wordsOfList(item: string | null): string {
  return item === null ? 'list' : `list of ${item.includes(' or ') ? `(${item})` : item}`;
}

export function wordsOfUnion(words: readonly string[]): string | null {
  return words.length === 0 ? null : [...new Set(words)].toSorted().join(' or ');
}
