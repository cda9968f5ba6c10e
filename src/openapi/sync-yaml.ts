import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isNode, isScalar, type Node, type Pair, type YAMLMap } from 'yaml';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { numberKey, styledNode } from './yaml-text.ts';

interface SyncOptions {
  /** If false, a member that is missing in the new value is kept, because a person may have added the member. */
  readonly prune: boolean;
}

/** Sets the value at a path, and keeps comments and order. */
export function setAt(document: Document, path: readonly string[], value: Json, options: SyncOptions): void {
  const parent = parentOf(document, path);
  const key = path.at(-1) ?? '';
  const pair = findPair(parent, key);
  const indent = path.length * 2 + key.length;
  if (pair === undefined) {
    const added = document.createPair(key, null) as Pair; // safe cast: the next line sets the value
    added.value = styledNode(document, value, indent);
    if (path[0] === 'responses') numberKey(added);
    parent.items.push(added);
    return;
  }
  pair.value = synced(document, pair.value, { value, indent, ...options });
}

export function removeAt(document: Document, path: readonly string[]): void {
  const parent = document.getIn(path.slice(0, -1), true);
  const map = path.length === 1 ? document.contents : parent;
  if (!isMap(map)) return;
  const at = map.items.findIndex((pair) => keyText(pair) === path.at(-1));
  if (at !== -1) map.items.splice(at, 1);
}

interface Wanted extends SyncOptions {
  readonly value: Json;
  readonly indent: number;
}

function synced(document: Document, node: unknown, wanted: Wanted): unknown {
  const { value, indent } = wanted;
  if (isNode(node) && isDeepStrictEqual(node.toJS(document), value)) return node;
  if (isScalar(node) && (typeof value !== 'object' || value === null)) {
    if (typeof node.value !== typeof value) delete node.type;
    node.value = value;
    delete node.source;
    return node;
  }
  if (isMap(node) && isJsonObject(value)) {
    syncMap(document, node, { ...wanted, value });
    return node;
  }
  const made = styledNode(document, value, indent);
  if (isNode(node)) Object.assign(made, pickComments(node));
  return made;
}

function syncMap(document: Document, node: YAMLMap, wanted: Wanted & { readonly value: JsonObject }): void {
  const { value, indent, prune } = wanted;
  for (const [key, member] of Object.entries(value)) {
    const pair = findPair(node, key);
    if (pair !== undefined) pair.value = synced(document, pair.value, { ...wanted, value: member, indent: indent + 2 });
    else {
      const added = document.createPair(key, null) as Pair; // safe cast: the next line sets the value
      added.value = styledNode(document, member, indent + 2);
      node.items.push(added);
    }
  }
  if (prune) node.items = node.items.filter((pair) => Object.hasOwn(value, keyText(pair)));
}

function pickComments({ comment, commentBefore, spaceBefore }: Node): Partial<Node> {
  return { comment, commentBefore, spaceBefore };
}

function parentOf(document: Document, path: readonly string[]): YAMLMap {
  let current = isMap(document.contents) ? document.contents : (document.createNode({}) as YAMLMap); // safe cast: `createNode({})` returns a map
  if (document.contents !== current) document.contents = current;
  for (const key of path.slice(0, -1)) {
    const pair = findPair(current, key);
    if (pair !== undefined && isMap(pair.value)) {
      current = pair.value;
      continue;
    }
    const made = document.createNode({}) as YAMLMap; // safe cast: `createNode({})` returns a map
    if (pair === undefined) {
      const added = document.createPair(key, null) as Pair; // safe cast: the next line sets the value
      added.value = made;
      current.items.push(added);
    } else pair.value = made;
    current = made;
  }
  return current;
}

function findPair(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => keyText(pair) === key);
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}
