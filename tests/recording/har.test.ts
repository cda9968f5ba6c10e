import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../src/model/exchange.ts';
import { formatHar } from '../../src/recording/format-har.ts';
import { parseHar } from '../../src/recording/har.ts';
import { harTraffic } from '../../src/recording/har-traffic.ts';
import { contract, exchange } from '../judge/builders.ts';

interface EntryParts {
  readonly request?: object;
  readonly response?: object | null;
  readonly at?: string;
}

function har(...entries: readonly EntryParts[]): string {
  return JSON.stringify({ log: { version: '1.2', entries: entries.map(entry) } });
}

function entry({ request, response, at = '2026-01-01T00:00:00.000Z' }: EntryParts) {
  return {
    startedDateTime: at,
    time: 12,
    request: { method: 'GET', url: 'https://api.test/v1/things/1', headers: [], bodySize: 0, ...request },
    ...(response === null
      ? {}
      : { response: { status: 200, headers: [], content: { size: 2, text: '{}' }, ...response } }),
  };
}

function one(parts: EntryParts) {
  const [first] = parseHar(har(parts));
  if (first === undefined) throw new Error('expected an entry');
  return first;
}

describe('an archive that is read', () => {
  it('has the raw target, without its fragment', () => {
    expect(one({ request: { url: 'HTTPS://Api.test/a%2Fb/../c?x=%20&x=1#top' } })).toMatchObject({
      origin: 'https://api.test',
      request: { target: '/a%2Fb/../c?x=%20&x=1' },
    });
    expect(one({ request: { url: 'https://api.test?x' } }).request.target).toBe('/?x');
  });

  it('has header lines in order, without HTTP/2 pseudo-headers', () => {
    const headers = [':method', 'X-a', 'x-A'].map((name) => ({ name, value: name }));
    expect(one({ request: { headers } }).request.headers).toEqual([
      ['X-a', 'X-a'],
      ['x-A', 'x-A'],
    ]);
  });

  it.each<readonly [string, object, readonly number[]]>([
    ['as text', { text: 'é' }, [0xc3, 0xa9]],
    ['as base64', { text: 'AP8=', encoding: 'base64' }, [0, 255]],
    ['as pairs of a form', { params: [{ name: 'a', value: 'b c' }] }, [...Buffer.from('a=b+c')]],
  ])('has a request body %s', (_, postData, bytes) => {
    const { request, lacks } = one({ request: { method: 'POST', postData, bodySize: 9 } });
    expect([...(request.body ?? [])]).toEqual(bytes);
    expect(lacks).toBe('nothing');
  });

  it.each<readonly [string, EntryParts, string]>([
    ['a request body', { request: { bodySize: 9 } }, 'request body'],
    ['a response body', { response: { content: { size: 9 } } }, 'response body'],
    ['no body where there was none', { response: { content: { size: 0 }, bodySize: -1 } }, 'nothing'],
    ['no body of a 304', { response: { status: 304, content: { size: 9, text: 'kept' } } }, 'nothing'],
  ])('reports that it lacks %s', (_, parts, lacks) => {
    expect(one(parts).lacks).toBe(lacks);
  });

  it('has no response if the browser got none', () => {
    expect(one({ response: { status: 0 } }).response).toBeNull();
    expect(one({ response: null }).response).toBeNull();
  });

  it('has decoded responses', () => {
    const headers = ['Content-Encoding', 'content-length', 'ETag'].map((name) => ({ name, value: 'x' }));
    expect(one({ response: { headers } }).response?.headers).toEqual([['ETag', 'x']]);
  });

  it.each([
    ['nonsense', 'the file must contain complete JSON'],
    ['[]', 'log.entries must be a list'],
    ['{"log":{"entries":[5]}}', 'log.entries.0 must be an object; was 5'],
    [
      '{"log":{"entries":[{"request":{"method":"GET","url":"x"}}]}}',
      'log.entries.0.request.url must be a URL; was "x"',
    ],
    ['{"log":{"entries":[{"request":{"url":"http://x/"}}]}}', 'log.entries.0.request.method must be text; was nothing'],
  ])('is rejected if it is %s', (text, message) => {
    expect(() => parseHar(text)).toThrow(message);
    expect(() => parseHar(text)).toThrow(expect.objectContaining({ code: 'har-invalid' }));
  });
});

describe('the judged part of an archive', () => {
  const contracts = [contract({ id: 'things.get', method: 'GET', path: '/v1/things/{thing_id}' })];
  const all = parseHar(
    har(
      { request: { url: 'https://cdn.test/x' } },
      { at: '2026-01-01T00:00:02.000Z' },
      { request: { url: 'https://api.test/v1/other' }, at: '2026-01-01T00:00:01.000Z' },
      { request: { method: 'OPTIONS', headers: [{ name: 'Access-Control-Request-Method', value: 'GET' }] } },
      { request: { method: 'POST', bodySize: 7 } },
      { response: { content: { size: 7 } } },
    ),
  );

  it('consists of the requests to the most frequent host, by route', () => {
    const { origin, exchanges, halves } = harTraffic(all, contracts);
    expect(origin).toBe('https://api.test');
    expect(exchanges.map(({ operation, startedMs }) => [operation, startedMs])).toEqual([
      ['things.get', 2000],
      [null, 1000],
      ['things.get', 0],
    ]);
    expect(halves).toBe(1);
  });

  it('comes with the number of requests that are left out, by reason', () => {
    expect(harTraffic(all, contracts).left.map(({ count, why }) => `${count} ${why}`)).toEqual([
      '1 to other hosts than https://api.test',
      '1 whose bodies are missing in the archive',
      '1 that a browser sends on its own (CORS preflight)',
    ]);
  });

  it('consists of the requests to the given host', () => {
    expect(harTraffic(all, contracts, 'https://cdn.test').exchanges).toHaveLength(1);
  });
});

describe('an archive that is written', () => {
  const options = { origin: 'http://api.test', tool: { name: 'wireparity', version: '1' } };
  const read = (given: Exchange) => parseHar(formatHar([given], options))[0];

  it.each([
    ['text', Buffer.from('{"a":1}')],
    ['bytes', Buffer.from([0, 255])],
    ['nothing', null],
  ])('reads back unchanged, with a body of %s', (_, body) => {
    const given = exchange({ request: { body, target: '/v1/x?a=%20&a' } });
    const back = read(given);
    expect(back?.request).toEqual(given.request);
    expect(back?.response).toEqual(given.response);
    expect(back?.origin).toBe('http://api.test');
  });

  it('reads back without a response if there was none', () => {
    const given = exchange({ response: null, failure: { code: 'timeout', message: 'no answer' } });
    expect(read(given)?.response).toBeNull();
  });
});
