import { remember } from '../lib/remember.ts';
import type { RouteTemplate } from '../model/route.ts';
import { formPairs } from './decode-body.ts';
import type { Pair } from './styles.ts';

export function queryPairs(target: string): readonly Pair[] {
  const [, query] = /^[^?#]*\?([^#]*)/.exec(target) ?? [];
  return query === undefined ? [] : formPairs(query);
}

export function fixedPairs({ fixedQuery }: Pick<RouteTemplate, 'fixedQuery'>): readonly Pair[] {
  return fixedQuery === undefined ? [] : decoded(fixedQuery);
}

const decoded = remember((query: string) => formPairs(query), new Map());

export function hasFixedQuery(route: Pick<RouteTemplate, 'fixedQuery'>, target: string): boolean {
  const fixed = fixedPairs(route);
  if (fixed.length === 0) return true;
  const sent = queryPairs(target);
  return fixed.every((pair) => sent.some((other) => isSamePair(other, pair)));
}

/** Removes each pair of the route's fixed query once. A second copy of the same pair remains. */
export function withoutFixed(route: Pick<RouteTemplate, 'fixedQuery'>, pairs: readonly Pair[]): readonly Pair[] {
  return fixedPairs(route).reduce((left, fixed) => {
    const at = left.findIndex((pair) => isSamePair(pair, fixed));
    return at === -1 ? left : left.toSpliced(at, 1);
  }, pairs);
}

function isSamePair([name, value]: Pair, other: Pair): boolean {
  return name === other[0] && value === other[1];
}
