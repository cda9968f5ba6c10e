import { compareText } from '../lib/compare-text.ts';
import { addTo } from '../lib/group-by.ts';
import { escapeRegExp } from '../lib/pattern.ts';
import { percentDecode } from '../lib/percent.ts';
import { remember } from '../lib/remember.ts';
import type { Contract } from '../model/contract.ts';
import { fixedPairs, hasFixedQuery } from './query-pairs.ts';

export type PathParams = { readonly [hole: string]: string };

export type Routed = Pick<Contract, 'id' | 'method' | 'path' | 'fixedQuery'>;

export interface Routes<T extends Routed = Contract> {
  /** Routes by method and number of segments (`GET 3`), the most specific route first. */
  readonly byShape: ReadonlyMap<string, readonly Route<T>[]>;
}

interface RouteMatch<T extends Routed = Contract> {
  readonly contract: T;
  readonly params: PathParams;
}

/** Puts routes in the order of preference for `matchRoute`: fixed text, then `{slug}@{user}`, then `{id}`. */
export function compileRoutes<T extends Routed>(contracts: Iterable<T>): Routes<T> {
  const byShape = new Map<string, Route<T>[]>();
  for (const contract of contracts) {
    const segments = contract.path.split('/').map(compileSegment);
    const shape = `${contract.method} ${segments.length}`;
    addTo(byShape, shape, { contract, segments });
  }
  for (const routes of byShape.values()) routes.sort(compareRoutes);
  return { byShape };
}

/** The paths `/orders` and `/orders/` belong to different routes. All pairs of a fixed query are required. */
export function matchRoute<T extends Routed>(routes: Routes<T>, method: string, target: string): RouteMatch<T> | null {
  const parts = pathOf(target).split('/');
  for (const { contract, segments } of routes.byShape.get(`${method} ${parts.length}`) ?? []) {
    const params = matchSegments(segments, parts);
    if (params !== null && hasFixedQuery(contract, target)) return { contract, params };
  }
  return null;
}

export function pathParams(contract: Contract, target: string): PathParams | null {
  const segments = segmentsOf(contract.path);
  const parts = pathOf(target).split('/');
  const from = parts.length - segments.length;
  return from < 1 ? null : matchSegments(segments, parts, from);
}

const segmentsOf = remember(
  (path: string): readonly Segment[] => path.split('/').slice(1).map(compileSegment),
  new Map(),
);

interface Route<T extends Routed> {
  readonly contract: T;
  readonly segments: readonly Segment[];
}

interface Segment {
  /** Rank 0 is fixed text, 1 a template such as `{slug}@{user}`, and 2 a single parameter. */
  readonly rank: number;
  readonly text: string;
  readonly holes: readonly string[];
  readonly pattern: RegExp | null;
}

function compileSegment(text: string): Segment {
  const holes = [...text.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
  if (holes.length === 0) return { rank: 0, text, holes, pattern: null };
  if (/^\{[^{}]+\}$/.test(text)) return { rank: 2, text, holes, pattern: null };
  const source = text
    .split(/\{[^{}]+\}/)
    .map(escapeRegExp)
    .join('(.+?)');
  return { rank: 1, text, holes, pattern: new RegExp(`^${source}$`, 's') };
}

function compareRoutes<T extends Routed>(a: Route<T>, b: Route<T>): number {
  for (const [index, segment] of a.segments.entries()) {
    const order = segment.rank - (b.segments[index]?.rank ?? 0);
    if (order !== 0) return order;
  }
  const fixed = fixedPairs(b.contract).length - fixedPairs(a.contract).length;
  return fixed === 0 ? compareText(a.contract.id, b.contract.id) : fixed;
}

function matchSegments(wanted: readonly Segment[], parts: readonly string[], from = 0): PathParams | null {
  const params: Record<string, string> = {};
  let at = from;
  for (const segment of wanted) {
    const values = matchSegment(segment, parts[at++] ?? '');
    if (values === null) return null;
    let hole = 0;
    for (const name of segment.holes) params[name] = values[hole++] ?? '';
  }
  return params;
}

function matchSegment(segment: Segment, raw: string): readonly string[] | null {
  if (segment.rank === 0) return raw === segment.text || percentDecode(raw) === segment.text ? [] : null;
  if (segment.pattern === null) return raw === '' ? null : [percentDecode(raw)];
  // A segment is matched before it is decoded, because `%40` in a value must not match the `@` of the template.
  const match = segment.pattern.exec(raw) ?? segment.pattern.exec(percentDecode(raw));
  return match === null ? null : match.slice(1).map(percentDecode);
}

export function pathOf(target: string): string {
  const end = target.search(/[?#]/);
  return end === -1 ? target : target.slice(0, end);
}
