import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly head: string;
}

export interface Behavior {
  /** This function responds to a complete request if the path contains `hostile`. */
  readonly answer?: (socket: Socket, request: RawRequest) => void;
  /** This function is called when the headers of a hostile request have arrived. */
  readonly onHead?: (socket: Socket) => void;
  /** This function is called after a response, unless the path contains `hostile`. */
  readonly afterEach?: (socket: Socket) => void;
}

export interface RawServer {
  readonly url: string;
  /** Request lines and headers, in the order in which the requests arrived. */
  readonly heads: readonly string[];
  /** Accepts no more connections, but keeps the existing connections. */
  readonly stop: () => Promise<void>;
}

const THING = '{"id":"t1","name":"x"}';

/** Starts a server that fulfils the contracts, except for paths that contain `hostile`. */
export async function startRawServer(behavior: Behavior = {}): Promise<RawServer> {
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    readRequests(socket, {
      head: (request) => {
        heads.push(request.head);
        if (isHostile(request)) behavior.onHead?.(socket);
      },
      whole: (request) => respond(socket, request, behavior),
    });
  });
  const port = await listen(server);
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}`, heads, stop };
}

/** A complete response with the right Content-Length. */
export function answerText(
  body: string | Buffer,
  headers = 'Content-Type: application/json',
  status = '200 OK',
): Buffer {
  const bytes = Buffer.from(body);
  const head = `HTTP/1.1 ${status}\r\n${headers}\r\nContent-Length: ${bytes.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}

function respond(socket: Socket, request: RawRequest, behavior: Behavior): void {
  if (isHostile(request)) behavior.answer?.(socket, request);
  else answerWell(socket, request, behavior);
}

function answerWell(socket: Socket, request: RawRequest, behavior: Behavior): void {
  if (request.method === 'DELETE') socket.write('HTTP/1.1 204 No Content\r\n\r\n');
  else socket.write(answerText(THING, undefined, request.method === 'POST' ? '201 Created' : '200 OK'));
  behavior.afterEach?.(socket);
}

function isHostile({ target }: RawRequest): boolean {
  return target.includes('hostile');
}

interface Listener {
  readonly head: (request: RawRequest) => void;
  readonly whole: (request: RawRequest) => void;
}

function readRequests(socket: Socket, listener: Listener): void {
  let waiting = '';
  let current: { readonly request: RawRequest; readonly size: number } | undefined;
  socket.on('data', (bytes) => {
    waiting += bytes.toString('latin1');
    for (;;) {
      const end = waiting.indexOf('\r\n\r\n');
      if (current === undefined) {
        if (end === -1) return;
        current = parseHead(waiting.slice(0, end));
        waiting = waiting.slice(end + 4);
        listener.head(current.request);
      }
      if (waiting.length < current.size) return;
      waiting = waiting.slice(current.size);
      const { request } = current;
      current = undefined;
      listener.whole(request);
    }
  });
}

function parseHead(head: string): { readonly request: RawRequest; readonly size: number } {
  const [method = '', target = ''] = head.split(' ', 2);
  return { request: { method, target, head }, size: Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0) };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)); // safe cast: `address()` returns an object for a TCP server
  });
}
