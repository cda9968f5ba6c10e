import { setFlagsFromString } from 'node:v8';
import type { TransportFailure } from '../../model/exchange.ts';
import type { HttpRequest, HttpResponse } from '../../model/http.ts';
import { createConnectionPool, type Send } from './connection-pool.ts';
import { decodeBody, isEncoded } from './decode-body.ts';

export interface TransportResult {
  /** null when nothing of an answer came. */
  readonly response: HttpResponse | null;
  /** Set when there is no complete answer. */
  readonly failure?: TransportFailure;
  /** Sent a second time: the server had ended the connection of the first before it looked at the request. */
  readonly resent?: boolean;
}

export interface TransportOptions {
  readonly origin: string;
  /** For connecting, headers and the whole body together. */
  readonly timeoutMs: number;
  /** Bytes of a body that are read at most; 16 MiB if not given. */
  readonly bodyCap?: number;
}

/** One request, sent as it is. Never throws, never follows a redirect, never decides anything about the answer. */
export type SendRequest = (request: HttpRequest, signal: AbortSignal) => Promise<TransportResult>;

export interface Transport {
  readonly origin: string;
  readonly send: SendRequest;
  /** Connections of their own, open already, for requests that have to leave together. Each is good for one request. */
  lanes(count: number, signal: AbortSignal): Promise<readonly SendRequest[]>;
  close(): Promise<void>;
}

const BODY_CAP = 16 * 1024 * 1024;

/**
 * What V8 compiles of a run takes longer than a short run. It would compile undici's HTTP parser (WebAssembly) a second
 * time after its first answers, with all optimisations: 0.1 s and 40 MB, for which a process waits before it ends; with this
 * it does so after about a thousand answers. And it would put three times as much of what a function calls into it: its
 * compiler then takes the processor from the run and from the server for longer than the code is quicker by.
 */
const V8_FLAGS = ['--wasm-tiering-budget=2000000000', '--max-inlined-bytecode-size-cumulative=300'];

/** Connections to exactly one origin: a credential cannot travel to another one. */
export async function openTransport(options: TransportOptions): Promise<Transport> {
  const { origin, timeoutMs, bodyCap = BODY_CAP } = options;
  for (const flag of V8_FLAGS) setFlagsFromString(flag);
  const undici = await import('undici');
  const connect = undici.buildConnector({ timeout: timeoutMs + 1000 });
  const pool = createConnectionPool({ undici, origin, connect });
  const handOn = createTurn();
  const limited =
    (send: Send): SendRequest =>
    (request, signal) =>
      new Promise((resolve) => {
        const settle = (result: TransportResult) => handOn(() => resolve(decoded(result, bodyCap)));
        if (signal.aborted) resolve(INTERRUPTED);
        else send(request, { signal, timeoutMs, bodyCap }, settle);
      });
  return {
    origin,
    send: limited(pool.send),
    lanes: async (count, signal) => (await pool.lanes(count, signal)).map(limited),
    close: async () => pool.close(),
  };
}

/** What comes in one turn of the event loop is handed on together, at its end: first all is read, then all goes on. */
function createTurn(): (act: () => void) => void {
  let waiting: (() => void)[] = [];
  return (act) => {
    if (waiting.push(act) > 1) return;
    setImmediate(() => {
      const acts = waiting;
      waiting = [];
      for (const each of acts) each();
    });
  };
}

function decoded(result: TransportResult, bodyCap: number): TransportResult | Promise<TransportResult> {
  const { response, failure } = result;
  if (failure !== undefined || response === null || !isEncoded(response)) return result;
  return decodeBody(response, bodyCap).then((read) => ({ ...result, ...read }));
}

const INTERRUPTED: TransportResult = {
  response: null,
  failure: { code: 'interrupted', message: 'the run was interrupted' },
};
