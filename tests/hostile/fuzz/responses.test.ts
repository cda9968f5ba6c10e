import { gzipSync } from 'node:zlib';
import { assert, asyncProperty, constantFrom } from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TRANSPORT_FAILURES } from '../../../src/model/exchange.ts';
import { readAnswer } from '../../../src/run/http/answer-body.ts';
import { openTransport } from '../../../src/run/http/transport.ts';
import { serveRaw } from '../../run/servers.ts';
import { damagedText, fuzzing } from './mutations.ts';

const CAP = 2000;
const CHUNKED =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: b\r\nX-A: c\r\n\r\n4\r\n{"a"\r\n3\r\n:1}\r\n0\r\n\r\n';
const EVENTS = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: 1\n\ndata: 2\n\n';
const PLAIN =
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n{"id":1}';
const packed = gzipSync(Buffer.alloc(100_000)).toString('latin1');
const BOMB = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`;

describe('the reader of responses', () => {
  it('gives a response within the cap, or a known failure, for any bytes', async () => {
    let next: Uint8Array = Buffer.alloc(0);
    const origin = await serveRaw((socket) => void socket.end(next));
    const transport = await openTransport({ origin, timeoutMs: 2000, bodyCap: CAP });
    onTestFinished(() => transport.close());
    const inputs = constantFrom(CHUNKED, EVENTS, PLAIN, BOMB).chain((valid) =>
      damagedText(valid).map((bytes) =>
        valid === BOMB ? Buffer.concat([bytes, Buffer.from(packed, 'latin1')]) : bytes,
      ),
    );
    await assert(
      asyncProperty(inputs, constantFrom('GET', 'HEAD', 'POST'), async (bytes, method) => {
        next = bytes;
        const request = { method, target: '/', headers: [], body: null };
        const { response, failure } = await transport.send(request, AbortSignal.timeout(5000));
        if (failure !== undefined) expect(TRANSPORT_FAILURES).toContain(failure.code);
        if (failure === undefined) expect(response).not.toBeNull();
        if (response === null) return;
        expect(response.body.byteLength).toBeLessThanOrEqual(CAP + MOST_PIECE);
        expect(typeof readAnswer(response).isJson).toBe('boolean');
      }),
      fuzzing(150),
    );
  });
});

/** A body may exceed the limit by one piece, because the last piece is kept completely. */
const MOST_PIECE = 64 * 1024;
