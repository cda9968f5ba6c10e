import { type RequestLine, routeText } from '../../model/route.ts';
import type { SurfaceOperation } from '../../model/surface.ts';

export interface Pairing<T> {
  readonly pairs: readonly (readonly [a: T, b: T])[];
  readonly onlyA: readonly T[];
  readonly onlyB: readonly T[];
}

export function pairOperations(
  a: readonly SurfaceOperation[],
  b: readonly SurfaceOperation[],
): Pairing<SurfaceOperation> {
  const left = a.filter(({ lifecycle }) => lifecycle !== 'removed');
  const right = b.filter(({ lifecycle }) => lifecycle !== 'removed');
  const byId = new Map(right.map((each) => [each.id, each]));
  const byRequest = new Map(right.flatMap((each) => (each.request === null ? [] : [[requestKey(each.request), each]])));
  const taken = new Map<SurfaceOperation, SurfaceOperation>();
  const used = new Set<SurfaceOperation>();
  const take = (mine: SurfaceOperation, other: SurfaceOperation | undefined) => {
    if (other === undefined || used.has(other) || taken.has(mine)) return;
    taken.set(mine, other);
    used.add(other);
  };
  for (const mine of left) take(mine, byId.get(mine.id));
  for (const mine of left) if (mine.request !== null) take(mine, byRequest.get(requestKey(mine.request)));
  return {
    pairs: [...taken],
    onlyA: left.filter((mine) => !taken.has(mine)),
    onlyB: right.filter((other) => !used.has(other)),
  };
}

/** Returns method, path and fixed query without parameter names, as in `GET /v1/orders/{}`. */
export function requestKey({ method, path, fixedQuery }: RequestLine): string {
  const bare = path.split('?')[0] ?? path;
  const named = bare.replaceAll(/\{[^}]*\}|:[A-Za-z_]\w*/g, '{}').replace(/(.)\/+$/, '$1');
  return `${method.toUpperCase()} ${routeText({ path: named, fixedQuery })}`;
}
