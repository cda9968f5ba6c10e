import { DIFF_RULES, type DiffLevel, valueRule } from '../../model/diff-rules.ts';
import type { DocumentDiff } from '../../model/document-diff.ts';
import type { JsonSchema } from '../../model/json.ts';
import { schemaEntries } from '../../schema/keywords.ts';
import type { ApiCredential, ApiDocument, ApiOperation } from '../api-document.ts';
import type { ValueChange } from './compare-numbers.ts';
import { compareOutgoing, type OutgoingComparison } from './compare-outgoing.ts';
import { compareRequest } from './compare-request.ts';
import { compareResponses } from './compare-responses.ts';
import { mayBe } from './compare-values.ts';
import { type ChangeSink, createSink, type DiffOptions } from './group-changes.ts';
import {
  compareDescription,
  type DiffContext,
  type Difference,
  type OperationPair,
  type Root,
  said,
  whole,
} from './operation-pair.ts';
import { isMoved, type OperationPairing, pairApiOperations } from './pair-operations.ts';
import { createSchemaGraph, type SchemaPair } from './schema-graph.ts';
import { type Schemas, type SchemaView, viewSchemas } from './schema-view.ts';

/** Returns the changes from an older document to a newer one. */
export function diffDocuments(before: ApiDocument, after: ApiDocument, options: DiffOptions = {}): DocumentDiff {
  const { pairs, onlyA, onlyB } = pairApiOperations(before, after);
  const graph = createSchemaGraph(before.schemas, after.schemas);
  // Contracts and recordings have operation ids of their own, so a difference of ids is not reported.
  const isLoose = [before, after].some(({ source }) => source === 'contracts' || source === 'recording');
  const context: DiffContext = {
    graph,
    isContainer: containerTest(before, after),
    isSameCredential: credentialTest(isLoose),
    isLoose,
  };
  const compared = pairs.map(([a, b]) => ({ operation: wordsOf(a), found: comparePair({ a, b, ...context }) }));
  const webhooks = isLoose ? [] : compareOutgoing(before.outgoing, after.outgoing, context);
  const differing = graph.settle();
  const sink = createSink(options);
  const uses: Uses = { request: new Map(), response: new Map() };
  for (const operation of onlyA) sink.add(wordsOf(operation), whole('operation-removed', ['there', 'gone']));
  for (const operation of onlyB) sink.add(wordsOf(operation), whole('operation-added', ['not there', 'new']));
  for (const { operation, found } of [
    ...compared,
    ...webhooks.map((each) => ({ ...each, operation: webhookWords(each) })),
  ])
    for (const each of found)
      if ('pair' in each) addUses(uses, { operation, root: each, differing });
      else sink.add(operation, each);
  addValues(sink, uses);
  const touched = sink.operations();
  if (isLoose) for (const each of uncompared('document-not-compared', 'webhook', [before, after])) sink.add('', each);
  for (const difference of [...compareServers(before, after), ...compareUnread(before, after)])
    sink.add('', difference);
  const changes = sink.finish();
  const count = (level: DiffLevel) => changes.filter((change) => change.level === level).length;
  return {
    operations: countOperations({ pairs, onlyA, onlyB, isLoose }, touched),
    webhooks: countWebhooks(webhooks, touched),
    counts: { breaking: count('breaking'), warning: count('warning'), info: count('info') },
    changes,
  };
}

function wordsOf({ method, path }: ApiOperation): string {
  return `${method} ${path}`;
}

function countOperations(
  { pairs, onlyA, onlyB, isLoose }: OperationPairing & Pick<DiffContext, 'isLoose'>,
  touched: ReadonlySet<string>,
): DocumentDiff['operations'] {
  const stayed = pairs.filter(([a, b]) => !isMoved(a, b, isLoose));
  const moved = pairs.length - stayed.length;
  const changed = stayed.filter(([a]) => touched.has(wordsOf(a))).length;
  const [added, removed] = [onlyB.length + moved, onlyA.length + moved];
  return { added, removed, moved, changed, same: stayed.length - changed };
}

function webhookWords({ name }: OutgoingComparison): string {
  return `webhook ${name}`;
}

function countWebhooks(
  webhooks: readonly OutgoingComparison[],
  touched: ReadonlySet<string>,
): DocumentDiff['webhooks'] {
  const count = (state: OutgoingComparison['state']) => webhooks.filter((each) => each.state === state).length;
  const changed = webhooks.filter((each) => each.state === 'stayed' && touched.has(webhookWords(each))).length;
  return { added: count('added'), removed: count('removed'), changed, same: count('stayed') - changed };
}

function containerTest(before: ApiDocument, after: ApiDocument): OperationPair['isContainer'] {
  const [old, now] = [viewSchemas(before.schemas), viewSchemas(after.schemas)];
  const may = (view: SchemaView, schemas: Schemas) =>
    view.alternatives(schemas).list.some((each) => mayBe(each, 'array') || mayBe(each, 'object'));
  const members = (view: SchemaView, schema: JsonSchema, name: string) =>
    view
      .alternatives([schema])
      .list.flatMap(({ parts }) =>
        parts.flatMap(({ properties }) =>
          schemaEntries(properties).flatMap(([key, each]) => (key === name ? [each] : [])),
        ),
      );
  return (a, b, member) => {
    if (member === undefined) return may(old, [a]) || may(now, [b]);
    const [mine, others] = [members(old, a, member), members(now, b, member)];
    return (
      mine.length > 0 &&
      others.length > 0 &&
      (mine.some((each) => may(old, [each])) || others.some((each) => may(now, [each])))
    );
  };
}

/** Contracts send OAuth tokens as bearer tokens, so both count as the same credential. */
function credentialTest(isLoose: boolean): OperationPair['isSameCredential'] {
  const words = ({ scheme }: ApiCredential) =>
    (isLoose ? scheme.replace(/^(oauth2|OpenID Connect .*)$/, 'HTTP bearer') : scheme).toLowerCase();
  return (a, b) => words(a) === words(b);
}

function comparePair(pair: OperationPair): readonly (Difference | Root)[] {
  const { a, b } = pair;
  return [
    ...(isMoved(a, b, pair.isLoose) ? [whole('operation-moved', [wordsOf(a), wordsOf(b)])] : []),
    ...compareDescription(pair),
    ...compareRequest(pair),
    ...compareResponses(pair),
    ...compareCallbacks(pair),
  ];
}

function compareCallbacks(pair: OperationPair): readonly (Difference | Root)[] {
  const { a, b, ...context } = pair;
  if (context.isLoose) return uncompared('operation-not-compared', 'callback', [a, b]);
  return compareOutgoing(a.outgoing, b.outgoing, context).flatMap(({ name, found }) =>
    found.map((each) => ({ ...each, where: `callback ${name} ${each.where}`.trimEnd() })),
  );
}

type Calling = Pick<ApiDocument, 'outgoing'>;

/** Contracts and recordings have no webhooks or callbacks, so the result only says that nothing was compared. */
function uncompared(rule: string, what: string, sides: readonly [Calling, Calling]): readonly Difference[] {
  const [before, after] = sides.map(({ outgoing }) => outgoing.map(({ path }) => path).join(', ') || `no ${what}`);
  return before === after ? [] : [whole(rule, [before ?? '', after ?? ''])];
}

function compareUnread({ unread: a = [] }: ApiDocument, { unread: b = [] }: ApiDocument): readonly Difference[] {
  const [lost, gained] = [a.filter((each) => !b.includes(each)), b.filter((each) => !a.includes(each))];
  const words = (list: readonly string[]) => list.map((each) => each.split(':')[0]).join(', ') || 'nothing else';
  return lost.length + gained.length === 0 ? [] : [whole('document-not-compared', [words(lost), words(gained)])];
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
    ...path,
    ...lost.map((url) => whole('server-removed', [url || '/', 'not listed'])),
    ...gained.map((url) => whole('server-added', ['not listed', url || '/'])),
  ];
}

/** For each direction, the operations that use a changed value. */
type Uses = { readonly [direction in Root['direction']]: Map<SchemaPair, Use> };

interface Use {
  readonly operations: Set<string>;
  shown: Way;
}

interface Way {
  readonly operation: string;
  readonly where: string;
  readonly pointer: string;
  readonly length: number;
}

interface Values {
  readonly operation: string;
  readonly root: Root;
  readonly differing: ReadonlySet<SchemaPair>;
}

function addUses(uses: Uses, { operation, root: { direction, where, pair }, differing }: Values): void {
  if (!differing.has(pair)) return;
  const ways = new Map<SchemaPair, Way>([[pair, { operation, where, pointer: '', length: 0 }]]);
  for (const [current, way] of ways) {
    if (current.changes().length > 0) addUse(uses[direction], current, way);
    for (const { segment, pair: inner } of current.below)
      if (differing.has(inner) && !ways.has(inner))
        ways.set(inner, { operation, where, pointer: way.pointer + segment, length: way.length + 1 });
  }
}

function addUse(uses: Map<SchemaPair, Use>, pair: SchemaPair, way: Way): void {
  const use = uses.get(pair);
  if (use === undefined) uses.set(pair, { operations: new Set([way.operation]), shown: way });
  else {
    use.operations.add(way.operation);
    if (way.length < use.shown.length) use.shown = way;
  }
}

function addValues(sink: ChangeSink, uses: Uses): void {
  for (const direction of ['request', 'response'] as const)
    for (const [pair, { operations, shown }] of uses[direction])
      for (const change of pair.changes()) {
        const rule = ruleOf(direction, change);
        const { operation, where, pointer } = shown;
        const field = pointer + change.field;
        if (rule !== undefined)
          sink.add(operation, { ...said(rule, change.before, change.after), where, field }, operations);
      }
}

function ruleOf(direction: Root['direction'], { aspect, tendency }: ValueChange): string | undefined {
  const rule = valueRule(direction, aspect, tendency);
  return rule !== undefined && DIFF_RULES.has(rule) ? rule : undefined;
}
