import { httpError } from '../errors.ts';
import type { World } from '../world.ts';
import { empty, headerOf, type SandboxReply, type SandboxRequest } from './message.ts';
import type { Route } from './route.ts';

interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The first route that matches path and method; else 307 to the slashless path, 405 or 404. */
export function findRoute(routes: readonly Route[], request: SandboxRequest): Match | SandboxReply {
  const matches = matchPath(routes, request.path);
  const found = matches.find(({ route }) => route.method === request.method);
  if (found) return found;
  if (matches.length > 0) throw httpError(405, 'Method Not Allowed');
  const slashless = request.path.replace(/\/$/, '');
  if (slashless !== request.path && matchPath(routes, slashless).length > 0) return redirect(request);
  throw httpError(404, 'Not Found');
}

export function runRoute(match: Match, world: World, request: SandboxRequest): Promise<SandboxReply> {
  return match.route.answer(world, request, match.params);
}

function matchPath(routes: readonly Route[], path: string): readonly Match[] {
  const segments = path.split('/');
  return routes.flatMap((route) => {
    const params = matchSegments(route.segments, segments);
    return params ? [{ route, params }] : [];
  });
}

function matchSegments(pattern: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith('{') && value !== '') params[part.slice(1, -1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}

function redirect(request: SandboxRequest): SandboxReply {
  const [path = '', query] = request.target.split('?', 2);
  const location = `http://${headerOf(request, 'host') ?? '127.0.0.1'}${path.replace(/\/$/, '')}`;
  return empty(307, { Location: query === undefined ? location : `${location}?${query}` });
}
