import {
  Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Json, JsonObject } from '../model/json.ts';

/** A wider map has one member per line. */
const WIDTH = 118;

/** The first line tells editors which schema applies. */
export function yamlText(schema: string, value: JsonObject): string {
  return `# yaml-language-server: $schema=${schema}\n${toText(new Document(value))}`;
}

/** New parts of a document get the style of the existing parts. */
export function toText(document: Document): string {
  if (isMap(document.contents)) for (const pair of document.contents.items) styleTop(pair);
  visit(document, { Map: (_, node) => pad(node, ' '), Seq: (_, node) => pad(node, '') });
  return document.toString({ lineWidth: 0 });
}

/** Writes spaces inside `{ a: 1 }` but not inside `[1, 2]`, because the library has only one setting for both. */
function pad(node: YAMLMap | YAMLSeq, padding: string): void {
  const write = node.toString.bind(node);
  node.toString = (context, ...rest) =>
    write(context === undefined ? context : { ...context, flowCollectionPadding: padding }, ...rest);
}

export function styledNode(document: Document, value: Json, indent: number): Node {
  const node = document.createNode(value) as Node; // safe cast: `createNode` makes a node from JSON
  styleNode(node, indent);
  return node;
}

const LISTED = new Set(['fields', 'responses', 'properties', 'acknowledged', 'partial']);

function styleTop(pair: Pair): void {
  const key = isScalar(pair.key) ? String(pair.key.value) : '';
  const { value } = pair;
  if (isFromText(value)) return;
  if (key === 'responses' && isMap(value)) for (const response of value.items) numberKey(response);
  if (!LISTED.has(key)) styleNode(value, key.length + 2);
  else if (isMap(value)) for (const item of value.items) styleNode(item.value, 4 + keyLength(item));
  else if (isSeq(value)) for (const item of value.items) styleNode(item, 4);
}

/** Nodes from existing text keep their style. */
function isFromText(node: unknown): boolean {
  return (node as Node | null)?.range !== undefined && (node as Node | null)?.range !== null; // safe cast: only nodes from text have a range
}

/** Writes a status as the key `404:`, and not as `"404":`. */
export function numberKey(pair: Pair): void {
  if (isScalar(pair.key) && typeof pair.key.value === 'string' && /^\d{3}$/.test(pair.key.value))
    pair.key = new Scalar(Number(pair.key.value));
}

function styleNode(node: unknown, indent: number): void {
  if (!isMap(node) && !isSeq(node)) return;
  if (indent + widthOf(node) <= WIDTH) {
    node.flow = true;
    return;
  }
  if (isSeq(node)) for (const item of node.items) styleNode(item, indent + 2);
  else for (const item of node.items) styleNode(item.value, indent + 2 + keyLength(item));
}

function keyLength(pair: Pair): number {
  return isScalar(pair.key) ? String(pair.key.value).length + 2 : 0;
}

/** The width need not be exact if it exceeds the limit. */
function widthOf(node: unknown): number {
  if (isMap(node)) return sum(node.items, (item) => keyLength(item) + widthOf(item.value) + 2) + 4;
  if (isSeq(node)) return sum(node.items, (item) => widthOf(item) + 2) + 2;
  if (!isScalar(node)) return 4;
  const { value } = node;
  return typeof value === 'string' ? value.length + (value.includes('\n') ? WIDTH : 0) : String(value).length;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  let total = 0;
  for (const item of items) {
    total += of(item);
    if (total > WIDTH) return total;
  }
  return total;
}
