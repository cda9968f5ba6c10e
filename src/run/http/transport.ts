import { LONGEST_TIMER_MS } from '../../lib/on-abort.ts';
import type { HttpRequest } from '../../model/http.ts';
import { createConnectionPool, type Send } from './connection-pool.ts';
import { decodeBody } from './decode-body.ts';
import type { TransportResult } from './transport-result.ts';

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

/** Connections to exactly one origin: a credential cannot travel to another one. */
export async function openTransport(options: TransportOptions): Promise<Transport> {
  const { origin, timeoutMs, bodyCap = BODY_CAP } = options;
  const undici = await import('undici');
  const connect = undici.buildConnector({ timeout: Math.min(timeoutMs + 1000, LONGEST_TIMER_MS) });
  const pool = createConnectionPool({ undici, origin, connect });
  const limited =
    (send: Send): SendRequest =>
    (request, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) resolve(INTERRUPTED);
        else send(request, { signal, timeoutMs, bodyCap }, (result) => resolve(decoded(result, bodyCap)));
      });
  return {
    origin,
    send: limited(pool.send),
    lanes: async (count, signal) => (await pool.lanes(count, signal)).map(limited),
    close: async () => pool.close(),
  };
}

function decoded(result: TransportResult, bodyCap: number): TransportResult {
  const { response, failure } = result;
  return failure !== undefined || response === null ? result : { ...result, ...decodeBody(response, bodyCap) };
}

const INTERRUPTED: TransportResult = {
  response: null,
  failure: { code: 'interrupted', message: 'the run was interrupted' },
};
