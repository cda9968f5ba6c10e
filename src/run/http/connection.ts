import type { Socket } from 'node:net';
import type { Client } from 'undici';
import type { TransportFailure } from '../../model/exchange.ts';
import { type HttpRequest, type HttpResponse, headerValues } from '../../model/http.ts';
import { addressOf, type Dialer } from './dialer.ts';
import { ResponseReader } from './response-reader.ts';
import { transportFailure } from './transport-failure.ts';
import type { Limits, TransportResult } from './transport-result.ts';

export interface Delivery {
  readonly result: TransportResult;
  /** The connection can take another request. */
  readonly reusable: boolean;
}

/** One connection at a time: after an orderly end the next request opens another one. */
export interface Connection {
  /** Connects now, so that the next request leaves at once. What fails is left to that request to meet again. */
  open(signal: AbortSignal): Promise<void>;
  /** One request at a time. */
  send(request: HttpRequest, limits: Limits, onDelivery: (delivery: Delivery) => void): void;
  destroy(): void;
}

/** Opening beforehand waits for so long at most. */
const OPEN_MS = 1000;

export function createConnection(dialer: Dialer): Connection {
  const opened = createOpened(dialer);
  const use: SocketUse = { current: undefined, served: undefined };
  const client = createClient(dialer, opened, use);
  return {
    open: opened.open,
    send: (request, limits, onDelivery) => {
      const before = use.current;
      const settle = (result: TransportResult) => {
        const { failure, response } = result;
        if (failure === undefined) use.served = use.current;
        const wasReused = before !== undefined && before === use.served && before === use.current;
        const isLost = response === null && LOST.has(failure?.code ?? '');
        onDelivery({
          result: failure && wasReused && isLost ? { response, failure: onReused(failure) } : result,
          reusable: failure === undefined && result.open !== true && mayServeAgain(response),
        });
      };
      const reader = new ResponseReader(limits, (result) => {
        if (result.failure !== undefined) return settle(result);
        // the parser has seen by then what else came in the same packet
        setImmediate(() => settle(isFollowed(use.current) ? { ...result, failure: FOLLOWED } : result));
      });
      reader.begin();
      if (request.method === 'CONNECT') return reader.fail(TUNNEL);
      try {
        client.dispatch(dispatchOptions(request, dialer), reader);
      } catch (error) {
        reader.fail(transportFailure(error));
      }
    },
    destroy: () => {
      opened.take()?.destroy();
      void client.destroy();
    },
  };
}

const TUNNEL: TransportFailure = {
  code: 'request-refused',
  message: 'CONNECT asks for a tunnel and not for an answer; use another method',
};

const FOLLOWED: TransportFailure = {
  code: 'response-malformed',
  message: 'after the end of the response the server sent more bytes, which belong to no request',
};

/** The client ends a connection on which bytes come that nobody asked for. It gives this error no code of its own. */
function isFollowed(socket: Socket | undefined): boolean {
  return socket?.errored?.message === 'bad response';
}

/** The socket of the connection now, and the one that has given a complete answer. */
interface SocketUse {
  current: Socket | undefined;
  served: Socket | undefined;
}

function createClient({ undici, origin, connect }: Dialer, opened: Opened, use: SocketUse): Client {
  return new undici.Client(origin, {
    pipelining: 1,
    // shorter than any usual server's, so that a request seldom meets a connection that is being closed
    keepAliveTimeout: 2000,
    keepAliveMaxTimeout: 2000,
    // the whole exchange has one deadline of its own
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, callback) => {
      const ready = opened.take();
      use.current = ready;
      // the client does not take an answer that comes before it has done asking
      if (ready !== undefined) return queueMicrotask(() => callback(null, ready));
      connect(options, (...outcome) => {
        use.current = outcome[1] ?? undefined;
        callback(...outcome);
      });
    },
  });
}

interface Opened {
  readonly open: Connection['open'];
  readonly take: () => Socket | undefined;
}

/** A socket that was connected before it was needed. */
function createOpened({ origin, connect }: Dialer): Opened {
  let ready: Socket | undefined;
  return {
    take: () => {
      const socket = ready?.destroyed === false ? ready : undefined;
      ready = undefined;
      return socket;
    },
    open: (signal) =>
      new Promise((resolve) => {
        let waiting = !signal.aborted;
        const done = () => {
          waiting = false;
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(done, OPEN_MS);
        if (!waiting) return done();
        connect(addressOf(origin), (_error, socket) => {
          socket?.on('error', () => {});
          if (waiting) ready = socket ?? undefined;
          else socket?.destroy();
          done();
        });
      }),
  };
}

const LOST: ReadonlySet<string> = new Set(['connection-reset', 'connection-closed']);

/** Nobody can know whether the server read the request or had closed the idle connection before. */
function onReused({ code, message }: TransportFailure): TransportFailure {
  return { code, message: `${message}; the connection had served an earlier request`, reused: true };
}

/** Many servers end a connection after an error of their own, and do not always say so. */
function mayServeAgain(response: HttpResponse | null): boolean {
  if (response === null || response.status >= 500) return false;
  return !headerValues(response.headers, 'connection').some((value) => /\bclose\b/i.test(value));
}

function dispatchOptions({ target, method, headers, body }: HttpRequest, dialer: Dialer) {
  return { path: dialer.targetPrefix + target, method, headers: [...headers, ...dialer.headers].flat(), body };
}
