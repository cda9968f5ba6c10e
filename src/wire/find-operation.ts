import type { Contract } from '../model/contract.ts';
import { matchRoute, pathOf, type Routes } from './match-route.ts';

/**
 * The contract that a request is of, or null. A target may be absolute, and a base path may stand before the path of the
 * contract where nothing matches without it; then the path must begin with the same word and be two segments long, so that
 * `/v1/orders/x/status` is not taken for `/status`. A path value that is missing (`/orgs//teams/7`) ends the base path: the
 * rest belongs to an operation that was called wrong, not to `/teams/{id}`.
 */
export function findOperation<T extends Pick<Contract, 'id' | 'method' | 'path'>>(
  routes: Routes<T>,
  method: string,
  target: string,
): T | null {
  const path = pathOf(originForm(target));
  const direct = matchRoute(routes, method, path);
  if (direct !== null) return direct.contract;
  const segments = path.split('/').slice(1);
  for (let from = 1; from < segments.length - 1; from++) {
    if (from > 1 && segments[from - 1] === '') return null;
    const contract = matchRoute(routes, method, `/${segments.slice(from).join('/')}`)?.contract;
    if (contract?.path.startsWith(`/${segments[from]}/`)) return contract;
  }
  return null;
}

/** `http://host/path` → `/path`; what is no URL stays. */
export function originForm(target: string): string {
  const [, rest] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/is.exec(target) ?? [];
  return rest === undefined ? target : rest.startsWith('/') ? rest : `/${rest}`;
}
