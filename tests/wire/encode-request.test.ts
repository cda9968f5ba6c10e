import { describe, expect, it } from 'vitest';
import type { Field } from '../../src/model/contract.ts';
import { headerValue, headerValues } from '../../src/model/http.ts';
import type { Json } from '../../src/model/json.ts';
import { type EncodeOptions, encodeRequest } from '../../src/wire/encode-request.ts';
import { contract, field, textOf } from './builders.ts';

function encode(
  fields: readonly Field[],
  values: { readonly [name: string]: Json | undefined },
  more: Partial<EncodeOptions> = {},
) {
  return encodeRequest(contract('/things', fields), values, { profile: 'full', ...more });
}

const ID = contract('/things/{id}', [field('id', 'path')]);

describe('the target of a request', () => {
  it.each([
    ['a b/c', '/things/a%20b%2Fc'],
    ["!'()*~-._", '/things/%21%27%28%29%2A~-._'],
    ['é', '/things/%C3%A9'],
    ['\ud800', '/things/%EF%BF%BD'],
    ['', '/things/'],
    [42, '/things/42'],
    [['a', 'b'], '/things/a,b'],
    [null, '/things/null'],
  ])('fills a placeholder with %j as %s', (value, target) => {
    expect(encodeRequest(ID, { id: value }, { profile: 'full' }).target).toBe(target);
  });

  it.each([
    ['form', true, 'tag=a&tag=b'],
    ['form', false, 'tag=a%2Cb'],
    ['spaceDelimited', false, 'tag=a%20b'],
    ['pipeDelimited', false, 'tag=a%7Cb'],
    ['brackets', true, 'tag%5B%5D=a&tag%5B%5D=b'],
    ['indexed', true, 'tag%5B0%5D=a&tag%5B1%5D=b'],
    ['json', true, 'tag=%5B%22a%22%2C%22b%22%5D'],
  ] as const)('serializes a list in the style %s, explode %s', (style, explode, query) => {
    const tag = field('tag', 'query', { serialization: { style, explode } });
    expect(encode([tag], { tag: ['a', 'b'] }).target).toBe(`/things?${query}`);
  });

  it.each([
    ['form', true, 'n=1&k=a'],
    ['form', false, 'page=n,1,k,a'],
    ['deepObject', true, 'page[n]=1&page[k]=a'],
    ['json', true, 'page={"n":1,"k":"a"}'],
  ] as const)('serializes an object in the style %s, explode %s', (style, explode, query) => {
    const page = field('page', 'query', { schema: { type: 'object' }, serialization: { style, explode } });
    expect(decodeURIComponent(encode([page], { page: { n: 1, k: 'a' } }).target)).toBe(`/things?${query}`);
  });

  it.each([
    ['simple', false, '/things/a,b', '/things/k,1'],
    ['simple', true, '/things/a,b', '/things/k=1'],
    ['label', false, '/things/.a,b', '/things/.k,1'],
    ['label', true, '/things/.a.b', '/things/.k=1'],
    ['matrix', false, '/things/;id=a,b', '/things/;id=k,1'],
    ['matrix', true, '/things/;id=a;id=b', '/things/;k=1'],
  ] as const)('serializes a path value in the style %s, explode %s', (style, explode, list, object) => {
    const hole = contract('/things/{id}', [field('id', 'path', { serialization: { style, explode } })]);
    expect(encodeRequest(hole, { id: ['a', 'b'] }, { profile: 'full' }).target).toBe(list);
    expect(encodeRequest(hole, { id: { k: 1 } }, { profile: 'full' }).target).toBe(object);
  });

  it.each([
    ['true-false', 'false'],
    ['1-0', '0'],
    ['yes-no', 'no'],
    ['True-False', 'False'],
  ] as const)('serializes a boolean in the style %s', (booleanStyle, text) => {
    expect(encode([field('on', 'query', { booleanStyle })], { on: false }).target).toBe(`/things?on=${text}`);
  });

  it('keeps the given order, and ends with credentials and extra values', () => {
    const target = encode(
      [field('a', 'query'), field('b', 'query')],
      { b: '1', a: '2' },
      {
        credentials: { headers: {}, query: { key: 's' }, cookies: {} },
        extra: { query: { b: ['3', '4'] } },
        basePath: '/api/',
      },
    ).target;
    expect(target).toBe('/api/things?b=1&a=2&key=s&b=3&b=4');
  });

  it('omits undefined values and empty lists', () => {
    expect(encode([field('a', 'query'), field('b', 'query')], { a: undefined, b: [] }).target).toBe('/things');
  });

  it('needs a value for every path field', () => {
    expect(() => encodeRequest(ID, {}, { profile: 'full' })).toThrow(
      expect.objectContaining({ code: 'path-field-missing' }),
    );
  });
});

describe('the body', () => {
  const nested = field('schedule', 'body', {
    fields: [
      field('schedule.cron', 'body', { place: { location: 'body', name: '/schedule/cron_expr' } }),
      field('schedule.zone', 'body', { place: { location: 'body', name: '/zone' } }),
    ],
  });

  it.each<[string, readonly Field[], { readonly [name: string]: Json }, string | null]>([
    ['keeps key order and null', [field('a', 'body'), field('b', 'body')], { b: null, a: 1 }, '{"b":null,"a":1}'],
    [
      'contains a field at a deeper pointer',
      [field('url', 'body', { place: { location: 'body', name: '/callback/url' } })],
      { url: 'u' },
      '{"callback":{"url":"u"}}',
    ],
    [
      'contains each nested field at the declared place',
      [nested],
      { schedule: { cron: '*', zone: 'Z' } },
      '{"schedule":{"cron_expr":"*"},"zone":"Z"}',
    ],
    ['keeps an empty object', [nested], { schedule: {} }, '{"schedule":{}}'],
    ['keeps a nested member that is not declared', [nested], { schedule: { 'a/b': 1 } }, '{"schedule":{"a/b":1}}'],
    ['sends a wrong type as it is', [nested], { schedule: 'daily' }, '{"schedule":"daily"}'],
    [
      'is the value of a field that describes the whole body',
      [field('all', 'body', { whole: true })],
      { all: [1, 2] },
      '[1,2]',
    ],
    ['can be null as a whole', [field('all', 'body', { whole: true })], { all: null }, 'null'],
    ['is absent without body fields', [field('a', 'body')], {}, null],
    [
      'keeps a member named __proto__',
      [field('a', 'body')],
      { a: JSON.parse('{"__proto__":1}') },
      '{"a":{"__proto__":1}}',
    ],
  ])('%s', (_title, fields, values, body) => {
    expect(textOf(encode(fields, values))).toBe(body);
  });

  it('adds members to a given object without changing that object', () => {
    const at = (name: string) => field(name, 'body', { place: { location: 'body', name: `/deep/${name}` } });
    const all = { a: 1, deep: { x: 1 } };
    const body = textOf(encode([field('all', 'body', { whole: true }), at('y'), at('z')], { all, y: 2, z: 3 }));
    expect(body).toBe('{"a":1,"deep":{"x":1,"y":2,"z":3}}');
    expect(all).toEqual({ a: 1, deep: { x: 1 } });
  });

  it('has a content type only if there is a body', () => {
    const fields = [field('a', 'body')];
    expect(headerValue(encode(fields, { a: 1 }).headers, 'content-type')).toBe('application/json');
    expect(headerValue(encode(fields, {}).headers, 'content-type')).toBeUndefined();
  });

  it.each([
    ['POST', 'application/x-www-form-urlencoded'],
    ['DELETE', undefined],
  ] as const)('is an empty form with its Content-Type if no field is given: %s', (method, type) => {
    const { headers } = encodeRequest(
      contract('/things', [field('a', 'body')], { content: 'form', method }),
      {},
      { profile: 'full' },
    );
    expect(headerValue(headers, 'content-type')).toBe(type);
  });

  it('is a form if the contract says so', () => {
    const fields = [
      field('a b', 'body'),
      field('tags', 'body', { serialization: { style: 'brackets', explode: true } }),
    ];
    const form = encodeRequest(
      contract('/things', fields, { content: 'form' }),
      { 'a b': 'x&y', tags: ['1'] },
      { profile: 'full' },
    );
    expect(textOf(form)).toBe('a%20b=x%26y&tags%5B%5D=1');
    expect(headerValue(form.headers, 'content-type')).toBe('application/x-www-form-urlencoded');
  });

  it('is merged with extra members, even inside objects', () => {
    const fields = [field('a', 'body')];
    expect(textOf(encode(fields, { a: { b: 1 } }, { extra: { body: { a: { c: 2 }, d: 3 } } }))).toBe(
      '{"a":{"b":1,"c":2},"d":3}',
    );
    expect(textOf(encode([], {}, { extra: { body: { d: 3 } } }))).toBe('{"d":3}');
  });

  it('rejects an extra member in a list', () => {
    const fields = [field('all', 'body', { whole: true })];
    expect(() => encode(fields, { all: [] }, { extra: { body: { d: 3 } } })).toThrow(
      expect.objectContaining({ code: 'body-not-object' }),
    );
  });
});

describe('the headers', () => {
  it('contain the host and the accepted types first, then credentials, then fields', () => {
    const { headers } = encode(
      [field('X-Worker', 'header')],
      { 'X-Worker': 'w' },
      {
        host: 'h:1',
        credentials: { headers: { Authorization: 'Bearer s' }, query: {}, cookies: { sid: '1' } },
      },
    );
    expect(headers).toEqual([
      ['Host', 'h:1'],
      ['Accept', 'application/json'],
      ['Authorization', 'Bearer s'],
      ['Cookie', 'sid=1'],
      ['X-Worker', 'w'],
    ]);
  });

  it('depend only on this call, and not on earlier calls', () => {
    const things = contract('/things', [field('name', 'body'), field('X-Worker', 'header')]);
    const as = (secret: string) => ({ headers: { Authorization: secret }, query: {}, cookies: {} });
    const [a, b] = [as('a'), as('b')];
    const told = (values: { readonly [name: string]: Json }, more: Partial<EncodeOptions>) =>
      encodeRequest(things, values, { profile: 'full', ...more }).headers.map(([, value]) => value);
    const accept = 'application/json';
    expect(told({}, { credentials: a })).toEqual([accept, 'a']);
    expect(told({}, { credentials: a })).toEqual([accept, 'a']);
    expect(told({}, { credentials: b })).toEqual([accept, 'b']);
    expect(told({}, {})).toEqual([accept]);
    expect(told({}, { credentials: b, host: 'h' })).toEqual(['h', accept, 'b']);
    expect(told({}, { credentials: b, host: 'i' })).toEqual(['i', accept, 'b']);
    expect(told({ name: 'x' }, { credentials: b, host: 'h' })).toEqual(['h', accept, 'b', 'application/json']);
    expect(told({ 'X-Worker': 'w' }, { credentials: b })).toEqual([accept, 'b', 'w']);
    expect(told({}, { credentials: b, extra: { headers: { 'X-Extra': 'e' } } })).toEqual([accept, 'b', 'e']);
    expect(told({}, { credentials: b })).toEqual([accept, 'b']);
  });

  it('join a list with commas', () => {
    const joined = encode([field('X-A', 'header')], { 'X-A': ['1', '2'] }).headers;
    expect(headerValues(joined, 'x-a')).toEqual(['1,2']);
  });

  it('carry text beyond ASCII as UTF-8 bytes', () => {
    expect(headerValue(encode([field('X-A', 'header')], { 'X-A': 'é' }).headers, 'x-a')).toBe('Ã©');
  });

  it('are replaced by a field of the same name', () => {
    const { headers } = encode([field('Accept', 'header')], { Accept: 'text/html' });
    expect(headerValues(headers, 'accept')).toEqual(['text/html']);
  });

  it('join cookies of fields and credentials in one line', () => {
    const { headers } = encode(
      [field('theme', 'cookie')],
      { theme: 'a b' },
      {
        credentials: { headers: {}, query: {}, cookies: { sid: '1' } },
      },
    );
    expect(headerValues(headers, 'cookie')).toEqual(['sid=1; theme=a%20b']);
  });
});

describe('raw parts', () => {
  it('replace method, target, headers and body', () => {
    const sent = encode(
      [field('a', 'body')],
      { a: 1 },
      {
        basePath: '/api',
        raw: {
          method: 'PUT',
          target: '//x?y',
          headers: { accept: null, 'content-type': 'text/plain', 'X-New': '1' },
          body: '{',
        },
      },
    );
    expect({ ...sent, body: textOf(sent) }).toEqual({
      method: 'PUT',
      target: '//x?y',
      headers: [
        ['content-type', 'text/plain'],
        ['X-New', '1'],
      ],
      body: '{',
    });
  });

  it('keep the content type of the contract for a raw body', () => {
    expect(headerValue(encode([field('a', 'body')], {}, { raw: { body: '{' } }).headers, 'content-type')).toBe(
      'application/json',
    );
  });
});

it('rejects an undeclared field and suggests the nearest field', () => {
  expect(() => encode([field('name', 'body')], { nmae: 1 })).toThrow(
    expect.objectContaining({ code: 'field-unknown', message: expect.stringContaining('did you mean "name"?') }),
  );
});
