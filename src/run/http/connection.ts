import type { Socket } from 'node:net';
import type { Client } from 'undici';
import type { TransportFailure } from '../../model/exchange.ts';
import { type HttpRequest, type HttpResponse, headerValues } from '../../model/http.ts';
import { addressOf, type Dialer } from './dialer.ts';
import { ResponseReader } from './response-reader.ts';
import { transportFailure } from './transport-failure.ts';
import type { Limits, TransportResult } from './transport-result.ts';

interface Delivery {
  readonly result: TransportResult;
  readonly reusable: boolean;
}

/** If the server has closed the connection, the next request opens a new connection. */
export interface Connection {
  /** If connecting in advance fails, the next request reports the error. */
  open(signal: AbortSignal): Promise<void>;
  /** Must not be called again before `onDelivery` was called. */
  send(request: HttpRequest, limits: Limits, onDelivery: (delivery: Delivery) => void): void;
  destroy(): void;
}

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
        // Waits until undici has parsed the rest of the packet.
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
  message: 'CONNECT opens a tunnel and returns no response; use another method',
};

const FOLLOWED: TransportFailure = {
  code: 'response-malformed',
  message: 'the server sent more bytes after the end of the response',
};

/** True if more bytes follow the response. The undici error for this case has no code. */
function isFollowed(socket: Socket | undefined): boolean {
  return socket?.errored?.message === 'bad response';
}

/** `served` is the last socket on which a complete response arrived. */
interface SocketUse {
  current: Socket | undefined;
  served: Socket | undefined;
}

function createClient({ undici, origin, connect }: Dialer, opened: Opened, use: SocketUse): Client {
  return new undici.Client(origin, {
    pipelining: 1,
    // Most servers close idle connections later, so a request rarely meets a closed connection.
    keepAliveTimeout: 2000,
    keepAliveMaxTimeout: 2000,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, callback) => {
      const ready = opened.take();
      use.current = ready;
      // undici rejects a response that arrives before the request has been sent completely.
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

/** The server may have closed an idle connection before the request arrived. */
function onReused({ code, message }: TransportFailure): TransportFailure {
  return { code, message: `${message}; an earlier request was sent on this connection`, reused: true };
}

/** Many servers close the connection after an internal error, even without the header `Connection: close`. */
function mayServeAgain(response: HttpResponse | null): boolean {
  if (response === null || response.status >= 500) return false;
  return !headerValues(response.headers, 'connection').some((value) => /\bclose\b/i.test(value));
}

function dispatchOptions({ target, method, headers, body }: HttpRequest, dialer: Dialer) {
  return { path: dialer.targetPrefix + target, method, headers: [...headers, ...dialer.headers].flat(), body };
}
