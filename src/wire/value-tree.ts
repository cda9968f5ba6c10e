import type { JsonSchema } from '../model/json.ts';
import { memberSchema } from '../schema/members.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import { itemSchema, schemaTypes } from '../schema/schema-types.ts';
import type { Pair } from './styles.ts';

/** A tree of names with brackets. The pairs `[a][]=1&[a][]=2` become a member `a` with the items 1 and 2. */
export interface Tree {
  readonly texts: readonly string[];
  /** Members by the text in their brackets. For `[]`, this text is empty. */
  readonly members: ReadonlyMap<string, Tree>;
}

/** Returns the texts in a name's brackets, such as `b` for `a[b]`, or undefined for malformed brackets. */
export function treeOf(name: string): readonly string[] | undefined {
  const at = name.indexOf('[');
  const rest = at === -1 ? '' : name.slice(at);
  if (!/^(?:\[[^[\]]*\])*$/.test(rest)) return undefined;
  return [...rest.matchAll(/\[([^[\]]*)\]/g)].map(([, part = '']) => part);
}

interface Growing extends Tree {
  readonly texts: string[];
  readonly members: Map<string, Growing>;
}

export function readTree(pairs: readonly Pair[]): Tree {
  const root: Growing = { texts: [], members: new Map() };
  for (const [name, text] of pairs) {
    let node = root;
    for (const part of treeOf(name) ?? []) {
      const next = node.members.get(part) ?? { texts: [], members: new Map() };
      node.members.set(part, next);
      node = next;
    }
    node.texts.push(text);
  }
  return root;
}

interface TreeReading {
  readonly schemas: SchemaRegistry;
  readonly parse: (text: string, schema: JsonSchema) => unknown;
}

/** Members with numeric names become a list, unless the schema declares an object. */
export function valueOfTree(tree: Tree, schema: JsonSchema, reading: TreeReading): unknown {
  const { texts, members } = tree;
  const types = schemaTypes(schema, reading.schemas);
  const isList = types?.has('array') ?? itemSchema(schema, reading.schemas) !== true;
  const isMap = types?.has('object') === true && !isList;
  if (members.size > 0)
    return !isMap && isPositions(tree) ? listOf(tree, schema, reading) : objectOf(tree, schema, reading);
  if (isList) return texts.map((text) => reading.parse(text, itemSchema(schema, reading.schemas)));
  const [first = ''] = texts;
  // If a scalar is sent twice, the value becomes a list.
  return texts.length === 1 ? reading.parse(first, schema) : [...texts];
}

function isPositions({ members }: Tree): boolean {
  return [...members.keys()].every((key) => /^\d*$/.test(key));
}

function listOf({ members, texts }: Tree, schema: JsonSchema, reading: TreeReading): readonly unknown[] {
  const items = itemSchema(schema, reading.schemas);
  const inOrder = [...members].sort(([a], [b]) => Number(a) - Number(b));
  return [
    ...texts.map((text) => reading.parse(text, items)),
    ...inOrder.flatMap(([key, item]) =>
      key === '' && item.members.size === 0
        ? item.texts.map((text) => reading.parse(text, items))
        : [valueOfTree(item, items, reading)],
    ),
  ];
}

function objectOf({ members }: Tree, schema: JsonSchema, reading: TreeReading): unknown {
  const object: { [key: string]: unknown } = Object.create(null);
  for (const [key, member] of members)
    object[key] = valueOfTree(member, memberSchema(schema, key, reading.schemas), reading);
  return { ...object };
}
