import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createRawServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Seen {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly string[];
  readonly body: string;
  readonly at: number;
}

export interface TestServer {
  readonly origin: string;
  readonly port: number;
  /** The received requests. The server adds each request when its last byte has arrived. */
  readonly seen: Seen[];
}

export type Handler = (request: Seen, response: ServerResponse, index: number) => void;

/** Starts an HTTP server on loopback. The end of the test closes the server. */
export async function serve(handler: Handler): Promise<TestServer> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const what = await readRequest(request);
    seen.push(what);
    handler(what, response, seen.length - 1);
  });
  const port = await listen(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${port}`, port, seen };
}

/** Starts a server that sends raw bytes, and calls `onRequest` for each piece of data that arrives. */
export async function serveRaw(onRequest: (socket: Socket, text: string, connection: number) => void): Promise<string> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createRawServer((socket) => {
    const connection = connections++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => onRequest(socket, bytes.toString('latin1'), connection));
  });
  const port = await listen(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${port}`;
}

export async function freePort(): Promise<number> {
  const server = createRawServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readRequest(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  return { method: request.method ?? '', target: request.url ?? '', headers: request.rawHeaders, body, at: Date.now() };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)); // safe cast: `address()` returns an object for a TCP server
  });
}
