import { type HttpRequest, isSameHeader } from '../../model/http.ts';
import type { ClientExchange, OddAnswer } from '../../model/trace.ts';
import type { OverheardExchange } from '../../recording/traffic-entries.ts';
import { originForm } from '../../wire/find-operation.ts';
import type { Authority } from './authority.ts';
import { jsonResponse } from './listener.ts';
import { isElsewhere } from './odd-answer.ts';
import { openTraffic, type TrafficOptions } from './open-traffic.ts';
import { createStub } from './stub.ts';

/** A traced client calls this server. The responses follow the contracts, and the requests are kept. */
export interface Recorder {
  readonly origin: string;
  /** Waits briefly for missing responses. Returns the exchanges since the previous `take`. */
  take(): Promise<readonly ClientExchange[]>;
  /** Returns `host:port` of other servers that the client has called since the previous `takeElsewhere`. */
  takeElsewhere(): readonly string[];
  /** Sets the response to the next requests. If `odd` is null, the requests get the contract's success response. */
  answer(odd: OddAnswer | null): void;
  close(): Promise<void>;
}

interface RecorderOptions extends Pick<TrafficOptions, 'contracts' | 'profile' | 'base'> {
  /** Signs certificates for the host that the client always calls. The recorder acts as this host. */
  readonly authority?: Authority | null;
}

interface HeardExchange {
  readonly number: number;
  readonly exchange: ClientExchange;
  readonly startedMs: number;
  readonly endedMs: number;
}

/** Time that `take` waits for missing responses. An exchange that ends later counts for the next call. */
const MOMENT_MS = 250;

export async function openRecorder({ authority = null, ...options }: RecorderOptions): Promise<Recorder> {
  const stub = createStub(options);
  let heard: HeardExchange[] = [];
  const elsewhere: string[] = [];
  const listener = await openTraffic(
    {
      ...options,
      ...(authority !== null && { tunnel: authority.contextFor }),
      onExchange: (overheard, number) => {
        const address = foreignAddress(overheard.request);
        if (isElsewhere(overheard.request)) return;
        if (address === null) heard.push({ number, ...timed(overheard) });
        else elsewhere.push(address);
      },
    },
    (request, { contract }) => {
      const address = foreignAddress(request);
      return { response: address === null ? stub.answer(request, contract) : refusal(address) };
    },
  );
  const own = new Set(['127.0.0.1', 'localhost'].map((host) => `${host}:${new URL(listener.origin).port}`));
  const foreignAddress = (request: HttpRequest) => {
    const address = proxiedAddress(request);
    return address === null || authority !== null || own.has(address) ? null : address;
  };
  const takeElsewhere = () => elsewhere.splice(0);
  const take = async () => {
    await listener.settle(MOMENT_MS);
    const taken = heard.sort((a, b) => a.number - b.number);
    heard = [];
    return taken.map((each, index) => withPause(each, taken[index - 1]));
  };
  return { origin: listener.origin, take, takeElsewhere, answer: stub.use, close: listener.close };
}

type Timed = Omit<HeardExchange, 'number'>;

function timed({ request, response, operation, startedMs, durationMs }: OverheardExchange): Timed {
  const at = Math.round(Date.now() - durationMs);
  const exchange = { request: unproxied(request), response, operation, at };
  return { exchange, startedMs, endedMs: startedMs + durationMs };
}

function withPause({ exchange, startedMs }: HeardExchange, before: HeardExchange | undefined): ClientExchange {
  if (before === undefined) return exchange;
  return { ...exchange, waitedMs: Math.max(0, Math.round(startedMs - before.endedMs)) };
}

/** Returns `host:port` of the request's server, or null if the request did not come through a proxy. */
function proxiedAddress({ method, target }: HttpRequest): string | null {
  if (method === 'CONNECT') return target;
  if (!/^https?:\/\//i.test(target) || !URL.canParse(target)) return null;
  const { hostname, port, protocol } = new URL(target);
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}

/** Restores a request that proxy settings or wireparity's hook for Node have changed. */
function unproxied(request: HttpRequest): HttpRequest {
  const host = request.headers.find(([name]) => isSameHeader(name, 'parity-host'))?.[1];
  if (host === undefined && (proxiedAddress(request) === null || request.method === 'CONNECT')) return request;
  const headers = request.headers
    .filter(([name]) => !/^(proxy-|parity-host$)/i.test(name))
    .map(([name, value]) => [name, host !== undefined && isSameHeader(name, 'host') ? host : value] as const);
  return { ...request, target: originForm(request.target), headers };
}

function refusal(address: string) {
  const hint = 'If the client needs this server, list the server under `origins:` in the client file.';
  return jsonResponse(403, {
    error: `the client requested ${address}, but a trace lets a client reach only the recorder. ${hint}`,
  });
}
