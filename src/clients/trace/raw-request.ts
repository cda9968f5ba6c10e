import type { DriverValue, MethodDescription, TypeHint } from '../../model/driver.ts';
import type { ClientCall, ClientExchange } from '../../model/trace.ts';

/** Returns true if the caller chooses the request, as in `client.get(path)` or `request('GET /things')`. */
export function isRawRequest(
  { name, parameters }: MethodDescription,
  { exchanges, arguments: given }: ClientCall,
): boolean {
  if (parameters.some((parameter) => isRoute(parameter.type) && isRouteOf(exchanges, given[parameter.name])))
    return true;
  const links = Object.entries(given).filter(([path]) => /ur[li]$|href$|link$/i.test(path));
  const isLinked = ({ request }: ClientExchange) => links.some(([, link]) => request.target.includes(String(link)));
  if (exchanges.every((exchange) => exchange.operation === null && isLinked(exchange))) return true;
  return (
    RAW.test(name.split('.').at(-1) ?? '') &&
    parameters.some((parameter) => ROUTE.test(parameter.name)) &&
    exchanges.every(({ operation }) => operation === null)
  );
}

/** Returns true if the target of a request contains the given route. If the method batches requests, no target does. */
function isRouteOf(exchanges: readonly ClientExchange[], given: DriverValue | undefined): boolean {
  const route =
    String(given)
      .replace(/^[A-Z]+ /, '')
      .split('{')[0] ?? '';
  return exchanges.some(({ request }) => request.target.includes(route));
}

function isRoute(type: TypeHint): boolean {
  if (type.kind === 'union') return type.of.some(isRoute);
  if (type.kind !== 'literal') return false;
  const routes = type.values.map(String);
  // Every value must look like a route (`/orders`, `GET /`), and one value must be longer than `/`.
  return (
    routes.every((route) => /^(?:[A-Z]+ )?(?:\{\w+\})?\//.test(route)) && routes.some((route) => /\/./.test(route))
  );
}

const RAW =
  /^(get|post|put|patch|delete|head|options|request|raw_?request|fetch|send|call|api|make_?request|get_?api_?list)$/i;
const ROUTE = /^(path|url|uri|route|endpoint|url_?path|resource_?path)$/i;
