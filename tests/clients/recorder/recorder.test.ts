import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Listener } from '../../../src/clients/recorder/listener.ts';
import { openProxy } from '../../../src/clients/recorder/proxy.ts';
import { openRecorder } from '../../../src/clients/recorder/recorder.ts';
import { openReplay } from '../../../src/clients/recorder/replay.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import type { ClientExchange } from '../../../src/model/trace.ts';
import type { OverheardExchange } from '../../../src/recording/traffic-entries.ts';
import { contract, contractSet, errorResponse, exchange, response, spec } from '../../judge/builders.ts';
import { serve } from '../../run/servers.ts';

const MAKE = contract();
const GET = contract({
  ...{ id: 'things.get', method: 'GET', path: '/v1/things/{thing_id}', fields: [] },
  responses: [
    spec(200, { body: { $ref: 'parity:///schemas/thing.yaml' } }),
    spec(429, { headers: [{ name: 'Retry-After', required: true, schema: { type: 'integer' }, profiles: ['full'] }] }),
  ],
});
const PROPOSED = contract({ id: 'things.wish', method: 'PUT', path: '/v1/wish', lifecycle: 'proposed' });
const REMOVED = contract({ id: 'things.gone', method: 'PUT', path: '/v1/gone', lifecycle: 'removed' });
const CONTRACTS = contractSet(MAKE, GET, PROPOSED, REMOVED);

async function recorder() {
  const opened = await openRecorder({ contracts: CONTRACTS, profile: 'full' });
  onTestFinished(opened.close);
  return opened;
}

/** Sends bytes, and returns everything that arrives until the connection is closed. */
async function sendRaw(origin: string, ...pieces: readonly string[]): Promise<string> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.on('error', () => {});
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
  });
  for (const piece of pieces) socket.write(piece, 'latin1');
  await once(socket, 'close');
  return text;
}

async function json(answer: Response): Promise<{ readonly [name: string]: unknown }> {
  return JSON.parse(await answer.text());
}

async function only(taken: Promise<readonly ClientExchange[]>): Promise<ClientExchange> {
  const [first, ...rest] = await taken;
  if (first === undefined || rest.length > 0) throw new Error(`expected one exchange, got ${rest.length + 1}`);
  return first;
}

describe('the list of recorded requests', () => {
  it('keeps the raw target, header lines with duplicates and letter case, and the bytes of the body', async () => {
    const { origin, take } = await recorder();
    await sendRaw(
      origin,
      'POST /v1/boxes/a%2Fb/things?x=1&x=%20 HTTP/1.1\r\nhOST: h\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 3\r\nConnection: close\r\n\r\n\x00\xffz',
    );
    const { request, operation } = await only(take());
    expect(request.target).toBe('/v1/boxes/a%2Fb/things?x=1&x=%20');
    expect(request.headers.slice(0, 3)).toEqual([
      ['hOST', 'h'],
      ['X-A', '1'],
      ['x-a', '2'],
    ]);
    expect([...(request.body ?? [])]).toEqual([0, 255, 0x7a]);
    expect(operation).toBe('things.make');
  });

  it('distinguishes an empty body from an absent body', async () => {
    const { origin, take } = await recorder();
    await fetch(`${origin}/v1/things/1`);
    await fetch(`${origin}/v1/boxes/1/things`, { method: 'POST', body: '' });
    expect((await take()).map(({ request }) => request.body?.length ?? null)).toEqual([null, 0]);
  });

  it('returns requests once, in order of arrival', async () => {
    const { origin, take } = await recorder();
    await Promise.all([1, 2, 3].map((id) => fetch(`${origin}/v1/things/${id}`)));
    expect((await take()).length).toBe(3);
    for (const id of [4, 5, 6]) await fetch(`${origin}/v1/things/${id}`);
    expect((await take()).map(({ request }) => request.target.at(-1))).toEqual(['4', '5', '6']);
    expect(await take()).toEqual([]);
  });

  it('waits for a request that is still arriving', async () => {
    const { origin, take } = await recorder();
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.write('POST /v1/boxes/1/things HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{');
    await once(socket, 'connect');
    await new Promise((resolve) => setTimeout(resolve, 30));
    const taken = take();
    setTimeout(() => socket.write('}'), 30);
    expect((await only(taken)).request.body).toEqual(Buffer.from('{}'));
    socket.destroy();
  });

  it('contains no incomplete request', async () => {
    const { origin, take } = await recorder();
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.write('POST /v1/boxes/1/things HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n{');
    await once(socket, 'connect');
    await new Promise((resolve) => setTimeout(resolve, 30));
    socket.destroy();
    expect(await take()).toEqual([]);
  });

  it.each([
    ['an operation behind a base path', 'GET', '/proxy/api/v1/things/1', 'things.get'],
    ['an operation that is only proposed', 'PUT', '/v1/wish', 'things.wish'],
    ['no operation if the operation is removed', 'PUT', '/v1/gone', null],
    ['no operation for another method', 'PATCH', '/v1/things/1', null],
    ['no operation for a trailing slash', 'GET', '/v1/things/1/', null],
    ['no operation for HEAD', 'HEAD', '/v1/things/1', null],
  ])('names %s', async (_, method, target, operation) => {
    const { origin, take } = await recorder();
    await sendRaw(origin, `${method} ${target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`);
    expect(await only(take())).toMatchObject({ request: { method, target }, operation });
  });

  it('contains a proxy request to the recorder itself as a direct request', async () => {
    const { origin, take, takeElsewhere } = await recorder();
    const target = `${origin}/v1/things/1`;
    await sendRaw(origin, `GET ${target} HTTP/1.1\r\nHost: h\r\nProxy-Connection: close\r\nConnection: close\r\n\r\n`);
    const { request, operation } = await only(take());
    expect([request.target, operation]).toEqual(['/v1/things/1', 'things.get']);
    expect(request.headers.map(([name]) => name)).toEqual(['Host', 'Connection']);
    expect(takeElsewhere()).toEqual([]);
  });

  it('rejects a request meant for another server, and reports its address', async () => {
    const { origin, take, takeElsewhere } = await recorder();
    const lines = 'GET http://elsewhere/v1/things/1 HTTP/1.1\r\nHost: elsewhere\r\nConnection: close\r\n\r\n';
    expect(await sendRaw(origin, lines)).toMatch(/^HTTP\/1\.1 403 /);
    expect(await take()).toEqual([]);
    expect([takeElsewhere(), takeElsewhere()]).toEqual([['elsewhere:80'], []]);
  });
});

describe('the responses of the recorder', () => {
  it("are the contract's success response, and are recorded", async () => {
    const { origin, take } = await recorder();
    const answer = await fetch(`${origin}/v1/things/1`);
    const body = Buffer.from(await answer.arrayBuffer());
    expect(answer.status).toBe(200);
    expect(JSON.parse(body.toString())).toMatchObject({
      id: 'thing_pw~id~1',
      tags: [{ label: 'pw~tags.0.label~4' }, {}],
    });
    expect(Buffer.from((await only(take())).response?.body ?? [])).toEqual(body);
  });

  it("use the API's envelope for an unknown route", async () => {
    const { origin, take } = await recorder();
    const answer = await fetch(`${origin}/v1/nothing`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      error: { code: 'no_route', message: 'no contract describes GET /v1/nothing' },
    });
    expect((await only(take())).operation).toBeNull();
  });

  it('are a declared error with its code and a recognisable message, until this is switched off', async () => {
    const { origin, answer } = await recorder();
    answer({ kind: 'error', status: 409, code: 'box_full' });
    const send = () => fetch(`${origin}/v1/boxes/1/things`, { method: 'POST' });
    for (const got of [await send(), await send()]) {
      expect(got.status).toBe(409);
      expect(await got.json()).toEqual({ error: { code: 'box_full', message: 'pw~message~409' } });
    }
    answer(null);
    expect((await send()).status).toBe(201);
  });

  it.each(['/v1/things/1', '/v1/other'])('contain Retry-After: 7 with a 429 for %s', async (path) => {
    const { origin, answer } = await recorder();
    answer({ kind: 'error', status: 429, code: 'slow_down' });
    expect((await fetch(origin + path)).headers.get('retry-after')).toBe('7');
  });

  it('have the members of the declared error body', async () => {
    const errors = {
      properties: {
        error: { const: 'invalid' },
        detail: { type: 'array', items: { properties: { at: { type: 'string' } } } },
      },
    };
    const strict = contract({ responses: [spec(422, { errors: ['invalid'], body: errors })] });
    const opened = await openRecorder({ contracts: contractSet(strict), profile: 'full' });
    onTestFinished(opened.close);
    opened.answer({ kind: 'error', status: 422, code: 'invalid' });
    const body = await (await fetch(`${opened.origin}/v1/boxes/1/things`, { method: 'POST' })).json();
    expect(body).toEqual({ error: 'invalid', detail: [{ at: 'pw~detail.0.at~1' }, { at: 'pw~detail.1.at~2' }] });
  });

  it('are text that is not JSON, an empty body or a 304 if the tracer asks for them', async () => {
    const { origin, answer } = await recorder();
    const get = () => fetch(`${origin}/v1/things/1`);
    answer({ kind: 'not-json', status: 502 });
    const page = await get();
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
      502,
      'text/html; charset=utf-8',
      '<html>pw~not-json</html>',
    ]);
    answer({ kind: 'empty', status: 200 });
    expect(await (await get()).text()).toBe('');
    answer({ kind: 'not-modified' });
    const same = await get();
    expect([same.status, same.headers.get('etag')]).toEqual([304, '"pw~etag"']);
  });

  it('conform to the envelope of the API for every declared error', async () => {
    const judge = await createJudge({ contracts: CONTRACTS, profile: 'full', where: 'x', severity: {} });
    const { origin, answer } = await recorder();
    for (const { status, errors } of MAKE.responses) {
      for (const code of errors) {
        answer({ kind: 'error', status, code });
        const got = await fetch(`${origin}/v1/boxes/1/things`, { method: 'POST' });
        const { envelope } = CONTRACTS.api;
        expect(judge.problems(envelope?.body ?? true, await got.json())).toEqual([]);
      }
    }
  });
});

describe('the recorder', () => {
  it('responds to garbage with 400 and continues', async () => {
    const { origin, take } = await recorder();
    expect(await sendRaw(origin, '\x16\x03\x01 garbage\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    await fetch(`${origin}/v1/things/1`);
    expect((await take()).length).toBe(1);
  });

  it('opens no tunnel', async () => {
    const { origin, take, takeElsewhere } = await recorder();
    expect(await sendRaw(origin, 'CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 405 /,
    );
    expect(await take()).toEqual([]);
    expect(takeElsewhere()).toEqual(['a.example:443']);
  });

  it('sends 100 Continue to a client that sends Expect', async () => {
    const { origin, take } = await recorder();
    const headers = { Expect: '100-continue', 'Content-Length': 2 };
    const sent = httpRequest(`${origin}/v1/boxes/1/things`, { method: 'POST', headers });
    sent.once('continue', () => sent.end('{}'));
    sent.flushHeaders();
    const [answer] = await once(sent, 'response');
    answer.resume();
    expect(answer.statusCode).toBe(201);
    expect((await only(take())).request.body).toEqual(Buffer.from('{}'));
  });

  it('reads at most 16 MB of a body', async () => {
    const { origin, take } = await recorder();
    const head = `POST /v1/boxes/1/things HTTP/1.1\r\nHost: h\r\nContent-Length: ${17 * 1024 * 1024}\r\n\r\n`;
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(head);
    socket.write(Buffer.alloc(17 * 1024 * 1024));
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
    expect((await only(take())).request.body?.length).toBeLessThanOrEqual(16 * 1024 * 1024);
    socket.destroy();
  });

  it('sends no body for HEAD', async () => {
    const { origin } = await recorder();
    const text = await sendRaw(origin, 'HEAD /v1/things/1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    expect(text.endsWith('\r\n\r\n')).toBe(true);
  });

  it('closes idle connections and incomplete requests when it is closed', async () => {
    const opened = await openRecorder({ contracts: CONTRACTS, profile: 'full' });
    const socket = connect(Number(new URL(opened.origin).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write('POST /v1/boxes/1/things HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n{');
    await fetch(`${opened.origin}/v1/things/1`);
    const ended = once(socket, 'close');
    await opened.close();
    await ended;
  });
});

interface Told {
  readonly told: OverheardExchange[];
  readonly listener: Listener;
}

async function proxyTo(upstream: string): Promise<Told> {
  const told: OverheardExchange[] = [];
  const onExchange = (each: OverheardExchange) => void told.push(each);
  const listener = await openProxy({ upstream: new URL(upstream), contracts: CONTRACTS, profile: 'full', onExchange });
  onTestFinished(listener.close);
  return { told, listener };
}

describe('the proxy', () => {
  it('forwards a request and its response, and reports both', async () => {
    const server = await recorder();
    const { told, listener } = await proxyTo(server.origin);
    const answer = await fetch(`${listener.origin}/v1/boxes/1/things?x=%2f`, {
      ...{ method: 'POST', body: '{"name":"pot"}' },
      headers: { 'X-Worker-Id': 'w1', 'Content-Type': 'application/json' },
    });
    expect([answer.status, (await json(answer)).name]).toEqual([201, 'pw~name~2']);
    const { request } = await only(server.take());
    expect(request).toMatchObject({ method: 'POST', target: '/v1/boxes/1/things?x=%2f' });
    expect(Buffer.from(request.body ?? []).toString()).toBe('{"name":"pot"}');
    const names = request.headers.map(([name]) => name.toLowerCase());
    expect(names.filter((name) => name === 'host')).toHaveLength(1);
    expect(names).toContain('x-worker-id');
    expect(told).toMatchObject([{ operation: 'things.make', response: { status: 201 } }]);
  });

  it('returns 502 with the reason if the server is unreachable', async () => {
    const gone = await openRecorder({ contracts: CONTRACTS, profile: 'full' });
    await gone.close();
    const { told, listener } = await proxyTo(gone.origin);
    const answer = await fetch(`${listener.origin}/v1/things/1`);
    expect(answer.status).toBe(502);
    expect((await json(answer)).error).toContain('ECONNREFUSED');
    expect(told).toMatchObject([{ response: null, failure: { code: 'connection-refused' } }]);
  });

  it('forwards HEAD and 304 responses that announce the coding of an absent body', async () => {
    const upstream = await serve(({ method }, answer) =>
      answer.writeHead(method === 'HEAD' ? 200 : 304, { 'Content-Encoding': 'gzip' }).end(),
    );
    const { told, listener } = await proxyTo(upstream.origin);
    for (const method of ['HEAD', 'GET']) await fetch(`${listener.origin}/v1/things/1`, { method });
    expect(told.map((each) => [each.response?.status, each.failure])).toEqual([
      [200, undefined],
      [304, undefined],
    ]);
  });

  it('forwards and reports a complete stream of events', async () => {
    const upstream = await serve((_, answer) => {
      answer.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: 1\n\n');
      setTimeout(() => answer.end('data: 2\n\n'), 1200);
    });
    const { told, listener } = await proxyTo(upstream.origin);
    expect(await (await fetch(`${listener.origin}/v1/things/1`)).text()).toBe('data: 1\n\ndata: 2\n\n');
    expect(told[0]?.response?.status).toBe(200);
  });

  it('removes a coding from Accept-Encoding if wireparity cannot decode it', async () => {
    const upstream = await serve((_, answer) => answer.end('{}'));
    const { listener } = await proxyTo(upstream.origin);
    await fetch(`${listener.origin}/v1/things/1`, { headers: { 'Accept-Encoding': 'gzip, br, zstd' } });
    expect(upstream.seen[0]?.headers).toContain('gzip, br');
  });

  it('forwards a response unchanged, and reports it decoded', async () => {
    const zipped = gzipSync('{"id":"thing_1","name":"pot"}');
    const upstream = createServer((_, answer) =>
      answer.writeHead(200, ['Content-Encoding', 'gzip', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']).end(zipped),
    ).listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    onTestFinished(() => void upstream.close());
    const address = upstream.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { told, listener } = await proxyTo(`http://127.0.0.1:${port}`);
    const answer = await sendRaw(listener.origin, 'GET /v1/things/1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    expect(answer.endsWith(zipped.toString('latin1'))).toBe(true);
    expect(answer.match(/Set-Cookie/g)).toHaveLength(2);
    expect(Buffer.from(told[0]?.response?.body ?? []).toString()).toBe('{"id":"thing_1","name":"pot"}');
  });

  it('follows no redirect and never leaves its origin', async () => {
    const recorded = [
      {
        ...exchange({ request: { method: 'GET', target: '/v1/x' } }),
        response: { ...response(302), headers: [['Location', 'http://other.example/']] as const },
      },
    ];
    const server = await openReplay({
      recording: [recorded],
      contracts: CONTRACTS,
      profile: 'full',
      onExchange: () => {},
    });
    onTestFinished(server.close);
    const { listener } = await proxyTo(server.origin);
    const text = await sendRaw(
      listener.origin,
      'GET http://other.example/v1/x HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n',
    );
    expect(text).toMatch(/^HTTP\/1\.1 302 /);
    expect(text).toContain('Location: http://other.example/');
  });
});

describe('a replay', () => {
  it('returns the recorded responses in order, then the last one again, and 404 for unknown requests', async () => {
    const of = (name: string) =>
      exchange({ request: { method: 'GET', target: '/v1/things/1' }, response: response(200, { name }) });
    const recording = [of('a'), of('b'), exchange({ response: errorResponse(409, 'box_full') })];
    const server = await openReplay({
      recording: [recording],
      contracts: CONTRACTS,
      profile: 'full',
      onExchange: () => {},
    });
    onTestFinished(server.close);
    const name = async () => (await json(await fetch(`${server.origin}/v1/things/1`))).name;
    expect([await name(), await name(), await name()]).toEqual(['a', 'b', 'b']);
    expect((await fetch(`${server.origin}/v1/things/2`)).status).toBe(404);
  });
});
