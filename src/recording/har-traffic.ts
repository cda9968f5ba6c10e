import type { Contract } from '../model/contract.ts';
import { headerValue } from '../model/http.ts';
import { findOperation } from '../wire/find-operation.ts';
import { compileRoutes } from '../wire/match-route.ts';
import type { HarExchange } from './har.ts';
import type { OverheardExchange } from './traffic-entries.ts';

interface HarTraffic {
  readonly origin: string;
  readonly exchanges: readonly OverheardExchange[];
  /** Number of requests that were left out, for each reason. */
  readonly left: readonly { readonly count: number; readonly why: string }[];
  /** Number of exchanges whose response cannot be judged. */
  readonly halves: number;
}

export function harTraffic(all: readonly HarExchange[], contracts: readonly Contract[], wanted?: string): HarTraffic {
  const origin = wanted ?? mostFrequent(all.map((each) => each.origin));
  const routes = compileRoutes(contracts);
  const mine = all.filter((each) => each.origin === origin);
  const known = mine.filter((each) => each.lacks !== 'request body');
  const kept = known.filter((each) => !isPreflight(each));
  const from = Math.min(...kept.map(({ startedAt }) => startedAt).filter(Number.isFinite));
  // If no request of the archive has an Authorization header, the browser removed the credentials when it exported the archive.
  const unjudgedCredentials = !kept.some(({ request }) => headerValue(request.headers, 'authorization') !== undefined);
  const exchanges = kept.map((each): OverheardExchange => {
    const { request, response, startedAt, durationMs, lacks } = each;
    const operation = findOperation(routes, request.method, request.target)?.id ?? null;
    const startedMs = Number.isFinite(startedAt) ? startedAt - from : 0;
    const unjudgedAnswer = response === null || lacks === 'response body';
    return {
      request,
      response,
      operation,
      startedMs,
      durationMs,
      ...(unjudgedAnswer && { unjudgedAnswer }),
      unjudgedCredentials,
    };
  });
  const left = [
    { count: all.length - mine.length, why: `to other hosts than ${origin}` },
    { count: mine.length - known.length, why: 'whose bodies are missing in the archive' },
    { count: known.length - kept.length, why: 'that a browser sends on its own (CORS preflight)' },
  ];
  const halves = exchanges.filter((each) => each.unjudgedAnswer === true).length;
  return { origin, exchanges, left: left.filter(({ count }) => count > 0), halves };
}

function mostFrequent(origins: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const origin of origins) counts.set(origin, (counts.get(origin) ?? 0) + 1);
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), ['', 0])[0];
}

function isPreflight({ request }: HarExchange): boolean {
  const { method, headers } = request;
  return method === 'OPTIONS' && headerValue(headers, 'access-control-request-method') !== undefined;
}
