import type { DiffDirection } from '../../model/diff-rules.ts';
import type { JsonSchema } from '../../model/json.ts';
import type { ApiCredential, ApiOperation } from '../api-document.ts';
import type { SchemaGraph, SchemaPair } from './schema-graph.ts';

export interface DiffContext {
  readonly graph: SchemaGraph;
  /** Returns true if the value, or the given member of the value, may be an array or an object. */
  readonly isContainer: (a: JsonSchema, b: JsonSchema, member?: string) => boolean;
  /** True if a document comes from contracts or from a recording. Both lack details such as links. */
  readonly isLoose: boolean;
  readonly isSameCredential: (a: ApiCredential, b: ApiCredential) => boolean;
}

export interface OperationPair extends DiffContext {
  readonly a: ApiOperation;
  readonly b: ApiOperation;
}

export interface Difference {
  readonly rule: string;
  /** Part of the operation, such as `query page`, or empty for the whole operation. */
  readonly where: string;
  /** JSON pointer to the changed value, relative to the part that the member `where` names. */
  readonly field?: string;
  readonly before: string;
  readonly after: string;
}

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

export function whole(rule: string, [before, after]: readonly [string, string]): Difference {
  return { ...said(rule, before, after), where: '' };
}

/** Compares the parts outside the request and the response, such as the lifecycle and the operation id. */
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

/** Contracts and recordings have no links, so a comparison with contracts or recordings ignores links. */
function uncomparedOf({ partial, links }: ApiOperation, isLoose: boolean): readonly string[] {
  const led = links.map(({ operationId, parameter, value }) => `a link to ${operationId}: ${parameter} = ${value}`);
  return isLoose ? partial : [...partial, ...led];
}
