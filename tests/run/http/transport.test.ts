import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HttpRequest } from '../../../src/model/http.ts';
import { openTransport, type Transport, type TransportOptions } from '../../../src/run/http/transport.ts';
import { freePort, serve, serveRaw } from '../servers.ts';

const NEVER = new AbortController().signal;

function request(given: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', target: '/', headers: [], body: null, ...given };
}

async function open(origin: string, given: Partial<TransportOptions> = {}): Promise<Transport> {
  const transport = await openTransport({ origin, timeoutMs: 2000, ...given });
  onTestFinished(() => transport.close());
  return transport;
}

function text(body: Uint8Array | undefined): string {
  return Buffer.from(body ?? []).toString('utf8');
}

describe('a request', () => {
  it.each([
    ['a raw target with dots and escapes', { target: '/a/../b?x=%2F&y=1&x=2' }],
    ['a method of its own', { method: 'PURGE' }],
    ['an empty query', { target: '/a?' }],
    ['a doubled slash', { target: '//a//b' }],
  ])('keeps %s', async (_title, given) => {
    const server = await serve((_request, response) => response.end());
    await (await open(server.origin)).send(request(given), NEVER);
    expect(server.seen).toMatchObject([given]);
  });

  it('keeps the order, the letter case and the duplicates of headers', async () => {
    const server = await serve((_request, response) => response.end());
    const headers = [
      ['X-Second', '2'],
      ['x-first', '1'],
      ['X-Second', '3'],
    ] as const;
    await (await open(server.origin)).send(request({ headers }), NEVER);
    const own = server.seen[0]?.headers.filter((_part, index, all) => /x-/i.test(all[index - (index % 2)] ?? ''));
    expect(own).toEqual(headers.flat());
  });

  it('can have a body with GET', async () => {
    const server = await serve((_request, response) => response.end());
    await (await open(server.origin)).send(request({ body: Buffer.from('{"a":1}') }), NEVER);
    expect(server.seen[0]).toMatchObject({ method: 'GET', body: '{"a":1}' });
  });

  it('does not ask for a compressed response', async () => {
    const server = await serve((_request, response) => response.end());
    await (await open(server.origin)).send(request(), NEVER);
    expect(server.seen[0]?.headers.join().toLowerCase()).not.toContain('accept-encoding');
  });

  it('never follows a redirect', async () => {
    const server = await serve((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    const { response } = await (await open(server.origin)).send(request(), NEVER);
    expect(response?.status).toBe(302);
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    ['a header that may not be sent', { headers: [['Transfer-Encoding', 'chunked']] as const }],
    ['a target with a space', { target: '/a b' }],
    ['a line end in a header', { headers: [['X-A', 'a\r\nX-B: b']] as const }],
    ['a method that asks for a tunnel', { method: 'CONNECT' }],
  ])('is rejected with %s', async (_title, given) => {
    const server = await serve((_request, response) => response.end());
    const result = await (await open(server.origin)).send(request(given), NEVER);
    expect(result).toMatchObject({ response: null, failure: { code: 'request-refused' } });
    expect(server.seen).toEqual([]);
  });
});

describe('a response', () => {
  it('keeps the order, the letter case and the duplicates of headers', async () => {
    const origin = await serveRaw((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nX-B: 1\r\nx-a: 2\r\nX-B: 3\r\nContent-Length: 2\r\n\r\nhi'),
    );
    const { response } = await (await open(origin)).send(request(), NEVER);
    expect(response?.headers).toEqual([
      ['X-B', '1'],
      ['x-a', '2'],
      ['X-B', '3'],
      ['Content-Length', '2'],
    ]);
    expect(text(response?.body)).toBe('hi');
  });

  it('keeps bytes that are not text', async () => {
    const bytes = Buffer.from([0, 255, 128, 10]);
    const server = await serve((_request, response) => response.end(bytes));
    const { response } = await (await open(server.origin)).send(request(), NEVER);
    expect(Buffer.from(response?.body ?? [])).toEqual(bytes);
  });

  it('is decoded if the server compressed it without being asked, and keeps its header', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('hello')),
    );
    const { response } = await (await open(server.origin)).send(request(), NEVER);
    expect(text(response?.body)).toBe('hello');
    expect(response?.headers).toContainEqual(['content-encoding', 'gzip']);
  });

  it('is not decompressed beyond the limit', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(500_000))),
    );
    const { failure } = await (await open(server.origin, { bodyCap: 100_000 })).send(request(), NEVER);
    expect(failure?.code).toBe('body-too-large');
  });

  it('reports a body that is not in its announced encoding', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain'),
    );
    const { response, failure } = await (await open(server.origin)).send(request(), NEVER);
    expect(failure?.code).toBe('response-malformed');
    expect(text(response?.body)).toBe('plain');
  });

  it('with a huge body is not read further, and keeps its first 64 KiB', async () => {
    const server = await serve((_request, response) => response.end(Buffer.alloc(3_000_000, 'x')));
    const { response, failure } = await (await open(server.origin, { bodyCap: 1_000_000 })).send(request(), NEVER);
    expect(failure?.code).toBe('body-too-large');
    expect(response).toMatchObject({ status: 200, truncatedAt: 65_536 });
    expect(response?.body.byteLength).toBe(65_536);
  });

  it.each([
    ['a 204 that has a body', 'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello', 204],
    ['a 304 with a length', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n', 304],
    ['a 103 before the answer', 'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', 200],
  ])('with %s does not disturb the following requests', async (_title, answer, status) => {
    const origin = await serveRaw((socket) => socket.write(answer));
    const transport = await open(origin);
    for (let count = 0; count < 3; count += 1) {
      const result = await transport.send(request(), NEVER);
      expect(result).toMatchObject({ response: { status } });
      expect(result.failure).toBeUndefined();
    }
  });

  it('is complete for HEAD although it has no body', async () => {
    const server = await serve((_request, response) => response.writeHead(200, { 'content-length': '5' }).end());
    const result = await (await open(server.origin)).send(request({ method: 'HEAD' }), NEVER);
    expect(result).toMatchObject({ response: { status: 200 } });
    expect(result.failure).toBeUndefined();
  });
});

describe('an event stream', () => {
  it('that does not end is complete after its first events', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => response.write('data: 1\n\n'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const { response, failure } = await (await open(server.origin, { timeoutMs: 10_000 })).send(request(), NEVER);
    expect(failure).toBeUndefined();
    expect(text(response?.body)).toMatch(/^(data: 1\n\n)+$/);
  });

  it.each([
    'application/json',
    'application/x-ndjson',
  ])('of JSON lines (%s) that does not end is its first value', async (type) => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': type }).write('{"n":1}\n{"n":2}\n');
    });
    const transport = await open(server.origin, { timeoutMs: 20_000, eventsMs: 1 });
    const { response, failure } = await transport.send(request(), NEVER);
    expect(failure).toBeUndefined();
    expect(text(response?.body)).toBe('{"n":1}\n');
  });

  it.each([
    ['stops within a value', { 'content-type': 'application/json' }, '{"n":1,\n'],
    ['announces a longer body', { 'content-type': 'application/json', 'content-length': '99' }, '{"n":1}\n'],
  ])('is not assumed if a response %s', async (_title, headers, sent) => {
    const server = await serve((_request, response) => response.writeHead(200, headers).write(sent));
    const transport = await open(server.origin, { timeoutMs: 200, eventsMs: 1 });
    expect((await transport.send(request(), NEVER)).failure?.code).toBe('timeout');
  });

  it('that never begins is a timeout', async () => {
    const server = await serve(() => {});
    const { failure } = await (await open(server.origin, { timeoutMs: 200 })).send(request(), NEVER);
    expect(failure?.code).toBe('timeout');
  });
});

describe('a timeout that is longer than the maximum of a timer', () => {
  it('does not end a request immediately', async () => {
    const server = await serve((_request, response) => setTimeout(() => response.end(), 50));
    const result = await (await open(server.origin, { timeoutMs: 999 * 3_600_000 })).send(request(), NEVER);
    expect(result.failure).toBeUndefined();
  });
});

describe('a failure', () => {
  it.each([
    ['another response', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nyo'],
    ['bytes that are no HTTP', 'junk'],
  ])('is response-malformed if %s follows in the same packet', async (_title, behind) => {
    const origin = await serveRaw((socket) => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi${behind}`));
    const result = await (await open(origin)).send(request(), NEVER);
    expect(result).toMatchObject({ response: { status: 200 }, failure: { code: 'response-malformed' } });
    expect(text(result.response?.body)).toBe('hi');
  });

  it('is not assumed if the connection is closed directly after the response', async () => {
    const origin = await serveRaw((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'));
    expect((await (await open(origin)).send(request(), NEVER)).failure).toBeUndefined();
  });

  it('is connection-refused if nothing listens', async () => {
    const result = await (await open(`http://127.0.0.1:${await freePort()}`)).send(request(), NEVER);
    expect(result).toMatchObject({ response: null, failure: { code: 'connection-refused' } });
  });

  it('is host-not-found for a name that does not exist', async () => {
    const result = await (await open('http://does-not-exist.invalid')).send(request(), NEVER);
    expect(result.failure?.code).toBe('host-not-found');
  });

  it.each([
    ['before an answer', '', null],
    ['in the headers', 'HTTP/1.1 200 OK\r\nX-A', null],
    ['in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhel', 'hel'],
  ])('is timeout if the server stops %s', async (_title, answer, kept) => {
    const origin = await serveRaw((socket) => socket.write(answer));
    const result = await (await open(origin, { timeoutMs: 120 })).send(request(), NEVER);
    expect(result.failure?.code).toBe('timeout');
    expect(result.response === null ? null : text(result.response.body)).toBe(kept);
  });

  it('is timeout for an endless slow body', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const { failure } = await (await open(server.origin, { timeoutMs: 150 })).send(request(), NEVER);
    expect(failure?.code).toBe('timeout');
  });

  it.each([
    ['before an answer', '', null],
    ['in the headers', 'HTTP/1.1 200 OK\r\nX-A: 1', null],
    ['in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhel', 'hel'],
  ])('is connection-reset if that happens %s', async (_title, answer, kept) => {
    const origin = await serveRaw((socket) =>
      socket.write(answer, () => setTimeout(() => socket.resetAndDestroy(), 20)),
    );
    const result = await (await open(origin)).send(request(), NEVER);
    expect(result.failure?.code).toBe('connection-reset');
    expect(result.response === null ? null : text(result.response.body)).toBe(kept);
  });

  it.each([
    ['before an answer', ''],
    ['in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhel'],
    [
      'in the body of a connection that was to end',
      'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nx',
    ],
  ])('is connection-closed if the server ends it %s', async (_title, answer) => {
    const origin = await serveRaw((socket) => socket.end(answer));
    expect((await (await open(origin)).send(request(), NEVER)).failure?.code).toBe('connection-closed');
  });

  it.each([
    ['is not HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['has a broken header', 'HTTP/1.1 200 OK\r\nno colon here\r\n\r\n'],
    ['has endless headers', `HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(100_000)}\r\n\r\n`],
  ])('is response-malformed if the response %s', async (_title, answer) => {
    const origin = await serveRaw((socket) => socket.write(answer));
    expect((await (await open(origin)).send(request(), NEVER)).failure?.code).toBe('response-malformed');
  });

  it('is tls-failed if the server does not use TLS', async () => {
    const origin = await serveRaw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const result = await (await open(origin.replace('http:', 'https:'))).send(request(), NEVER);
    expect(result.failure?.code).toBe('tls-failed');
  });

  it('is interrupted if the signal aborts or has aborted', async () => {
    const stop = new AbortController();
    const server = await serve(() => stop.abort('SIGINT'));
    const transport = await open(server.origin);
    expect((await transport.send(request(), stop.signal)).failure?.code).toBe('interrupted');
    expect((await transport.send(request(), stop.signal)).failure?.code).toBe('interrupted');
    expect(server.seen).toHaveLength(1);
  });

  it('contains the error code of the system in its message', async () => {
    const result = await (await open(`http://127.0.0.1:${await freePort()}`)).send(request(), NEVER);
    expect(result.failure?.message).toContain('ECONNREFUSED');
  });
});
