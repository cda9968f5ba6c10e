import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';
import { userError } from '../../lib/error.ts';
import { errorCode, errorMessage } from '../../lib/error-text.ts';
import { writeJson } from '../../lib/json-text.ts';
import type { TransportFailure } from '../../model/exchange.ts';
import type { HeaderList, HttpRequest, HttpResponse } from '../../model/http.ts';
import { MOST_BYTES, readBytes } from './read-bytes.ts';

export interface Reply {
  readonly response: HttpResponse;
  /** The response in the recording, or null if the recorder made up the response. */
  readonly recorded?: HttpResponse | null;
  readonly failure?: TransportFailure;
}

interface Heard {
  readonly request: HttpRequest;
  readonly response: HttpResponse | null;
  readonly failure?: TransportFailure;
  /** Time of the request, in milliseconds of `performance.now()`. */
  readonly startedAt: number;
  readonly endedAt: number;
}

interface ListenerOptions {
  /** Port to listen on, where 0 means any free port. */
  readonly port?: number;
  /** Returns the response to a request; an error becomes a response 500. */
  readonly answer: (request: HttpRequest, signal: AbortSignal) => Reply | Promise<Reply>;
  /** Returns the TLS settings for a host. Without this function, the server refuses every tunnel. */
  readonly tunnel?: (host: string) => Promise<SecureContext>;
  /** Called in the order of the responses; `number` counts the requests in the order of their arrival. */
  readonly onHeard: (heard: Heard, number: number) => void;
}

export interface Listener {
  readonly origin: string;
  /** Waits until every request has a response, but not longer than the given time. */
  settle(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Listens on loopback, keeps every byte of a request, and accepts any input.
 * @throws port-taken
 */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const state: State = { options, open: new Set(), arrived: 0, idle: undefined };
  const server = createServer(SERVER_OPTIONS, (request, response) => void hear(state, request, response));
  server.on('checkExpectation', (request, response) => void hear(state, request, response));
  server.on('connect', (request, socket: Socket) => void openTunnel(state, { server, request, socket }));
  server.on('clientError', (_, socket) => endWith(socket, '400 Bad Request'));
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo; // safe cast: a TCP server has this type of address
  return {
    origin: `http://127.0.0.1:${port}`,
    settle: (timeoutMs) => settle(state, timeoutMs),
    close: async () => {
      for (const stop of state.open) stop.abort();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const SERVER_OPTIONS = {
  maxHeaderSize: 256 * 1024,
  // A request without a Host header is also recorded.
  requireHostHeader: false,
  // The server keeps idle connections longer than clients do, so no client sends a request on a closing connection.
  keepAliveTimeout: 120_000,
} as const;

interface State {
  readonly options: ListenerOptions;
  /** The requests that have no response yet. */
  readonly open: Set<AbortController>;
  arrived: number;
  idle: (() => void) | undefined;
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    const why = errorCode(error) === 'EADDRINUSE' ? 'it is in use' : errorMessage(error);
    throw userError('port-taken', `cannot listen on port ${port}: ${why}`, {
      exitCode: 3,
      hint: 'Choose another port with --port. With --port 0, the system chooses a free port.',
    });
  }
}

async function hear(state: State, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const number = state.arrived++;
  const startedAt = performance.now();
  const stop = new AbortController();
  state.open.add(stop);
  outgoing.on('error', () => {}); // the client has closed the connection
  try {
    const { bytes, whole } = await readBytes(incoming);
    const request = requestOf(incoming, bytes);
    const reply = whole ? await answerTo(state, request, stop.signal) : TOO_LARGE;
    send(outgoing, { request, reply, whole });
    const { recorded = asSent(reply.response, request), failure } = reply;
    const times = { startedAt, endedAt: performance.now() };
    state.options.onHeard({ request, response: recorded, ...(failure !== undefined && { failure }), ...times }, number);
  } catch {
    // the client closed the connection before its request was complete
    outgoing.destroy();
  } finally {
    state.open.delete(stop);
    if (state.open.size === 0) state.idle?.();
  }
}

async function answerTo({ options }: State, request: HttpRequest, signal: AbortSignal): Promise<Reply> {
  try {
    return await options.answer(request, signal);
  } catch (error) {
    return { response: jsonResponse(500, { error: `the recorder failed: ${errorMessage(error)}` }) };
  }
}

export function jsonResponse(status: number, value: unknown): HttpResponse {
  const headers = [['Content-Type', 'application/json']] as const;
  return { status, headers, body: Buffer.from(writeJson(value)) };
}

const TOO_LARGE: Reply = { response: jsonResponse(413, { error: `the body is larger than ${MOST_BYTES} bytes` }) };

function requestOf(incoming: IncomingMessage, bytes: Uint8Array): HttpRequest {
  const headers = headerPairs(incoming.rawHeaders);
  const announces = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  const body = bytes.length === 0 && !announces ? null : bytes;
  return { method: incoming.method ?? '', target: incoming.url ?? '', headers, body };
}

function headerPairs(raw: readonly string[]): HeaderList {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));
}

interface Sending {
  readonly request: HttpRequest;
  readonly reply: Reply;
  readonly whole: boolean;
}

function asSent(response: HttpResponse, request: HttpRequest): HttpResponse {
  return hasBody(response, request) ? response : { ...response, body: new Uint8Array() };
}

function hasBody({ status }: HttpResponse, { method }: HttpRequest): boolean {
  return status !== 204 && status !== 304 && method !== 'HEAD';
}

function send(outgoing: ServerResponse, { request, reply, whole }: Sending): void {
  const { status, headers, body } = reply.response;
  const sized = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  const isSized = sized || !hasBody(reply.response, request);
  const length: HeaderList = isSized ? [] : [['Content-Length', String(body.length)]];
  const ending: HeaderList = whole ? [] : [['Connection', 'close']];
  outgoing.sendDate = false;
  outgoing.writeHead(status, [...headers, ...length, ...ending].flat());
  outgoing.end(hasBody(reply.response, request) ? body : undefined);
}

interface Tunnel {
  readonly server: Server;
  readonly request: IncomingMessage;
  readonly socket: Socket;
}

/** Inside the tunnel, the server acts as the host that the client calls. */
async function openTunnel(state: State, { server, request, socket }: Tunnel): Promise<void> {
  const { tunnel } = state.options;
  if (tunnel === undefined) return refuseTunnel(state, request, socket);
  try {
    const secureContext = await tunnel((request.url ?? '').replace(/:\d+$/, ''));
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    const secure = new TLSSocket(socket, { isServer: true, secureContext });
    secure.on('error', () => secure.destroy()); // the client does not trust the certificate, or has closed the connection
    server.emit('connection', secure);
  } catch {
    endWith(socket, '502 Bad Gateway');
  }
}

/** Refuses a tunnel, because nothing could record what the client sends through it. */
function refuseTunnel(state: State, incoming: IncomingMessage, socket: Duplex): void {
  const startedAt = performance.now();
  endWith(socket, '405 Method Not Allowed');
  const response: HttpResponse = { status: 405, headers: [], body: new Uint8Array() };
  const request = requestOf(incoming, new Uint8Array());
  state.options.onHeard({ request, response, startedAt, endedAt: startedAt }, state.arrived++);
}

function endWith(socket: Duplex, status: string): void {
  socket.on('error', () => {});
  if (!socket.writable) return void socket.destroy();
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Waits until all received bytes are read, and until all requests have a response. */
async function settle(state: State, timeoutMs: number): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
  if (state.open.size === 0) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
    state.idle = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  state.idle = undefined;
}
