import { DIFF_RULES, type DiffLevel, valueRule } from '../../model/diff-rules.ts';
import type { DocumentDiff } from '../../model/document-diff.ts';
import type { JsonSchema } from '../../model/json.ts';
import type { ApiCredential, ApiDocument, ApiOperation, ApiUnread } from '../api-document.ts';
import type { ValueChange } from './compare-numbers.ts';
import { compareRequest } from './compare-request.ts';
import { compareResponses } from './compare-responses.ts';
import { mayBe } from './compare-values.ts';
import { type ChangeSink, createSink, type DiffOptions } from './group-changes.ts';
import { type Difference, type OperationPair, type Root, said } from './operation-pair.ts';
import { createSchemaGraph, type SchemaPair } from './schema-graph.ts';
import { viewSchemas } from './schema-view.ts';

/** What changed from one document to a newer one. Time grows with the number of operations and of their schemas. */
export function diffDocuments(before: ApiDocument, after: ApiDocument, options: DiffOptions = {}): DocumentDiff {
  const { pairs, onlyA, onlyB } = pairApiOperations(before, after);
  const graph = createSchemaGraph(before.schemas, after.schemas);
  // Contracts have ids of their own, and credentials as they are sent.
  const isLoose = [before, after].some(({ source }) => source === 'contracts' || source === 'recording');
  const context = {
    graph,
    isContainer: containerTest(before, after),
    isSameCredential: credentialTest(isLoose),
    isLoose,
  };
  const compared = pairs.map(([a, b]) => ({ a, b, found: comparePair({ a, b, ...context }) }));
  const differing = graph.settle();
  const sink = createSink(options);
  for (const operation of onlyA) sink.add(wordsOf(operation), whole('operation-removed', ['there', 'gone']));
  for (const operation of onlyB) sink.add(wordsOf(operation), whole('operation-added', ['not there', 'new']));
  for (const { a, found } of compared)
    for (const each of found)
      if ('pair' in each) addValues(sink, { operation: wordsOf(a), root: each, differing });
      else sink.add(wordsOf(a), each);
  const touched = sink.operations();
  for (const difference of compareServers(before, after)) sink.add('', difference);
  const changes = sink.finish();
  const stayed = pairs.filter(([a, b]) => !isMoved(a, b));
  const moved = pairs.length - stayed.length;
  const changed = stayed.filter(([a]) => touched.has(wordsOf(a))).length;
  const count = (level: DiffLevel) => changes.filter((change) => change.level === level).length;
  return {
    operations: {
      added: onlyB.length + moved,
      removed: onlyA.length + moved,
      moved,
      changed,
      same: stayed.length - changed,
    },
    counts: { breaking: count('breaking'), warning: count('warning'), info: count('info') },
    changes,
  };
}

function wordsOf({ method, path }: ApiOperation): string {
  return `${method} ${path}`;
}

function whole(rule: string, [before, after]: readonly [string, string]): Difference {
  return { ...said(rule, before, after), where: '' };
}

function containerTest(before: ApiDocument, after: ApiDocument): OperationPair['isContainer'] {
  const [old, now] = [viewSchemas(before.schemas), viewSchemas(after.schemas)];
  const may = (view: typeof old, schema: JsonSchema) =>
    view.alternatives([schema]).list.some((each) => mayBe(each, 'array') || mayBe(each, 'object'));
  return (a, b) => may(old, a) || may(now, b);
}

/** Contracts know no way to get a token: it is sent as a bearer token, whoever gave it. */
function credentialTest(isLoose: boolean): OperationPair['isSameCredential'] {
  const words = ({ scheme }: ApiCredential) =>
    (isLoose ? scheme.replace(/^(oauth2|OpenID Connect .*)$/, 'HTTP bearer') : scheme).toLowerCase();
  return (a, b) => words(a) === words(b);
}

function isMoved(a: ApiOperation, b: ApiOperation): boolean {
  const isOther = (one: string, other: string) => requestWords(a.method, one) !== requestWords(b.method, other);
  return isOther(a.key, b.key) && isOther(a.path, b.path);
}

function comparePair(pair: OperationPair): readonly (Difference | Root)[] {
  const { a, b } = pair;
  const lost = a.partial.filter((each) => !b.partial.includes(each));
  const gained = b.partial.filter((each) => !a.partial.includes(each));
  return [
    ...(isMoved(a, b) ? [whole('operation-moved', [wordsOf(a), wordsOf(b)])] : []),
    ...(a.lifecycle === b.lifecycle ? [] : [whole('operation-lifecycle-changed', [a.lifecycle, b.lifecycle])]),
    ...(a.operationId === b.operationId || pair.isLoose
      ? []
      : [whole('operation-renamed', [a.operationId ?? 'none', b.operationId ?? 'none'])]),
    ...(lost.length + gained.length > 0
      ? [whole('operation-not-compared', [lost.join('; ') || 'nothing', gained.join('; ') || 'nothing'])]
      : []),
    ...compareUnread('operation-not-compared', a.unread, b.unread),
    ...compareRequest(pair),
    ...compareResponses(pair),
  ];
}

/** Parts that only differ or not as a whole. */
function compareUnread(rule: string, a: ApiUnread, b: ApiUnread): readonly Difference[] {
  const parts = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((part) => a[part] !== b[part]);
  return parts.map((part) => {
    const words = [a, b].map((each) => (each[part] === undefined ? `no ${part}` : part));
    return whole(rule, [words[0] ?? part, words[0] === words[1] ? `other ${part}` : (words[1] ?? part)]);
  });
}

function compareServers(before: ApiDocument, after: ApiDocument): readonly Difference[] {
  const [one, other] = [before, after].map(({ servers }) =>
    (servers[0] ?? '').replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, ''),
  );
  const isElsewhere = before.operations.some(({ key, method }) =>
    after.operations.some((each) => each.key === key && each.method === method),
  );
  const path =
    one === other || !isElsewhere || one === undefined || other === undefined
      ? []
      : [whole('server-path-changed', [one || '/', other || '/'])];
  const lost = before.servers.filter((each) => !after.servers.includes(each));
  const gained = after.servers.filter((each) => !before.servers.includes(each));
  return [
    ...compareUnread('document-not-compared', before.unread, after.unread),
    ...path,
    ...lost.map((url) => whole('server-removed', [url || '/', 'not listed'])),
    ...gained.map((url) => whole('server-added', ['not listed', url || '/'])),
  ];
}

interface Values {
  readonly operation: string;
  readonly root: Root;
  readonly differing: ReadonlySet<SchemaPair>;
}

/** Every change at or below a value, each where the way to it is shortest. */
function addValues(sink: ChangeSink, { operation, root: { direction, where, pair }, differing }: Values): void {
  if (!differing.has(pair)) return;
  const seen = new Map<SchemaPair, string>([[pair, '']]);
  for (const [current, pointer] of seen) {
    for (const [index, change] of current.changes().entries()) {
      const rule = ruleOf(direction, change);
      if (rule !== undefined)
        sink.add(
          operation,
          { ...said(rule, change.before, change.after), where, field: pointer + change.field },
          { at: current, index },
        );
    }
    for (const { segment, pair: inner } of current.below)
      if (differing.has(inner) && !seen.has(inner)) seen.set(inner, pointer + segment);
  }
}

function ruleOf(direction: Root['direction'], { aspect, tendency }: ValueChange): string | undefined {
  const rule = valueRule(direction, aspect, tendency);
  return rule !== undefined && DIFF_RULES.has(rule) ? rule : undefined;
}

interface OperationPairing {
  readonly pairs: readonly (readonly [ApiOperation, ApiOperation])[];
  readonly onlyA: readonly ApiOperation[];
  readonly onlyB: readonly ApiOperation[];
}

type Key = (operation: ApiOperation) => string | null;

/**
 * Operations that are the same one: of one method and path, whatever the path's parameters are called; else without the
 * servers' base path; else of one operationId. What is removed is not there.
 */
function pairApiOperations(a: ApiDocument, b: ApiDocument): OperationPairing {
  let left = a.operations.filter(isThere);
  let right = b.operations.filter(isThere);
  const pairs: (readonly [ApiOperation, ApiOperation])[] = [];
  const keys: readonly Key[] = [
    ({ method, path }) => requestWords(method, path),
    ({ method, key }) => requestWords(method, key),
    ({ operationId }) => operationId,
  ];
  for (const keyOf of keys) {
    const others = uniqueBy(right, keyOf);
    const found = [...uniqueBy(left, keyOf)].flatMap(([key, one]) => {
      const other = others.get(key);
      return other === undefined ? [] : [[one, other] as const];
    });
    pairs.push(...found);
    const taken = new Set(found.flat());
    left = left.filter((each) => !taken.has(each));
    right = right.filter((each) => !taken.has(each));
  }
  return { pairs, onlyA: left, onlyB: right };
}

function isThere({ lifecycle }: ApiOperation): boolean {
  return lifecycle !== 'removed';
}

function requestWords(method: string, path: string): string {
  return `${method} ${path.replaceAll(/\{[^}]*\}/g, '{}').replace(/(.)\/+$/, '$1')}`;
}

/** A key that two have tells nothing. */
function uniqueBy(operations: readonly ApiOperation[], keyOf: Key): ReadonlyMap<string, ApiOperation> {
  const found = new Map<string, ApiOperation>();
  const twice = new Set<string>();
  for (const operation of operations) {
    const key = keyOf(operation);
    if (key === null) continue;
    if (found.has(key)) twice.add(key);
    found.set(key, operation);
  }
  for (const key of twice) found.delete(key);
  return found;
}
