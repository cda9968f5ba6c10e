import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Field } from '../../src/model/contract.ts';
import type { HttpRequest } from '../../src/model/http.ts';
import type { JsonSchema } from '../../src/model/json.ts';
import { decodeRequest } from '../../src/wire/decode-request.ts';
import { contract, field, request } from './builders.ts';

const JSON_HEADER = ['content-type', 'application/json'] as const;

function decode(fields: readonly Field[], changes: Partial<HttpRequest>, content?: 'json' | 'form' | 'none') {
  const operation = contract('/things', fields, content === undefined ? {} : { content });
  return decodeRequest(operation, request(changes), { params: {}, profile: 'full', schemas: new Map() });
}

function json(text: string, headers: HttpRequest['headers'] = [JSON_HEADER]): Partial<HttpRequest> {
  return { headers, body: Buffer.from(text) };
}

const integer = { schema: { type: 'integer' } };
const list = { schema: { type: 'array', items: { type: 'integer' } } };

it.each([
  ['', undefined],
  ['5', 'n[]=5'],
])('reads the text %j under the plain name of a bracketed list, and reports its style unless the schema allows the text', (sent, misspelt) => {
  const text = { type: 'string', enum: [''] } as const;
  const serialization = { style: 'brackets', explode: true } as const;
  const either = field('n', 'query', {
    schema: sent === '' ? { anyOf: [list.schema, text] } : list.schema,
    serialization,
  });
  const [found] = decode([either], { target: `/things?n=${sent}` }).fields;
  expect(found?.spelling?.expected).toBe(misspelt);
});

describe('a declared field', () => {
  it.each<[string, Field, string, unknown]>([
    ['an integer', field('n', 'query', integer), 'n=5', 5],
    ['text where an integer is declared', field('n', 'query', integer), 'n=five', 'five'],
    ['an integer in a string field', field('n', 'query'), 'n=5', '5'],
    ['a boolean', field('b', 'query', { schema: { type: 'boolean' } }), 'b=true', true],
    ['a boolean of another style', field('b', 'query', { schema: { type: 'boolean' } }), 'b=True', 'True'],
    ['a repeated list', field('n', 'query', list), 'n=1&n=2', [1, 2]],
    [
      'a comma list',
      field('n', 'query', { ...list, serialization: { style: 'form', explode: false } }),
      'n=1,2',
      [1, 2],
    ],
    [
      'a list with brackets',
      field('n', 'query', { ...list, serialization: { style: 'brackets', explode: true } }),
      'n%5B%5D=1&n[]=2',
      [1, 2],
    ],
    [
      'a list with positions',
      field('n', 'query', { ...list, serialization: { style: 'indexed', explode: true } }),
      'n[0]=1&n[1]=2',
      [1, 2],
    ],
    [
      'a list as JSON',
      field('n', 'query', { ...list, serialization: { style: 'json', explode: true } }),
      'n=[1,2]',
      [1, 2],
    ],
    ['a single value given twice', field('n', 'query'), 'n=1&n=2', ['1', '2']],
    ['a space as plus', field('n', 'query'), 'n=a+b%2B', 'a b+'],
  ])('is read: %s', (_title, declared, query, value) => {
    const { fields, strays } = decode([declared], { target: `/things?${query}` });
    expect(fields[0]).toMatchObject({ present: true, value });
    expect(strays).toEqual([]);
  });

  it('may be an empty text in place of an object, without a finding about its style', () => {
    const schema: JsonSchema = {
      anyOf: [{ type: 'object', additionalProperties: { type: 'string' } }, { enum: [''] }],
    };
    const tags = field('tags', 'query', { schema, serialization: { style: 'deepObject', explode: true } });
    expect(decode([tags], { target: '/things?tags=' }).fields[0]).toEqual({
      field: tags,
      present: true,
      value: '',
      text: '',
    });
  });

  it('in a header is found in any letter case, and the lines of a list are joined', () => {
    const { fields } = decode([field('X-N', 'header', list)], {
      headers: [
        ['x-n', '1, 2'],
        ['X-N', '3'],
      ],
    });
    expect(fields[0]?.value).toEqual([1, 2, 3]);
  });

  it('in a cookie is decoded', () => {
    const { fields, strays } = decode([field('theme', 'cookie')], { headers: [['Cookie', 'theme=a%20b; other=1']] });
    expect(fields[0]?.value).toBe('a b');
    expect(strays).toEqual([{ place: { location: 'cookie', name: 'other' }, value: '1' }]);
  });

  it('in a body is found by its pointer, including null', () => {
    const deep = field('url', 'body', { place: { location: 'body', name: '/callback/url' } });
    const { fields, strays } = decode([deep, field('a', 'body')], json('{"callback":{"url":"u","x":1},"a":null}'));
    expect(fields.map(({ present, value }) => [present, value])).toEqual([
      [true, 'u'],
      [true, null],
    ]);
    expect(strays).toEqual([{ place: { location: 'body', name: '/callback/x' }, value: 1 }]);
  });

  it('in a form is parsed by its schema', () => {
    const { fields, strays } = decode(
      [field('n', 'body', integer)],
      { ...json('n=5&m=1', [['content-type', 'application/x-www-form-urlencoded']]) },
      'form',
    );
    expect(fields[0]?.value).toBe(5);
    expect(strays).toEqual([{ place: { location: 'body', name: '/m' }, value: '1' }]);
  });

  it('of another profile is undeclared', () => {
    const { fields, strays } = decode([field('n', 'query', { profiles: ['lite'] })], { target: '/things?n=1' });
    expect(fields).toEqual([]);
    expect(strays).toEqual([{ place: { location: 'query', name: 'n' }, value: '1' }]);
  });
});

it('reports undeclared values, except credentials and headers that libraries add', () => {
  const operation = contract('/things');
  const headers = ['Host', 'user-agent', 'Authorization', 'Sec-Fetch-Mode', 'X-Api-Key', 'X-Custom'].map(
    (name) => [name, '1'] as const,
  );
  const decoded = decodeRequest(operation, request({ headers, target: '/things?key=1&other=2' }), {
    params: {},
    profile: 'full',
    schemas: new Map(),
    credentials: { header: ['x-api-key'], query: ['key'], cookie: [] },
  });
  expect(decoded.strays.map(({ place }) => place.name)).toEqual(['other', 'X-Custom']);
});

describe('a body of a media type whose fields are not declared', () => {
  const title = field('title', 'body', { required: true });
  const operation = contract('/things', [title, field('dry', 'query')], { otherMedia: ['multipart/form-data'] });
  const read = (type: string) => {
    const part = '--x\r\ncontent-disposition: form-data; name="file"\r\n\r\na\r\n--x--\r\n';
    const sent = request({ target: '/things?dry=1', headers: [['content-type', type]], body: Buffer.from(part) });
    return decodeRequest(operation, sent, { params: {}, profile: 'full', schemas: new Map() });
  };

  it('is not examined, but the query is read', () => {
    const { fields, strays, problems } = read('multipart/form-data; boundary=x');
    expect([strays, problems]).toEqual([[], []]);
    expect(fields.map(({ field: { name, required }, present }) => [name, required, present])).toEqual([
      ['dry', false, true],
      ['body', false, true],
    ]);
    expect(fields.at(-1)?.text).toEqual({ file: 'a' });
  });

  it('is a wrong content type if the contract does not name the media type', () => {
    expect(read('multipart/mixed; boundary=x').problems).toMatchObject([{ kind: 'content-type' }]);
  });
});

describe('a body problem', () => {
  const fields = [field('a', 'body')];
  it.each<[string, Partial<HttpRequest>, readonly string[]]>([
    ['JSON', json('{"a":1}'), []],
    ['a +json type', json('{"a":1}', [['content-type', 'application/merge-patch+json']]), []],
    ['no body', {}, []],
    ['JSON with another content type', json('{"a":1}', [['content-type', 'text/plain']]), ['content-type']],
    ['JSON without a content type', json('{"a":1}', []), ['content-type']],
    ['truncated JSON', json('{"a":'), ['not-json']],
    ['JSON with a byte order mark', json('\ufeff{"a":1}'), ['not-json']],
    ['a form', json('a=1', [['content-type', 'application/x-www-form-urlencoded']]), ['content-type']],
    ['bytes that are not UTF-8', { headers: [JSON_HEADER], body: Uint8Array.of(0xff, 0xfe) }, ['not-utf8']],
    [
      'bytes in another charset',
      { headers: [['Content-Type', 'application/json; charset=iso-8859-1']], body: Uint8Array.of(0x22, 0xe9, 0x22) },
      ['not-utf8'],
    ],
    [
      'JSON that is compressed twice',
      { headers: [JSON_HEADER, ['Content-Encoding', 'gzip, br']], body: brotliCompressSync(gzipSync('{"a":"x"}')) },
      [],
    ],
    [
      'a coding that the body does not have',
      { headers: [JSON_HEADER, ['Content-Encoding', 'gzip']], body: Buffer.from('{}') },
      ['encoding'],
    ],
    [
      'an unknown coding',
      { headers: [JSON_HEADER, ['Content-Encoding', 'zstd']], body: Buffer.from('{}') },
      ['encoding'],
    ],
    ['a member given twice', json('{"a":1, "a":2}'), ['duplicate-member']],
    ['a nested member given twice', json('{"a":[{"b":1,"b":2}]}'), ['duplicate-member']],
  ])('is reported for %s: %j', (_title, changes, kinds) => {
    expect(decode(fields, changes).problems.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('states the coding or the charset that cannot be decoded', () => {
    const observed = (headers: HttpRequest['headers'], body: Uint8Array) =>
      decode(fields, { headers, body }).problems.map((problem) => problem.observed);
    expect(observed([JSON_HEADER, ['Content-Encoding', 'zstd']], Buffer.from('{}'))).toEqual([
      'Content-Encoding: zstd; only gzip, deflate and br can be read',
    ]);
    expect(observed([['Content-Type', 'application/json; charset=latin1']], Uint8Array.of(0xe9))).toEqual([
      'bytes in charset latin1',
    ]);
  });

  it('is only that the body is unexpected, if no body is declared', () => {
    expect(decode([], { body: Buffer.from('hello') }).problems.map(({ kind }) => kind)).toEqual(['unexpected']);
  });
});
