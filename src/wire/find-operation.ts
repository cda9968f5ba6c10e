import { matchRoute, pathOf, type Routed, type Routes } from './match-route.ts';

/** Finds the contract for a request. If necessary, leading segments of the path are left out, because they may be a base path. */
export function findOperation<T extends Routed>(
  routes: Routes<T>,
  method: string,
  target: string,
  base = '',
): T | null {
  const own = originForm(target);
  const path = pathOf(own);
  const query = own.slice(path.length);
  const direct = matchRoute(routes, method, own);
  if (direct !== null) return direct.contract;
  if (base !== '' && path.startsWith(`${base}/`)) {
    const below = matchRoute(routes, method, own.slice(base.length));
    if (below !== null) return below.contract;
  }
  const segments = path.split('/').slice(1);
  // At least two segments must remain. Otherwise `/v1/orders/x/status` would be taken for `/status`.
  for (let from = 1; from < segments.length - 1; from++) {
    if (from > 1 && segments[from - 1] === '') return null;
    const contract = matchRoute(routes, method, `/${segments.slice(from).join('/')}${query}`)?.contract;
    if (contract?.path.startsWith(`/${segments[from]}/`)) return contract;
  }
  return null;
}

/** Converts `http://host/path` to `/path`, and leaves any other text unchanged. */
export function originForm(target: string): string {
  const [, rest] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/is.exec(target) ?? [];
  return rest === undefined ? target : rest.startsWith('/') ? rest : `/${rest}`;
}
