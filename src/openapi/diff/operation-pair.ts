import type { DiffDirection } from '../../model/diff-rules.ts';
import type { JsonSchema } from '../../model/json.ts';
import type { ApiCredential, ApiOperation } from '../api-document.ts';
import type { SchemaGraph, SchemaPair } from './schema-graph.ts';

/** The input of the comparison of operations. */
export interface DiffContext {
  readonly graph: SchemaGraph;
  /** Whether a value of either schema, or a member that both have, may be a list or an object. */
  readonly isContainer: (a: JsonSchema, b: JsonSchema, member?: string) => boolean;
  /** One side is not a document: what only a document can say is not compared. */
  readonly isLoose: boolean;
  readonly isSameCredential: (a: ApiCredential, b: ApiCredential) => boolean;
}

/** One operation on both sides. */
export interface OperationPair extends DiffContext {
  readonly a: ApiOperation;
  readonly b: ApiOperation;
}

/** One rule's difference in one operation, or in the document. */
export interface Difference {
  readonly rule: string;
  /** `query page`, `body`, `response 200`, `response 200 header ETag`; empty: the operation. */
  readonly where: string;
  /** JSON pointer within that part. */
  readonly field?: string;
  readonly before: string;
  readonly after: string;
}

/** The two schemas of a whole value. */
export interface Root {
  readonly direction: DiffDirection;
  readonly where: string;
  readonly pair: SchemaPair;
}

interface Values extends Omit<Root, 'pair'> {
  readonly a: JsonSchema;
  readonly b: JsonSchema;
  readonly isText: boolean;
}

export function root({ graph }: OperationPair, { direction, where, a, b, isText }: Values): Root {
  return { direction, where, pair: graph.pair([a], [b], { isText }) };
}

export function said(rule: string, before: string, after: string) {
  return { rule, before, after };
}

/** A difference of a whole operation, or of the whole document. */
export function whole(rule: string, [before, after]: readonly [string, string]): Difference {
  return { ...said(rule, before, after), where: '' };
}

/** Compares an operation's attributes other than its request and responses. */
export function compareDescription({ a, b, isLoose }: OperationPair): readonly Difference[] {
  const [before, after] = [uncomparedOf(a, isLoose), uncomparedOf(b, isLoose)];
  const lost = before.filter((each) => !after.includes(each));
  const gained = after.filter((each) => !before.includes(each));
  return [
    ...(a.lifecycle === b.lifecycle ? [] : [whole('operation-lifecycle-changed', [a.lifecycle, b.lifecycle])]),
    ...(a.operationId === b.operationId || isLoose
      ? []
      : [whole('operation-renamed', [a.operationId ?? 'none', b.operationId ?? 'none'])]),
    ...(lost.length + gained.length > 0
      ? [whole('operation-not-compared', [lost.join('; ') || 'nothing', gained.join('; ') || 'nothing'])]
      : []),
  ];
}

/** Returns what can only be compared as text. Contracts and recordings have no links. */
function uncomparedOf({ partial, links }: ApiOperation, isLoose: boolean): readonly string[] {
  const led = links.map(({ operationId, parameter, value }) => `a link to ${operationId}: ${parameter} = ${value}`);
  return isLoose ? partial : [...partial, ...led];
}
