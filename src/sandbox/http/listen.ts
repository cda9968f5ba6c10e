import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SandboxReply, SandboxRequest } from './message.ts';

/** Maximum size of a body in bytes. */
const BODY_LIMIT = 1_048_576;

export interface RunningServer {
  readonly origin: string;
  close(): Promise<void>;
}

export async function listen(
  port: number,
  answer: (request: SandboxRequest) => Promise<SandboxReply>,
): Promise<RunningServer> {
  const server = createServer((message, response) => {
    serve(message, response, answer).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { origin: `http://127.0.0.1:${portOf(server)}`, close: () => closeNow(server) };
}

function portOf(server: Server): number {
  const address = server.address() as AddressInfo; // safe cast: `address()` returns an object for a TCP server
  return address.port;
}

function closeNow(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  answer: (request: SandboxRequest) => Promise<SandboxReply>,
): Promise<void> {
  const request = await readRequest(message);
  const reply = await answer(request);
  if (!response.destroyed) writeReply(response, reply);
}

async function readRequest(message: IncomingMessage): Promise<SandboxRequest> {
  const target = message.url ?? '/';
  const [path = '/', search = ''] = splitOnce(target, '?');
  const { body, isTooLarge } = await readBody(message);
  return {
    method: message.method ?? 'GET',
    target,
    path: decode(path),
    query: Object.fromEntries(new URLSearchParams(search)),
    headers: message.headers,
    body,
    isBodyTooLarge: isTooLarge,
    ip: message.socket.remoteAddress ?? '',
  };
}

/** Reads even a body that is too large, because the client would otherwise get a reset instead of the response. */
async function readBody(message: IncomingMessage): Promise<{ readonly body: Buffer; readonly isTooLarge: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= BODY_LIMIT) chunks.push(bytes);
  }
  return { body: Buffer.concat(chunks), isTooLarge: size > BODY_LIMIT };
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function writeReply(response: ServerResponse, reply: SandboxReply): void {
  const bytes = contentBytes(reply);
  const type = contentType(reply);
  response.writeHead(reply.status, {
    ...(type === undefined ? {} : { 'Content-Type': type }),
    ...(reply.status === 204 || reply.status === 304 ? {} : { 'Content-Length': String(bytes.length) }),
    ...reply.headers,
  });
  response.end(bytes);
}

function contentBytes({ content }: SandboxReply): Buffer {
  if (content.kind === 'empty') return Buffer.alloc(0);
  return Buffer.from(content.kind === 'html' ? content.text : JSON.stringify(content.value), 'utf8');
}

function contentType({ content }: SandboxReply): string | undefined {
  if (content.kind === 'empty') return undefined;
  return content.kind === 'html' ? 'text/html; charset=utf-8' : 'application/json';
}
