import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHttpResponse } from '../../src/vitest/http-response.ts';

const THING = '{"id":"1","name":"lamp"}';

const text = (body: Uint8Array | null | undefined) => new TextDecoder().decode(body ?? new Uint8Array());

describe('a response of fetch', () => {
  it('is read and can be read again', async () => {
    const response = new Response(THING, { status: 201, headers: { 'content-type': 'application/json' } });
    const { status, headers, body } = await toHttpResponse(response);
    expect({ status, body: text(body) }).toEqual({ status: 201, body: THING });
    expect(headers).toEqual([['content-type', 'application/json']]);
    expect(await response.json()).toEqual({ id: '1', name: 'lamp' });
  });

  it('is rejected if its body has already been read', async () => {
    const response = new Response(THING);
    await response.text();
    await expect(toHttpResponse(response)).rejects.toThrow('has already been read');
  });
});

describe('a response of undici.request', () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip', 'x-tag': ['a', 'b'] });
    response.end(gzipSync(THING));
  });
  let url = '';
  beforeAll(async () => {
    await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it('is decoded, and keeps every line of a repeated header', async () => {
    const { status, headers, body } = await toHttpResponse(await request(url));
    expect({ status, body: text(body) }).toEqual({ status: 200, body: THING });
    expect(headers.filter(([name]) => name === 'x-tag')).toEqual([
      ['x-tag', 'a'],
      ['x-tag', 'b'],
    ]);
    expect(headers.map(([name]) => name)).not.toContain('content-encoding');
  });

  it('can be read again', async () => {
    const response = await request(url);
    await toHttpResponse(response);
    expect(gzipSync(THING).equals(new Uint8Array(await response.body.arrayBuffer()))).toBe(true);
  });
});

describe('a response of axios', () => {
  const response = (data: unknown, type: string, responseType?: string) => ({
    status: 200,
    headers: { 'content-type': type },
    data,
    config: { responseType },
  });

  it.each([
    ['an object', { id: '1' }, 'application/json', '{"id":"1"}'],
    ['a text that was JSON', 'lamp', 'application/json; charset=utf-8', '"lamp"'],
    ['null', null, 'application/problem+json', 'null'],
    ['an empty body', '', 'application/json', ''],
    ['text', 'lamp', 'text/plain', 'lamp'],
    ['bytes', new Uint8Array([108, 97]), 'application/octet-stream', 'la'],
  ])('is written as it was sent: %s', async (_, data, type, sent) => {
    expect(text((await toHttpResponse(response(data, type))).body)).toBe(sent);
  });

  it('is already text if axios was told not to parse it', async () => {
    expect(text((await toHttpResponse(response(THING, 'application/json', 'text'))).body)).toBe(THING);
  });

  it('is rejected if it is a stream', async () => {
    const stream = { pipe: () => undefined };
    await expect(toHttpResponse(response(stream, 'application/json'))).rejects.toThrow('axios was asked for a stream');
  });
});

it('rejects what is not a response', async () => {
  await expect(toHttpResponse({ ok: true })).rejects.toThrow('needs a response of fetch, undici.request or axios');
});
