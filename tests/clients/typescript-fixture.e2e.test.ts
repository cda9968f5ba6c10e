import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signatureHeaders } from '../../src/sandbox/signing.ts';

// This client is correct, so it must cause no finding.
const ENTRY = join(import.meta.dirname, '../fixtures/clients/typescript/lib/index.js');
const acme = await import(pathToFileURL(ENTRY).href);

let server: Server;
let answer: { status: number; body: string; headers?: Record<string, string> };
let baseUrl: string;

beforeAll(async () => {
  server = createServer((_request, response) => response.writeHead(answer.status, answer.headers).end(answer.body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe.each([
  [304, 'AcmeError'],
  [400, 'ValidationError'],
  [401, 'AuthenticationError'],
  [402, 'AcmeError'],
  [403, 'ForbiddenError'],
  [404, 'NotFoundError'],
  [409, 'ConflictError'],
  [422, 'ValidationError'],
  [429, 'RateLimitError'],
  [500, 'ServerError'],
  [503, 'ServerError'],
])('for status %i, the TypeScript fixture', (status, name) => {
  it.each(['', '<html>'])('raises the error class of the status if the body is %j', async (body) => {
    answer = { status, body };
    const sent = status === 304 ? '' : body;
    expect(await failure()).toMatchObject({
      constructor: acme[name],
      status,
      code: null,
      message: `HTTP ${status}`,
      body: sent,
    });
  });
});

it("keeps the server's code, message and retry-after", async () => {
  const error = { code: 'slow_down', message: 'Slow down.', status: 429 };
  answer = { status: 429, body: JSON.stringify({ error }), headers: { 'Retry-After': '7' } };
  expect(await failure()).toMatchObject({ code: 'slow_down', message: 'Slow down.', retryAfter: 7, body: { error } });
});

describe('verifyWebhook of the TypeScript fixture', () => {
  const payload = { b: 1, a: { z: 'é😀', y: [1, { d: null, c: true }] } };
  const secret = 'whsec_made-up';
  const signed = (at: number) => {
    const headers = signatureHeaders(secret, payload, at);
    return { signature: headers['X-CueAPI-Signature'], timestamp: headers['X-CueAPI-Timestamp'], secret };
  };

  it.each([
    ['an object', payload],
    ['text', JSON.stringify(payload)],
    ['bytes', Buffer.from(JSON.stringify(payload))],
  ])('accepts deliveries signed by the sandbox, as %s', (_title, given) => {
    expect(acme.verifyWebhook({ ...signed(Date.now()), payload: given })).toBe(true);
  });

  it.each([
    ['another payload', { payload: { ...payload, b: 2 } }],
    ['another secret', { secret: 'whsec_other' }],
    ['an old signature', signed(Date.now() - 400_000)],
    ['a timestamp that is not a number', { timestamp: 'now' }],
  ])('rejects %s', (_title, change) => {
    expect(acme.verifyWebhook({ ...signed(Date.now()), payload, ...change })).toBe(false);
  });
});

async function failure(): Promise<unknown> {
  const client = new acme.Client({ apiKey: 'key', baseUrl });
  return client.cues.get('c').then(
    () => expect.unreachable('it must fail'),
    (error: unknown) => error,
  );
}
