import { headerValue } from '../../model/http.ts';
import type { ClientCall, ClientExchange } from '../../model/trace.ts';
import type { ClientDraft } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import type { MethodUse } from '../readers/client/read-use.ts';

export const retryAfterIgnored: Kind = {
  title: 'The client repeats a request before Retry-After has passed',
  severity: 'error',
  gravity: 220,
  about: 'client',
  cause: 'place',
  priority: 'P1',
  trace: ({ uses }) => uses.flatMap((use) => use.method.calls.flatMap((call) => early(use, call)).slice(0, 1)),
};

function early(use: MethodUse, call: ClientCall): readonly ClientDraft[] {
  if (call.purpose.kind !== 'answer') return [];
  const [first, ...more] = call.exchanges;
  const pause = first?.operation === use.operation ? pauseOf(first) : undefined;
  const again = more.filter((each) => isSameRequest(each, first));
  if (first?.response == null || pause === undefined || again.length === 0) return [];
  // If a driver skips a wait, the recorded length of the wait counts as real time.
  const recorded = (call.outcome.waits ?? []).reduce((sum, seconds) => sum + seconds, 0);
  const waited = recorded + again.reduce((sum, { waitedMs = Number.POSITIVE_INFINITY }) => sum + waitedMs, 0) / 1000;
  if (waited >= pause * again.length) return [];
  const { method, operation } = use;
  return [
    {
      ...{ operation, method: method.name, field: 'retry-after', call, request: 1, pointer: '/request/target' },
      expected: `a pause of ${pause} s between the requests, as Retry-After requires`,
      observed: `${again.length + 1} requests in ${waited < 1 ? 'less than a second' : `${Math.floor(waited)} s`} after a ${first.response.status}`,
      found: `${first.request.method} ${first.request.target}`,
      cause: 'the client sends the request again before Retry-After has passed',
    },
  ];
}

function pauseOf({ response }: ClientExchange): number | undefined {
  if (response === null || response.status < 400) return undefined;
  const text = headerValue(response.headers, 'retry-after') ?? '';
  return /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

function isSameRequest({ request }: ClientExchange, first: ClientExchange | undefined): boolean {
  return request.method === first?.request.method && request.target === first.request.target;
}
