import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly line: string;
  readonly headers: { readonly [name: string]: unknown };
  readonly body: unknown;
}

/** A server that responds as configured, and records the requests. */
export class EchoServer {
  answer = { status: 200, headers: {} as { [name: string]: string }, body: '{"id":"cue_1"}' };
  last: SeenRequest | null = null;
  readonly #server: Server = createServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString();
    this.last = {
      line: `${request.method} ${request.url}`,
      headers: request.headers,
      body: text === '' ? null : JSON.parse(text),
    };
    response.writeHead(this.answer.status, this.answer.headers);
    response.end(this.answer.body);
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`; // safe cast: `address()` returns an object for a TCP server
  }

  close(): void {
    this.#server.close();
  }
}

export const SUCCESS = { status: 200, headers: {}, body: '{"id":"cue_1"}' };
export const TOO_MANY = {
  status: 429,
  headers: { 'Retry-After': '7' },
  body: '{"error":{"code":"too_many","message":"Slow down.","status":429}}',
};
