import type { HttpRequest } from '../../../model/http.ts';
import type { ClientCall } from '../../../model/trace.ts';

/** Returns true if the call waited and then repeated its last request: it polls until something has happened. */
export function hasPolled({ outcome, exchanges }: ClientCall): boolean {
  const waited = (outcome.waits ?? []).length > 0;
  const [before, last] = exchanges.slice(-2).map(({ request }) => request);
  return waited && last !== undefined && before !== undefined && isSameRequest(last, before);
}

/** Compares method, target and body. */
export function isSameRequest(a: HttpRequest, b: HttpRequest): boolean {
  const body = (request: HttpRequest) => Buffer.from(request.body ?? []).toString('latin1');
  return a.method === b.method && a.target === b.target && body(a) === body(b);
}
