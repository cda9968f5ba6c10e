import { writeJson } from '../../lib/json-text.ts';
import type { ApiContent, ApiOperation, ApiResponse } from '../api-document.ts';
import { compareContents, compareSecurity, contentsOf } from './compare-request.ts';
import { compareResponses, counterpart, groupByKey } from './compare-responses.ts';
import {
  compareDescription,
  type DiffContext,
  type Difference,
  type OperationPair,
  type Root,
  said,
  whole,
} from './operation-pair.ts';

/** A webhook or callback in the old and in the new document. */
export interface OutgoingComparison {
  readonly name: string;
  readonly state: 'removed' | 'added' | 'stayed';
  readonly found: readonly (Difference | Root)[];
}

/** Compares the request of a webhook like a response, because the server sends the request. */
export function compareOutgoing(
  before: readonly ApiOperation[],
  after: readonly ApiOperation[],
  context: DiffContext,
): readonly OutgoingComparison[] {
  const [old, now] = [indexByName(before), indexByName(after)];
  return [...new Set([...old.keys(), ...now.keys()])].map((name) => {
    const [a, b] = [old.get(name), now.get(name)];
    if (b === undefined)
      return { name, state: 'removed', found: [whole('outgoing-request-removed', ['there', 'gone'])] };
    if (a === undefined)
      return { name, state: 'added', found: [whole('outgoing-request-added', ['not there', 'new'])] };
    return { name, state: 'stayed', found: comparePair({ a, b, ...context }) };
  });
}

function indexByName(operations: readonly ApiOperation[]): ReadonlyMap<string, ApiOperation> {
  return new Map(operations.map((each) => [each.method === 'POST' ? each.path : `${each.method} ${each.path}`, each]));
}

function comparePair(pair: OperationPair): readonly (Difference | Root)[] {
  const { a, b } = pair;
  const sent = compareResponses({ ...pair, a: asResponse(a), b: asResponse(b) });
  return [
    ...compareDescription(pair),
    ...sent.map((each) => ({ ...each, where: each.where.replace(/^response sent/, 'request') })),
    ...compareNeed(a, b),
    ...compareSecurity(pair),
    ...compareReplies(pair),
  ];
}

/** Converts the request to a response, because the rules for responses compare the request. */
function asResponse(operation: ApiOperation): ApiOperation {
  const { body, parameters } = operation;
  const headers = parameters.map(({ place, required, schema }) => ({
    name: place.location === 'header' ? place.name : `${place.name} (${place.location})`,
    ...{ required, schema },
  }));
  const shared = { status: 200, key: 'sent', headers, errors: [] };
  const responses: readonly ApiResponse[] =
    body === null
      ? [{ ...shared, mediaType: null, schema: undefined }]
      : contentsOf(body).map(({ mediaType, schema }) => ({ ...shared, mediaType, schema }));
  return { ...operation, responses };
}

function compareNeed({ body: a }: ApiOperation, { body: b }: ApiOperation): readonly Difference[] {
  if (a === null || b === null || a.required === b.required) return [];
  const change = b.required
    ? said('outgoing-body-became-required', 'sometimes', 'always')
    : said('outgoing-body-became-optional', 'always', 'sometimes');
  return [{ ...change, where: 'request' }];
}

function compareReplies(pair: OperationPair): readonly (Difference | Root)[] {
  const [before, after] = [groupByKey(pair.a.responses), groupByKey(pair.b.responses)];
  const lost = [...before.keys()].filter((key) => counterpart(key, after) === undefined);
  const gained = [...after.keys()].filter((key) => counterpart(key, before) === undefined);
  return [
    ...lost.map((key) => ({
      ...said('outgoing-reply-removed', 'described', 'not described'),
      where: `response ${key}`,
    })),
    ...gained.map((key) => ({
      ...said('outgoing-reply-added', 'not described', 'described'),
      where: `response ${key}`,
    })),
    ...[...before].flatMap(([key, mine]) => compareReply(pair, `response ${key}`, [mine, counterpart(key, after)])),
  ];
}

function compareReply(
  pair: OperationPair,
  where: string,
  [a, b]: readonly [readonly ApiResponse[], readonly ApiResponse[] | undefined],
): readonly (Difference | Root)[] {
  if (b === undefined) return [];
  const [mine, others] = [a, b].map((each) => writeJson(each.flatMap(({ headers }) => headers)));
  return [
    ...(mine === others ? [] : [{ ...said('operation-not-compared', 'headers', 'other headers'), where }]),
    ...compareContents(pair, where, [asContents(a), asContents(b)]),
  ];
}

function asContents(responses: readonly ApiResponse[]): readonly ApiContent[] {
  return responses.flatMap(({ mediaType, schema = true }) =>
    mediaType === null ? [] : [{ mediaType, schema, encoding: {} }],
  );
}
