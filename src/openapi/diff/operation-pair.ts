import type { DiffDirection } from '../../model/diff-rules.ts';
import type { JsonSchema } from '../../model/json.ts';
import type { ApiCredential, ApiOperation } from '../api-document.ts';
import type { SchemaGraph, SchemaPair } from './schema-graph.ts';

/** What the comparison of operations needs. */
export interface DiffContext {
  readonly graph: SchemaGraph;
  /** Whether a value of either schema may be a list or an object. */
  readonly isContainer: (a: JsonSchema, b: JsonSchema) => boolean;
  /** One side is no document: what only a document says is not compared. */
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
  /** JSON pointer below that. */
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

/** A difference of an operation, or of the document, as a whole. */
export function whole(rule: string, [before, after]: readonly [string, string]): Difference {
  return { ...said(rule, before, after), where: '' };
}

/** What is told of an operation beside its request and its responses. */
export function compareDescription({ a, b, isLoose }: OperationPair): readonly Difference[] {
  const lost = a.partial.filter((each) => !b.partial.includes(each));
  const gained = b.partial.filter((each) => !a.partial.includes(each));
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
