import { describe, expect, it } from 'vitest';
import { judgeExchange } from '../../src/judge/judge-exchange.ts';
import type { Contract } from '../../src/model/contract.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { JsonSchema } from '../../src/model/json.ts';
import {
  contract,
  errorResponse,
  exchange,
  field,
  findingsFor,
  GOOD_THING,
  judgeOf,
  type Parts,
  response,
  spec,
} from './builders.ts';

async function kindsOf(parts: Parts, operation?: Contract): Promise<readonly string[]> {
  return (await findingsFor(parts, operation)).map(({ kind, field }) => (field === null ? kind : `${kind} ${field}`));
}

function withBody(body: Contract['responses'][number]['body'], status = 200): Contract {
  return contract({ responses: [spec(status, { body })] });
}

describe('one cause is one finding', () => {
  it.each<[string, Parts, readonly string[]]>([
    [
      'a server error has no other finding',
      { response: response(500, '<html>'), expect: { status: [201], body: { a: 1 } } },
      ['server-error'],
    ],
    [
      'a declared 503 that the step does not expect is a server error',
      { response: errorResponse(503, 'busy'), expect: { status: [201] } },
      ['server-error'],
    ],
    [
      'an expected 500 that is not declared is a server error',
      { response: errorResponse(500, 'x'), expect: { status: [500] } },
      ['server-error'],
    ],
    [
      'an undeclared status that the step expects is undeclared',
      { response: response(422, {}), expect: { status: [422] } },
      ['status-undeclared'],
    ],
    [
      'an undeclared status is not also a mismatch',
      { response: response(200, GOOD_THING), expect: { status: [201] } },
      ['status-undeclared'],
    ],
    [
      'the values of a response with an unexpected status are not compared',
      { response: errorResponse(404, 'box_not_found'), expect: { status: [201], body: { name: 'pan' } } },
      ['status-mismatch'],
    ],
    [
      'the schema of a response with an unexpected status is checked',
      { response: response(404, { error: { code: 'box_not_found' } }), expect: { status: [201] } },
      ['status-mismatch', 'error-envelope-malformed /error/message'],
    ],
    [
      'an expected error code implies its status',
      { response: errorResponse(404, 'box_not_found'), expect: { error: 'name_taken' } },
      ['status-mismatch'],
    ],
    [
      'an undeclared error code is not also a mismatch',
      { response: errorResponse(409, 'zzz'), expect: { error: 'name_taken' } },
      ['error-code-undeclared /error/code'],
    ],
    [
      'a missing error code is not also another code',
      { response: response(409, { error: { message: 'm' } }), expect: { error: 'name_taken' } },
      ['error-envelope-malformed /error/code'],
    ],
    [
      'the values of an unreadable body are not compared',
      { response: response(201, '{'), expect: { body: { name: 'pan' } } },
      ['response-body-unreadable'],
    ],
    [
      'the value of a missing member is not compared',
      { response: response(201, { id: 'thing_1' }), expect: { body: { name: 'pan' } } },
      ['response-field-missing /name'],
    ],
    [
      'the value of a member with another type is not compared',
      { response: response(201, { ...GOOD_THING, name: 4 }), expect: { body: { name: 'pan' } } },
      ['response-field-retyped /name'],
    ],
    [
      'HTML in place of JSON is another content type',
      { response: response(201, '<p>', [['Content-Type', 'text/html']]) },
      ['response-content-type-mismatch Content-Type'],
    ],
  ])('%s', async (_title, parts, kinds) => {
    expect(await kindsOf(parts)).toEqual(kinds);
  });

  it.each([
    ['fields', []],
    ['_fields', []],
    ['page', ['response-field-missing /b']],
  ])('does not report a missing member that the query leaves out: %s', async (name, kinds) => {
    const body = { type: 'object', properties: { a: {}, b: {} }, required: ['a', 'b'] };
    const operation = { ...withBody(body), fields: [field('box_id', 'path'), field(name, 'query')] };
    expect(await kindsOf({ response: response(200, { a: 1 }), with: { box_id: 'b', [name]: 'a' } }, operation)).toEqual(
      kinds,
    );
  });

  it('reports every finding of an exchange, sorted by kind and field', async () => {
    const body = { id: 'x', size: 'big', tags: [{ label: 1, b: 2 }, { label: 2 }], zz: 1 };
    expect(
      await kindsOf({ response: response(201, body), with: { box_id: 'b', name: 'a name that is long' } }),
    ).toEqual([
      'response-field-missing /name',
      'response-field-retyped /size',
      'response-field-retyped /tags/*/label',
      'response-value-invalid /id',
      'response-field-undeclared /tags/*/b',
      'response-field-undeclared /zz',
      'field-value-invalid name',
    ]);
  });
});

describe('the route', () => {
  it('does not count as absent if a path value contains a slash', async () => {
    const parts: Parts = {
      with: { box_id: 'a/b', name: 'pot' },
      response: errorResponse(404, 'no_route'),
      expect: { status: [404] },
    };
    expect(await kindsOf(parts)).toEqual([]);
  });

  it('of a target that the step states is not the declared one, so only the expectation counts', async () => {
    const raw: Parts = {
      request: { target: '/v1/nope' },
      asked: { invalid: true },
      response: errorResponse(404, 'no_route'),
    };
    expect(await kindsOf({ ...raw, expect: { status: [404], error: 'no_route' } })).toEqual([]);
    expect(await kindsOf({ ...raw, expect: { status: [405] } })).toEqual(['status-mismatch']);
  });

  it('may be below a base path', async () => {
    const target = '/api/v1/boxes/b1/things';
    expect(
      await kindsOf({ request: { target }, response: errorResponse(404, 'no_route'), expect: { status: [404] } }),
    ).toEqual(['operation-absent']);
  });

  it('does not count as absent if the contract declares the error code', async () => {
    const operation = contract({ responses: [spec(404, { errors: ['no_route'] })] });
    expect(await kindsOf({ response: errorResponse(404, 'no_route'), expect: { status: [404] } }, operation)).toEqual(
      [],
    );
  });
});

describe('a body schema', () => {
  const nullable: JsonSchema = {
    properties: {
      a: { anyOf: [{ type: 'object', properties: { b: { type: 'string' } }, required: ['b'] }, { type: 'null' }] },
    },
  };
  const union: JsonSchema = {
    properties: {
      u: {
        oneOf: [
          { type: 'object', properties: { type: { const: 'x' }, x: { type: 'integer' } }, required: ['type', 'x'] },
          { type: 'object', properties: { type: { const: 'y' }, y: { type: 'string' } }, required: ['type', 'y'] },
        ],
      },
    },
  };
  it.each<[string, Contract['responses'][number]['body'], unknown, readonly string[]]>([
    ['null in a nullable object', nullable, { a: null }, []],
    ['the object of a nullable object', nullable, { a: { b: 'c' } }, []],
    ['a type that no branch has', nullable, { a: 'x' }, ['response-field-retyped /a']],
    ['a wrong member of the most similar branch', nullable, { a: { b: 1 } }, ['response-field-retyped /a/b']],
    ['a missing member of the most similar branch', nullable, { a: {} }, ['response-field-missing /a/b']],
    ['the branch of a discriminator', union, { u: { type: 'y', y: 1 } }, ['response-field-retyped /u/y']],
    ['a member of another branch', union, { u: { type: 'x', x: 1, y: 'z' } }, ['response-field-undeclared /u/y']],
    [
      'a value that conforms to one of several similar branches',
      { oneOf: [{ type: 'integer' }, { minimum: 1 }] },
      3,
      ['response-value-invalid'],
    ],
    ['a value that no branch allows', { anyOf: [{ const: 1 }, { const: 2 }] }, 3, ['response-value-invalid']],
    ['a member of an object without declared members', { type: 'object' }, { a: { b: 1 } }, []],
    ['a member that additionalProperties allows', { properties: {}, additionalProperties: true }, { a: 1 }, []],
    [
      'a member that additionalProperties describes',
      { properties: {}, additionalProperties: { type: 'string' } },
      { a: 1 },
      ['response-field-retyped /a'],
    ],
    [
      'a member that additionalProperties forbids, with one finding',
      { additionalProperties: false },
      { a: 1 },
      ['response-field-undeclared /a'],
    ],
    [
      'the members of all parts of allOf',
      { allOf: [{ properties: { a: {} } }, { properties: { b: {} } }] },
      { a: 1, b: 2, c: 3 },
      ['response-field-undeclared /c'],
    ],
    [
      'members with a name pattern',
      { patternProperties: { '^x-': { type: 'string' } }, properties: {} },
      { 'x-a': 'b', y: 1 },
      ['response-field-undeclared /y'],
    ],
    [
      'members of a referenced schema',
      { properties: { tag: { $ref: 'parity:///schemas/tag.yaml' } } },
      { tag: { label: 'a', b: 1 } },
      ['response-field-undeclared /tag/b'],
    ],
    [
      'members of list items',
      { type: 'array', items: { properties: { a: {} } } },
      [{ a: 1 }, { b: 1 }, { b: 2 }],
      ['response-field-undeclared /*/b'],
    ],
    [
      'a format',
      { properties: { at: { format: 'date-time' } } },
      { at: '2026-01-01T00:00:00+00:00Z' },
      ['response-value-invalid /at'],
    ],
    [
      'a conditional schema, with one finding',
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is meant
      { if: { properties: { a: { const: 1 } } }, then: { required: ['b'] } },
      { a: 1 },
      ['response-field-missing /b'],
    ],
    ['the whole body with another type', { type: 'array' }, { a: 1 }, ['response-field-retyped']],
  ])('judges %s', async (_title, body, sent, kinds) => {
    expect(await kindsOf({ response: response(200, sent) }, withBody(body))).toEqual(kinds);
  });

  it('may refer to itself', async () => {
    const operation = contract({ responses: [spec(200, { body: { $ref: 'parity:///schemas/tree.yaml' } })] });
    const judge = await judgeOf(operation);
    const tree: JsonSchema = {
      type: 'object',
      properties: { left: { anyOf: [{ $ref: '#' }, { type: 'null' }] } },
      required: ['left'],
    };
    const { createJudge } = await import('../../src/judge/create-judge.ts');
    const contracts = { ...judge.context.contracts, schemas: new Map([['parity:///schemas/tree.yaml', tree]]) };
    const recursive = await createJudge({ ...judge.context, contracts });
    const found = judgeExchange(
      exchange({ response: response(200, { left: { left: { left: 3 }, x: 1 } }) }, operation),
      recursive,
    );
    expect(found.map(({ kind, field }) => `${kind} ${field}`)).toEqual([
      'response-field-retyped /left/left/left',
      'response-field-undeclared /left/x',
    ]);
  });

  it('counts the items that have the same problem', async () => {
    const sent = response(201, { ...GOOD_THING, tags: [{}, { label: 'a' }, {}] });
    expect((await findingsFor({ response: sent }))[0]).toMatchObject({
      field: '/tags/*/label',
      observed: 'nothing (2 times)',
    });
  });

  it('accepts a redacted value, but reports a missing one', async () => {
    expect(
      await kindsOf({
        response: response(201, {
          id: '[redacted:0123abcd]',
          name: '[redacted:0123abcd]',
          size: '[redacted:0123abcd]',
        }),
      }),
    ).toEqual([]);
    expect(await kindsOf({ response: response(201, { name: '[redacted:0123abcd]' }) })).toEqual([
      'response-field-missing /id',
    ]);
  });

  it('is the one for the profile', async () => {
    const operation = contract();
    const judge = await judgeOf(operation);
    const { createJudge } = await import('../../src/judge/create-judge.ts');
    const lite = await createJudge({ ...judge.context, profile: 'lite' });
    const found = judgeExchange(exchange({}, operation), lite);
    expect(found.map(({ kind, field }) => `${kind} ${field}`)).toEqual(['response-field-missing /secret']);
  });
});

describe('several responses of one status', () => {
  const operation = contract({
    responses: [
      spec(200, { body: { type: 'array', items: { type: 'string' } } }),
      spec(200, { body: { type: 'object', properties: { items: {} } } }),
      spec(409, { errors: ['a'] }),
      spec(409, {
        errors: ['b'],
        body: {
          type: 'object',
          properties: { error: { type: 'object' }, hint: { type: 'string' } },
          required: ['hint'],
        },
      }),
      spec(410, { errors: ['gone'], profiles: ['lite'] }),
    ],
  });
  it.each<[string, Parts, readonly string[]]>([
    ['the first', { response: response(200, ['a']) }, []],
    ['the second one', { response: response(200, { items: [] }) }, []],
    ['the most similar one', { response: response(200, { items: [], x: 1 }) }, ['response-field-undeclared /x']],
    [
      'the one with the code',
      { response: errorResponse(409, 'b'), expect: { status: [409] } },
      ['error-envelope-malformed /hint'],
    ],
    [
      'only those of the profile',
      { response: errorResponse(410, 'gone'), expect: { status: [410] } },
      ['status-undeclared'],
    ],
  ])('are matched with %s', async (_title, parts, kinds) => {
    expect(await kindsOf(parts, operation)).toEqual(kinds);
  });
});

describe('a body', () => {
  it.each<[string, Parts, readonly string[]]>([
    [
      'of bytes that are not text',
      {
        response: {
          ...response(201),
          headers: [
            ['Content-Type', 'application/json'],
            ['X-Count', '1'],
          ],
          body: Uint8Array.of(0xff),
        },
      },
      ['response-body-unreadable'],
    ],
    ['in an unknown coding', { response: coded('zstd') }, ['response-body-unreadable']],
    ['that was decoded when it was recorded', { response: coded('gzip, br') }, []],
    ['that was cut off', { response: { ...response(201, GOOD_THING), truncatedAt: 10 } }, ['response-body-unreadable']],
    ['that is empty although the contract declares a body', { response: response(201) }, ['response-body-unreadable']],
    ['of a +json type', { response: response(201, GOOD_THING, [['Content-Type', 'application/hal+json']]) }, []],
    [
      'without a content type',
      { response: { ...response(201, GOOD_THING), headers: [['X-Count', '1']] } },
      ['response-content-type-mismatch Content-Type'],
    ],
  ])('%s', async (_title, parts, kinds) => {
    expect(await kindsOf(parts)).toEqual(kinds);
  });

  it.each([
    ['the unknown coding', coded('zstd'), 'a body with Content-Encoding "zstd"; only gzip, deflate and br can be read'],
    [
      'its charset',
      inCharset('application/json; charset=iso-8859-1', '{"id":"é"}', 'latin1'),
      'bytes that are not UTF-8 but, according to Content-Type, iso-8859-1',
    ],
    [
      'the wide charset',
      inCharset('application/json; charset=utf-16le', '{"id":"a"}', 'utf16le'),
      'bytes that are not UTF-8 but, according to Content-Type, utf-16le',
    ],
  ])('that cannot be decoded has a finding with %s', async (_title, sent, observed) => {
    expect(await findingsFor({ response: sent })).toMatchObject([{ kind: 'response-body-unreadable', observed }]);
  });

  it.each([
    ['latin1', 'text/plain; charset=ISO-8859-1'],
    ['utf16le', 'text/plain; charset="utf-16le"'],
  ] as const)('of text is decoded with its charset, %s', async (encoding, contentType) => {
    const page = contract({ responses: [spec(200, { body: { const: 'é' }, contentType: 'text/plain' })] });
    const sent = { ...inCharset(contentType, 'é', encoding), status: 200 };
    expect(await kindsOf({ response: sent }, page)).toEqual([]);
    expect(await kindsOf({ response: { ...sent, body: Buffer.from('e', encoding) } }, page)).not.toEqual([]);
  });

  it('of another declared content type is compared as text', async () => {
    const page = contract({
      responses: [spec(200, { body: { type: 'string', minLength: 1 }, contentType: 'text/html' })],
    });
    const parts: Parts = { response: response(200, '<p>hi</p>', [['Content-Type', 'text/html; charset=utf-8']]) };
    expect(await kindsOf({ ...parts, expect: { body: { $contains: 'hi' } } }, page)).toEqual([]);
    expect(await kindsOf({ ...parts, expect: { body: { $contains: 'ho' } } }, page)).toEqual(['value-mismatch']);
  });
});

describe('an expected value', () => {
  it('of a header may be a number', async () => {
    expect(await kindsOf({ expect: { headers: { 'x-count': { $gte: 3 } } } })).toEqual([]);
    expect(await kindsOf({ expect: { headers: { 'x-count': { $gt: 3 } } } })).toEqual(['value-mismatch x-count']);
    expect(await kindsOf({ expect: { headers: { ETag: { $present: true } } } })).toEqual(['value-mismatch ETag']);
  });

  it('that is redacted matches only the same secret', async () => {
    const sent = response(201, { ...GOOD_THING, name: '[redacted:0123abcd]' });
    expect(await kindsOf({ response: sent, expect: { body: { name: '[redacted:0123abcd]' } } })).toEqual([]);
    expect(await kindsOf({ response: sent, expect: { body: { name: { $match: '^p' } } } })).toEqual([]);
    expect(await kindsOf({ response: sent, expect: { body: { name: '[redacted:ffffffff]' } } })).toEqual([
      'value-mismatch /name',
    ]);
  });
});

describe('a clean-up', () => {
  it.each<[string, Parts, readonly string[]]>([
    ['finds nothing to remove', { response: errorResponse(404, 'zzz') }, []],
    ['gets an undeclared status', { response: response(418, 'tea') }, []],
    ['gets a server error', { response: errorResponse(500, 'x') }, ['server-error']],
    [
      'gets a body that violates the schema',
      { response: response(201, { id: 'thing_1' }) },
      ['response-field-missing /name'],
    ],
    ['gets no response', { response: null, failure: { code: 'timeout', message: 'm' } }, []],
  ])('that %s', async (_title, parts, kinds) => {
    expect(await kindsOf({ ...parts, phase: 'cleanup', with: { box_id: 'b' } })).toEqual(kinds);
  });
});

describe('a finding', () => {
  async function one(parts: Parts): Promise<Finding | undefined> {
    return (await findingsFor(parts))[0];
  }

  it('points to the place in the exchange', async () => {
    const found = await one({ response: response(201, { ...GOOD_THING, tags: [{ label: 'a' }, { label: 5 }] }) });
    expect(found?.evidence).toEqual({
      exchange: 'things/life/make#1',
      pointer: '/response/body/tags/1/label',
      excerpt: '5',
    });
  });

  it('has an excerpt on one safe line', async () => {
    const found = await one({
      response: response(201, { ...GOOD_THING, size: `\u001b[31m\n\u202e${'x'.repeat(500)}` }),
    });
    const { excerpt } = found?.evidence ?? { excerpt: '' };
    expect(excerpt.length).toBeLessThanOrEqual(120);
    expect(excerpt).toMatch(/^[\x20-\x7e…]+$/);
  });

  it('has the same fingerprint for other values and steps, but not for another target', async () => {
    const a = await one({ response: response(201, { ...GOOD_THING, id: 'x' }) });
    const b = await one({ response: response(201, { ...GOOD_THING, id: 'yy' }), address: 'other/s/t' });
    const judge = await judgeOf(contract());
    const [c] = judgeExchange(exchange({ response: response(201, { ...GOOD_THING, id: 'x' }) }), {
      ...judge,
      context: { ...judge.context, where: 'core' },
    });
    expect(a?.fingerprint).toMatch(/^[0-9a-f]{12}$/);
    expect(b?.fingerprint).toBe(a?.fingerprint);
    expect(c?.fingerprint).not.toBe(a?.fingerprint);
  });

  it('has the configured severity', async () => {
    const judge = await judgeOf(contract());
    const softer = {
      ...judge,
      context: { ...judge.context, severity: { 'response-field-undeclared': 'warning' } as const },
    };
    expect(judgeExchange(exchange({ response: response(201, { ...GOOD_THING, zz: 1 }) }), softer)[0]?.severity).toBe(
      'warning',
    );
  });
});

it('rejects an exchange whose operation has no contract', async () => {
  const judge = await judgeOf(contract());
  expect(() => judgeExchange({ ...exchange(), operation: 'things.gone' }, judge)).toThrow(
    expect.objectContaining({ code: 'operation-unknown' }),
  );
});

function coded(encoding: string) {
  return response(201, GOOD_THING, [['Content-Encoding', encoding]]);
}

function inCharset(contentType: string, text: string, encoding: BufferEncoding) {
  return { ...response(201, '', [['Content-Type', contentType]]), body: Buffer.from(text, encoding) };
}
