import type { HttpRequest } from '../../../model/http.ts';
import type { ClientCall, ClientExchange } from '../../../model/trace.ts';

/** A call that waits and then repeats a request is polling. */
export function hasPolled({ outcome, exchanges }: ClientCall): boolean {
  const waited = (outcome.waits ?? []).length > 0;
  const isRepeated = ({ request }: ClientExchange, index: number) => {
    const before = exchanges[index - 1];
    return before !== undefined && isSameRequest(request, before.request);
  };
  return waited && exchanges.some(isRepeated);
}

/** Returns true if the call failed after several requests, although the last response was a success. */
export function hasStopped({ outcome, exchanges }: ClientCall): boolean {
  const failed = outcome.kind === 'raised' || (outcome.kind === 'exited' && outcome.code !== 0);
  return failed && exchanges.length > 1 && (exchanges.at(-1)?.response?.status ?? 500) < 400;
}

export function isSameRequest(a: HttpRequest, b: HttpRequest): boolean {
  const body = (request: HttpRequest) => Buffer.from(request.body ?? []).toString('latin1');
  return a.method === b.method && a.target === b.target && body(a) === body(b);
}
