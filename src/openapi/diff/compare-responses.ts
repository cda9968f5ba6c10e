import { groupBy } from '../../lib/group-by.ts';
import type { ApiResponse } from '../api-document.ts';
import { counterpartOf } from './compare-request.ts';
import { type Difference, type OperationPair, type Root, root, said } from './operation-pair.ts';

type Header = ApiResponse['headers'][number];

/** Returns the differences, and a `Root` for each schema. The caller compares the schemas. */
export function compareResponses(pair: OperationPair): readonly (Difference | Root)[] {
  const [before, after] = [groupByKey(pair.a.responses), groupByKey(pair.b.responses)];
  const differences: (Difference | Root)[] = [];
  for (const [key, mine] of before) {
    const others = counterpart(key, after);
    differences.push(
      ...(others === undefined ? [lostOrFound(key, 'removed')] : compareGroups(pair, key, [mine, others])),
    );
  }
  for (const [key, others] of after) {
    if (before.has(key)) continue;
    const mine = counterpart(key, before);
    differences.push(...(mine === undefined ? [lostOrFound(key, 'added')] : compareGroups(pair, key, [mine, others])));
  }
  return differences;
}

function compareGroups(
  pair: OperationPair,
  key: string,
  groups: readonly [Group, Group],
): readonly (Difference | Root)[] {
  const where = `response ${key}`;
  return [...compareContents(pair, where, groups), ...compareHeaders(pair, where, groups)];
}

type Group = readonly ApiResponse[];

export function groupByKey(responses: Group): ReadonlyMap<string, Group> {
  return groupBy(responses, ({ key }) => key);
}

/** A success status matches `default` only if the document declares no success status. */
export function counterpart(key: string, groups: ReadonlyMap<string, Group>): Group | undefined {
  const own = groups.get(key) ?? groups.get(`${key.slice(0, 1)}XX`);
  if (own !== undefined) return own;
  const hasSuccess = [...groups.keys()].some((each) => each.startsWith('2'));
  return key.startsWith('2') && hasSuccess ? undefined : groups.get('default');
}

function lostOrFound(key: string, end: 'removed' | 'added'): Difference {
  const isSuccess = /^[123]/.test(key);
  const words =
    end === 'removed' ? (['described', 'not described'] as const) : (['not described', 'described'] as const);
  return {
    ...said(`response-${isSuccess ? 'success' : 'error'}-${end}`, words[0], words[1]),
    where: `response ${key}`,
  };
}

function compareContents(
  pair: OperationPair,
  where: string,
  [a, b]: readonly [Group, Group],
): readonly (Difference | Root)[] {
  const isOf = (one: ApiResponse, others: Group) => counterpartOf(one, others, pair);
  const lost = a.filter((one) => one.mediaType !== null && isOf(one, b) === undefined);
  const gained = b.filter((other) => other.mediaType !== null && isOf(other, a) === undefined);
  const both = a.flatMap((one): readonly (Difference | Root)[] => {
    const other = isOf(one, b);
    const place = a.length + b.length > 2 ? `${where} (${one.mediaType})` : where;
    return other === undefined ? [] : compareBody(pair, place, [one, other]);
  });
  return [
    ...lost.map((each) => ({ ...said('response-content-removed', each.mediaType ?? '', 'not described'), where })),
    ...gained.map((each) => ({ ...said('response-content-added', 'not described', each.mediaType ?? ''), where })),
    ...both,
  ];
}

function compareBody(
  pair: OperationPair,
  where: string,
  [one, other]: readonly [ApiResponse, ApiResponse],
): readonly (Difference | Root)[] {
  const [a, b] = [one.schema, other.schema];
  if (a === undefined && b === undefined) return [];
  if (b === undefined) return [{ ...said('response-body-undescribed', 'described', 'not described'), where }];
  if (a === undefined) return [{ ...said('response-body-described', 'not described', 'described'), where }];
  return [root(pair, { direction: 'response', where, a, b, isText: false })];
}

function compareHeaders(
  pair: OperationPair,
  where: string,
  [a, b]: readonly [Group, Group],
): readonly (Difference | Root)[] {
  const [before, after] = [indexHeaders(a), indexHeaders(b)];
  return [...new Map([...before, ...after])].flatMap(([key, { name }]): readonly (Difference | Root)[] => {
    const [one, other] = [before.get(key), after.get(key)];
    const place = `${where} header ${name}`;
    if (other === undefined)
      return [{ ...said('response-header-removed', 'described', 'not described'), where: place }];
    if (one === undefined) return [{ ...said('response-header-added', 'not described', 'described'), where: place }];
    const become = other.required ? 'response-header-became-required' : 'response-header-became-optional';
    const words = (header: Header) => (header.required ? 'always' : 'sometimes');
    const need = one.required === other.required ? [] : [{ ...said(become, words(one), words(other)), where: place }];
    return [...need, root(pair, { direction: 'response', where: place, a: one.schema, b: other.schema, isText: true })];
  });
}

function indexHeaders(group: Group): ReadonlyMap<string, Header> {
  return new Map(group.flatMap(({ headers }) => headers).map((header) => [header.name.toLowerCase(), header]));
}
