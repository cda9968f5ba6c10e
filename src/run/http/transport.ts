import type { TransportFailure } from '../../model/exchange.ts';
import type { HttpRequest, HttpResponse } from '../../model/http.ts';
import { type Connection, createConnection } from './connection.ts';
import { decodeBody } from './decode-body.ts';
import { type ConnectionOptions, createDialer, type Dialer, proxyName } from './dialer.ts';
import { HTTP2_ONLY } from './transport-failure.ts';
import type { Limits, TransportResult } from './transport-result.ts';

export interface TransportOptions {
  readonly origin: string;
  readonly connection?: ConnectionOptions;
  /** Maximum milliseconds from the start of connecting to the end of the body. */
  readonly timeoutMs: number;
  /** Maximum bytes of a body, by default 16 MiB. */
  readonly bodyCap?: number;
  /** Milliseconds for which a stream of events is read, by default 1000. */
  readonly eventsMs?: number;
  readonly decodes?: boolean;
}

/** Sends one request unchanged, without following redirects, and never throws. */
export type SendRequest = (request: HttpRequest, signal: AbortSignal) => Promise<TransportResult>;

export interface Transport {
  readonly origin: string;
  readonly send: SendRequest;
  /** Opens one connection per request, because the requests are sent at the same time. */
  lanes(count: number, signal: AbortSignal): Promise<readonly SendRequest[]>;
  close(): Promise<void>;
}

const BODY_CAP = 16 * 1024 * 1024;
const EVENTS_MS = 1000;

/** Connects to exactly one origin, because a credential must not reach another server. */
export async function openTransport(options: TransportOptions): Promise<Transport> {
  const { origin, timeoutMs, bodyCap = BODY_CAP, eventsMs = EVENTS_MS, decodes = true } = options;
  const dialer = await createDialer(options);
  const pool = createConnectionPool(dialer);
  const explain = createExplainer(
    dialer,
    decodes ? (response) => decodeBody(response, bodyCap) : (response) => ({ response }),
  );
  const limited =
    (send: Send): SendRequest =>
    (request, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) resolve(INTERRUPTED);
        else send(request, { signal, timeoutMs, bodyCap, eventsMs }, (result) => resolve(explain(result)));
      });
  return {
    origin,
    send: limited(pool.send),
    lanes: async (count, signal) => (await pool.lanes(count, signal)).map(limited),
    close: async () => pool.close(),
  };
}

interface LoneRequest extends Omit<TransportOptions, 'origin'> {
  readonly url: URL;
  readonly signal: AbortSignal;
  /** The request to send, by default a GET without a body. */
  readonly request?: Partial<Pick<HttpRequest, 'method' | 'headers' | 'body'>>;
}

/** Uses a separate connection, because the request is not part of a run. */
export async function sendAlone({ url, signal, request, ...options }: LoneRequest): Promise<TransportResult> {
  const transport = await openTransport({ ...options, origin: url.origin });
  try {
    const headers = [['Host', url.host] as const, ...(request?.headers ?? [])];
    const target = `${url.pathname}${url.search}`;
    return await transport.send({ method: 'GET', body: null, ...request, headers, target }, signal);
  } finally {
    await transport.close();
  }
}

const INTERRUPTED: TransportResult = {
  response: null,
  failure: { code: 'interrupted', message: 'the run was interrupted' },
};

type Explain = (result: TransportResult) => TransportResult | Promise<TransportResult>;

/** After failed requests, checks once whether the server supports only HTTP/2. */
function createExplainer(dialer: Dialer, decode: (response: HttpResponse) => TransportResult): Explain {
  let hasResponded = false;
  let isHttp2: Promise<boolean> | undefined;
  return (result) => {
    const { response, failure } = result;
    if (response !== null) {
      hasResponded = true;
      if (isProxyRefusal(dialer, response.status)) return { response: null, failure: proxyRefusal(dialer) };
      return failure !== undefined ? result : { ...result, ...decode(response) };
    }
    if (hasResponded || !AS_OF_HTTP2.has(failure?.code)) return result;
    isHttp2 ??= speaksHttp2(dialer);
    return isHttp2.then((yes) => (yes ? { response: null, failure: HTTP2_ONLY } : result));
  };
}

/** Error codes of an HTTP/1.1 request to a server that speaks only HTTP/2. */
const AS_OF_HTTP2: ReadonlySet<TransportFailure['code'] | undefined> = new Set([
  'response-malformed',
  'connection-closed',
  'connection-reset',
]);

const GREETING_MS = 1000;

async function speaksHttp2({ origin, connection }: Dialer): Promise<boolean> {
  const { tls, socketPath, proxy } = connection;
  if (proxy !== undefined) return false;
  const { connect } = await import('node:http2');
  return new Promise((resolve) => {
    const session = connect(origin, { ...tls, ...(socketPath !== undefined && { path: socketPath }) });
    const settle = (answer: boolean) => {
      clearTimeout(timer);
      session.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => settle(false), GREETING_MS);
    session.once('remoteSettings', () => settle(true));
    session.on('error', () => settle(false));
    session.once('close', () => settle(false));
  });
}

/** Through a tunnel, a 407 comes from the target, and not from the proxy. */
function isProxyRefusal({ targetPrefix }: Dialer, status: number): boolean {
  return targetPrefix !== '' && status === 407;
}

function proxyRefusal({ connection: { proxy } }: Dialer): TransportFailure {
  const name = proxy === undefined ? '' : ` ${proxyName(proxy)}`;
  return { code: 'proxy-refused', message: `the proxy${name} requires a user and a password (407)` };
}

type Send = (request: HttpRequest, limits: Limits, onResult: (result: TransportResult) => void) => void;

interface ConnectionPool {
  readonly send: Send;
  lanes(count: number, signal: AbortSignal): Promise<readonly Send[]>;
  close(): void;
}

/** Maximum number of idle connections that are kept for later requests. */
const MOST_IDLE = 32;

/** If the system cannot open more files, this many connections are closed, because the run must open files too. */
const ROOM = 8;

function createConnectionPool(dialer: Dialer): ConnectionPool {
  const open = trackConnections(dialer);
  const queue: Waiting[] = [];
  const use = (connection: Connection, waiting: Waiting): void =>
    connection.send(waiting.request, waiting.limits, ({ result, reusable }) => {
      open.giveBack(connection, reusable);
      // A server that closed one idle connection may have closed its other idle connections too.
      if (result.failure?.reused) open.dropIdle();
      if (result.failure?.exhausted === true && open.settleForFewer()) queue.push(waiting);
      else waiting.onResult(result);
      serveNext();
    });
  const serveNext = () => {
    const connection = queue.length > 0 ? open.take() : undefined;
    const next = connection && queue.shift();
    if (connection !== undefined && next !== undefined) use(connection, next);
  };
  const start = (waiting: Waiting) => {
    const connection = open.take();
    if (connection === undefined) queue.push(waiting);
    else use(connection, waiting);
  };
  return {
    send: (request, limits, onResult) => start({ request, limits, onResult }),
    lanes: async (count, signal) => {
      const lanes = Array.from({ length: count }, open.make);
      await Promise.all(lanes.map((lane) => lane.open(signal)));
      return lanes.map(
        (lane): Send =>
          (request, limits, onResult) =>
            use(lane, { request, limits, onResult }),
      );
    },
    close: open.close,
  };
}

function trackConnections(dialer: Dialer) {
  const all = new Set<Connection>();
  const idle: Connection[] = [];
  let most = Number.POSITIVE_INFINITY;
  const make = () => {
    const connection = createConnection(dialer);
    all.add(connection);
    return connection;
  };
  const drop = (connection: Connection) => {
    all.delete(connection);
    connection.destroy();
  };
  const dropIdle = () => {
    for (const connection of idle.splice(0)) drop(connection);
  };
  return {
    make,
    dropIdle,
    take: () => idle.pop() ?? (all.size < most ? make() : undefined),
    giveBack: (connection: Connection, reusable: boolean) => {
      if (reusable && idle.length < MOST_IDLE && all.size <= most) idle.push(connection);
      else drop(connection);
    },
    /** Returns false if waiting is useless, because no connection is open. */
    settleForFewer: () => {
      if (all.size > 0) most = Math.min(most, Math.max(1, all.size - ROOM));
      return all.size > 0;
    },
    close: () => {
      for (const connection of all) connection.destroy();
      all.clear();
      idle.length = 0;
    },
  };
}

interface Waiting {
  readonly request: HttpRequest;
  readonly limits: Limits;
  readonly onResult: (result: TransportResult) => void;
}
