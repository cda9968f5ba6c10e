import { tryParseJson } from '../lib/json-text.ts';
import type { Field, Serialization, Spelling } from '../model/contract.ts';
import { objectMembers } from '../schema/members.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import { itemSchema, schemaTypes } from '../schema/schema-types.ts';
import { parseText } from './parse-value.ts';
import { type Pair, SEPARATORS, writePairs } from './styles.ts';
import { readTree, type Tree, treeOf, valueOfTree } from './value-tree.ts';

type PairShape = 'scalar' | 'list' | 'object';

export interface PairReading {
  readonly value: unknown;
  /** The value of the field. Every scalar in the value is the text that was sent. */
  readonly text: unknown;
  readonly spelling?: Spelling;
  /** Names of all parameters with a part of the field's value, such as `filter[a]` and `filter[b]`. */
  readonly names: readonly string[];
}

interface PairContext {
  readonly pairs: readonly Pair[];
  /** Names of the fields declared at this location. A field may be named `filter[name]` next to a field `filter`. */
  readonly others: ReadonlySet<string>;
  readonly schemas: SchemaRegistry;
  /** True for multipart/form-data, in which a list or an object may be JSON text, whatever style the field declares. */
  readonly jsonParts?: boolean;
}

export function shapeOf(field: Pick<Field, 'schema'>, schemas: SchemaRegistry): PairShape {
  const types = schemaTypes(field.schema, schemas);
  if (types?.has('array') ?? itemSchema(field.schema, schemas) !== true) return 'list';
  const isObject = types?.has('object') ?? objectMembers(field.schema, schemas).properties.size > 0;
  return isObject ? 'object' : 'scalar';
}

export function readPairs(field: Field, name: string, context: PairContext): PairReading | undefined {
  const { pairs, others } = context;
  const exact = pairs.filter(([key]) => key === name);
  const nested = pairs.filter(([key]) => key.startsWith(`${name}[`) && !others.has(key) && treeOf(key) !== undefined);
  const shape = shapeOf(field, context.schemas);
  const seen: Seen = { field, name, context, exact, nested, shape };
  // The name of a scalar field has no brackets, so a name with brackets belongs to a different field.
  if (nested.length > 0 && shape !== 'scalar') return fromNested(seen);
  if (exact.length > 0) return fromExact(seen);
  return shape === 'object' && isSpread(field) ? fromSpread(seen) : undefined;
}

interface Seen {
  readonly field: Field;
  readonly name: string;
  readonly context: PairContext;
  readonly exact: readonly Pair[];
  readonly nested: readonly Pair[];
  readonly shape: PairShape;
}

function fromNested(seen: Seen): PairReading {
  const { field, name, context, exact, nested } = seen;
  const mine = [...exact, ...nested];
  const tree = readTree(mine.map(([key, text]) => [key.slice(name.length), text]));
  const reading = read(field, tree, context.schemas);
  return finish(seen, { ...reading, pairs: mine, fits: exact.length === 0 && isNestedAsDeclared(seen, tree) });
}

/** Brackets must be declared, because some servers reject `a[]` and `a[0]`. */
function isNestedAsDeclared({ field, shape }: Seen, tree: Tree): boolean {
  const { style } = field.serialization;
  const inForm = field.place.location === 'body';
  if (shape === 'object') return style === 'deepObject' || isBracketStyle(style) || (inForm && style !== 'json');
  const items = [...tree.members];
  const positions = items.every(([key]) => /^\d+$/.test(key));
  const deep = items.some(([, item]) => item.members.size > 0);
  if (deep) return positions && (style === 'deepObject' || isBracketStyle(style) || inForm);
  if (style === 'deepObject') return true;
  return positions ? style === 'indexed' : style === 'brackets' && items.every(([key]) => key === '');
}

function isUnderBrackets({ serialization: { style } }: Field): boolean {
  return style === 'deepObject' || isBracketStyle(style);
}

function isBracketStyle(style: Serialization['style']): boolean {
  return style === 'brackets' || style === 'indexed';
}

function fromExact(seen: Seen): PairReading {
  const { field, context, exact, shape } = seen;
  const { style, explode } = field.serialization;
  const texts = exact.map(([, text]) => text);
  const [first = ''] = texts;
  const asJson = texts.length === 1 ? parseJsonText(first) : undefined;
  if (shape === 'scalar' || (shape === 'list' && style === 'form' && explode && asJson === undefined)) {
    const tree: Tree = { texts, members: new Map() };
    return finish(seen, { ...read(field, tree, context.schemas), pairs: exact, fits: true });
  }
  // The schema may also allow a string, such as `''` to clear the list.
  if (texts.length === 1 && isUnderBrackets(field) && schemaTypes(field.schema, context.schemas)?.has('string')) {
    return finish(seen, { value: first, text: first, pairs: exact, fits: true });
  }
  if (asJson !== undefined) {
    const fits = style === 'json' || context.jsonParts === true;
    return finish(seen, { value: asJson, text: asJson, pairs: exact, fits });
  }
  const separator = explode && style === 'form' ? undefined : SEPARATORS[style];
  const joined = texts.length === 1 && separator !== undefined;
  const parts = joined ? first.split(separator) : texts;
  const tree: Tree = shape === 'list' || !joined ? { texts: parts, members: new Map() } : alternating(parts);
  const multipartList = context.jsonParts === true && shape === 'list';
  // In the style `json`, a single text that is not JSON still counts as written in the declared style.
  const fits = joined || multipartList || (style === 'json' && texts.length === 1);
  const reading =
    style === 'json' && texts.length === 1 ? { value: first, text: first } : read(field, tree, context.schemas);
  return finish(seen, { ...reading, pairs: exact, fits });
}

/** True for the style `form` with `explode`. Each member is then a separate parameter. */
function isSpread({ serialization: { style, explode }, place }: Field): boolean {
  return style === 'form' && explode && place.location !== 'body';
}

function fromSpread(seen: Seen): PairReading | undefined {
  const { field, context } = seen;
  const names = objectMembers(field.schema, context.schemas).properties;
  const mine = context.pairs.filter(([key]) => names.has(key) && !context.others.has(key));
  if (mine.length === 0) return undefined;
  const tree = readTree(mine.map(([key, text]) => [`[${key}]`, text]));
  return finish(seen, { ...read(field, tree, context.schemas), pairs: mine, fits: true });
}

function alternating(parts: readonly string[]): Tree {
  const members = new Map<string, Tree>();
  for (let at = 0; at + 1 < parts.length; at += 2)
    members.set(parts[at] ?? '', { texts: [parts[at + 1] ?? ''], members: new Map() });
  return { texts: [], members };
}

function read(field: Field, tree: Tree, schemas: SchemaRegistry): { readonly value: unknown; readonly text: unknown } {
  const parse = (text: string, schema: Field['schema']): unknown =>
    parseText(text, schema, { booleanStyle: field.booleanStyle, schemas });
  return {
    value: valueOfTree(tree, field.schema, { schemas, parse }),
    text: valueOfTree(tree, field.schema, { schemas, parse: (text) => text }),
  };
}

interface Read {
  readonly value: unknown;
  readonly text: unknown;
  readonly pairs: readonly Pair[];
  readonly fits: boolean;
}

function finish({ field, name, context }: Seen, { value, text, pairs, fits }: Read): PairReading {
  const names = pairs.map(([key]) => key);
  if (fits) return { value, text, names };
  const expected = pairText(writePairs(field, name, value as never, context.schemas)); // safe cast: values that are read from text are always JSON values
  const observed = pairText(pairs);
  // An object field may have a text value, such as `metadata=` to remove all members. Such a text is in the declared style.
  return { value, text, names, ...(expected !== observed && { spelling: { expected, observed } }) };
}

function pairText(pairs: readonly Pair[]): string {
  return pairs.map(([name, text]) => `${name}=${text}`).join('&');
}

function parseJsonText(text: string): unknown {
  return /^\s*[[{]/.test(text) ? tryParseJson(text) : undefined;
}
