import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HttpRequest } from '../../../src/model/http.ts';
import { openTransport, type Transport } from '../../../src/run/http/transport.ts';
import { freePort, serveRaw } from '../servers.ts';

const NEVER = new AbortController().signal;

function request(given: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', target: '/', headers: [], body: null, ...given };
}

async function open(origin: string): Promise<Transport> {
  const transport = await openTransport({ origin, timeoutMs: 2000 });
  onTestFinished(() => transport.close());
  return transport;
}

describe('a connection', () => {
  const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

  it('is reused after a complete response', async () => {
    const connections: number[] = [];
    const origin = await serveRaw((socket, _text, connection) => {
      connections.push(connection);
      socket.write(OK);
    });
    const transport = await open(origin);
    for (let count = 0; count < 3; count += 1) await transport.send(request(), NEVER);
    expect(connections).toEqual([0, 0, 0]);
  });

  it.each([
    ['a 500', 'HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n'],
    ['an answer that says so', 'HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n'],
  ])('is not reused after %s', async (_title, answer) => {
    const connections: number[] = [];
    const origin = await serveRaw((socket, _text, connection) => {
      connections.push(connection);
      socket.write(answer);
    });
    const transport = await open(origin);
    for (let count = 0; count < 2; count += 1) await transport.send(request(), NEVER);
    expect(connections).toEqual([0, 1]);
  });

  it.each([
    ['reset', (socket: Socket) => socket.resetAndDestroy()],
    ['ended', (socket: Socket) => socket.end()],
  ])('that the server has %s after an earlier response is a failure with the reason, and nothing is repeated', async (_title, end) => {
    const requests = [0, 0];
    const origin = await serveRaw((socket, _text, connection) => {
      requests[connection] = (requests[connection] ?? 0) + 1;
      if (connection === 0 && requests[0] === 2) end(socket);
      else socket.write(OK);
    });
    const transport = await open(origin);
    await transport.send(request(), NEVER);
    const second = await transport.send(request({ method: 'POST', body: Buffer.from('x') }), NEVER);
    expect(second).toMatchObject({ response: null, failure: { reused: true } });
    expect(requests).toEqual([2, 0]);
  });

  it('that the server closed while it was idle is not used: the request is sent on a new one', async () => {
    const requests = [0, 0];
    const origin = await serveRaw((socket, _text, connection) => {
      requests[connection] = (requests[connection] ?? 0) + 1;
      socket.write(OK, () => setTimeout(() => socket.end(), 5));
    });
    const transport = await open(origin);
    for (let count = 0; count < 2; count += 1) {
      expect((await transport.send(request({ method: 'POST' }), NEVER)).failure).toBeUndefined();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(requests).toEqual([1, 1]);
  });

  it('that fails on its first request is a failure, and nothing is repeated', async () => {
    let requests = 0;
    const origin = await serveRaw((socket, text) => {
      if (text.startsWith('GET')) requests += 1; // HTTP/2 probes follow, but they are not counted
      socket.resetAndDestroy();
    });
    const result = await (await open(origin)).send(request(), NEVER);
    expect(result).toMatchObject({ response: null, failure: { code: 'connection-reset' } });
    expect(requests).toBe(1);
  });

  it('that breaks off inside a response is a failure, although it was used before', async () => {
    let requests = 0;
    const origin = await serveRaw((socket) => {
      requests += 1;
      if (requests === 1) socket.write(OK);
      else socket.write('HTTP/1.1 200 OK\r\nX-A', () => setTimeout(() => socket.resetAndDestroy(), 20));
    });
    const transport = await open(origin);
    await transport.send(request(), NEVER);
    expect(await transport.send(request(), NEVER)).toMatchObject({ failure: { code: 'connection-reset' } });
    expect(requests).toBe(2);
  });
});

describe('lanes', () => {
  it('are separate connections whose requests arrive before the first response', async () => {
    const waiting: (() => void)[] = [];
    const connections = new Set<number>();
    const origin = await serveRaw((socket, _text, connection) => {
      connections.add(connection);
      waiting.push(() => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
      if (waiting.length === 8) for (const answer of waiting) answer();
    });
    const lanes = await (await open(origin)).lanes(8, NEVER);
    const results = await Promise.all(lanes.map((send) => send(request(), NEVER)));
    expect(results.map(({ response }) => response?.status)).toEqual(Array(8).fill(200));
    expect(connections.size).toBe(8);
  });

  it('fail like any request if nothing listens', async () => {
    const lanes = await (await open(`http://127.0.0.1:${await freePort()}`)).lanes(2, NEVER);
    const results = await Promise.all(lanes.map((send) => send(request(), NEVER)));
    expect(results.map(({ failure }) => failure?.code)).toEqual(['connection-refused', 'connection-refused']);
  });
});
