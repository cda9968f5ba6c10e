import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DIFF_RULES } from '../../../src/model/diff-rules.ts';
import { largeDocument, openapi } from '../documents.ts';
import { diff, OBJECT, operation, returning, rulesOf } from './pairs.ts';

const JSON_BODY = { content: { 'application/json': { schema: OBJECT } } };
const FORM_BODY = { content: { 'application/x-www-form-urlencoded': { schema: OBJECT } } };
const query = (more: object = {}) => ({
  parameters: [{ name: 'q', in: 'query', schema: { type: 'string' }, ...more }],
});
const list = (more: object) => query({ schema: { type: 'array', items: { type: 'string' } }, ...more });
const path = (name: string) => ({
  [`/things/{${name}}`]: {
    get: { parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }], responses: {} },
  },
});
const header = (stated: object | null) => ({
  responses: {
    200: { description: 'ok', ...(stated && { headers: { 'X-Next': { schema: { type: 'string' }, ...stated } } }) },
  },
});
const bodies = (...types: readonly string[]) => ({
  responses: {
    200: { description: 'ok', content: Object.fromEntries(types.map((type) => [type, { schema: OBJECT }])) },
  },
});
const statuses = (...all: readonly string[]) => ({
  responses: Object.fromEntries(['200', ...all].map((status) => [status, { description: 'd' }])),
});
const SCHEMES = {
  components: {
    securitySchemes: {
      k: { type: 'apiKey', in: 'header', name: 'X-Key' },
      b: { type: 'http', scheme: 'bearer' },
      o: { type: 'oauth2', flows: {} },
    },
  },
};
const secured = (...security: readonly object[]) => operation({ security }, SCHEMES);
const served = (...urls: readonly string[]) => operation({}, { servers: urls.map((url) => ({ url })) });

/** Before, after, what is told, and what is told the other way round. */
const PAIRS: readonly (readonly [
  what: string,
  before: object,
  after: object,
  there: readonly string[],
  back: readonly string[],
])[] = [
  [
    'an operation that left',
    openapi({ '/a': { get: {} }, '/b': { get: {} } }),
    openapi({ '/a': { get: {} } }),
    ['operation-removed!'],
    ['operation-added'],
  ],
  [
    'a path with a new name',
    openapi({ '/a': { get: { operationId: 'x' } } }),
    openapi({ '/b': { get: { operationId: 'x' } } }),
    ['operation-moved!'],
    ['operation-moved!'],
  ],
  [
    'a deprecated operation',
    operation({}),
    operation({ deprecated: true }),
    ['operation-lifecycle-changed'],
    ['operation-lifecycle-changed'],
  ],
  [
    'another operationId',
    operation({ operationId: 'x' }),
    operation({ operationId: 'y' }),
    ['operation-renamed'],
    ['operation-renamed'],
  ],
  [
    'other callbacks',
    operation({ callbacks: { a: {} } }),
    operation({ callbacks: { b: {} } }),
    ['operation-not-compared'],
    ['operation-not-compared'],
  ],
  [
    'another base path',
    served('https://x.test/v1'),
    served('https://x.test/v2'),
    ['server-added', 'server-path-changed!', 'server-removed'],
    ['server-added', 'server-path-changed!', 'server-removed'],
  ],
  [
    'a server that left',
    served('https://x.test', 'https://y.test'),
    served('https://x.test'),
    ['server-removed'],
    ['server-added'],
  ],
  [
    'credentials that are needed',
    secured(),
    secured({ k: [] }),
    ['request-credentials-changed!'],
    ['request-credentials-added'],
  ],
  [
    'other credentials',
    secured({ k: [] }),
    secured({ b: [] }),
    ['request-credentials-changed!'],
    ['request-credentials-changed!'],
  ],
  [
    'another choice of credentials',
    secured({ k: [] }),
    secured({ k: [] }, { b: [] }),
    ['request-credentials-added'],
    ['request-credentials-changed!'],
  ],
  [
    'one more scope',
    secured({ o: ['read'] }),
    secured({ o: ['read', 'write'] }),
    ['request-credentials-changed!'],
    ['request-credentials-added'],
  ],
  [
    'an optional parameter',
    operation({}),
    operation(query()),
    ['request-parameter-added'],
    ['request-parameter-removed!'],
  ],
  [
    'a new required parameter',
    operation({}),
    operation(query({ required: true })),
    ['request-required-parameter-added!'],
    ['request-parameter-removed!'],
  ],
  [
    'a required parameter',
    operation(query()),
    operation(query({ required: true })),
    ['request-parameter-became-required!'],
    ['request-parameter-became-optional'],
  ],
  [
    'a parameter in a header',
    operation(query()),
    operation(query({ in: 'header' })),
    ['request-parameter-moved!'],
    ['request-parameter-moved!'],
  ],
  [
    'a list with commas',
    operation(list({})),
    operation(list({ explode: false })),
    ['request-parameter-restyled!'],
    ['request-parameter-restyled!'],
  ],
  [
    'a parameter of the path with another name',
    openapi(path('id')),
    openapi(path('thing')),
    ['request-path-parameter-renamed'],
    ['request-path-parameter-renamed'],
  ],
  ['a body', operation({}), operation({ requestBody: JSON_BODY }), ['request-body-added'], ['request-body-removed!']],
  [
    'a new required body',
    operation({}),
    operation({ requestBody: { ...JSON_BODY, required: true } }),
    ['request-required-body-added!'],
    ['request-body-removed!'],
  ],
  [
    'a required body',
    operation({ requestBody: JSON_BODY }),
    operation({ requestBody: { ...JSON_BODY, required: true } }),
    ['request-body-became-required!'],
    ['request-body-became-optional'],
  ],
  [
    'one more content type',
    operation({ requestBody: JSON_BODY }),
    operation({ requestBody: { content: { ...JSON_BODY.content, ...FORM_BODY.content } } }),
    ['request-content-added'],
    ['request-content-removed!'],
  ],
  [
    'a success that left',
    operation(statuses('201')),
    operation(statuses()),
    ['response-success-removed!'],
    ['response-success-added'],
  ],
  [
    'an error that left',
    operation(statuses('404')),
    operation(statuses()),
    ['response-error-removed'],
    ['response-error-added'],
  ],
  [
    'a content type that left',
    operation(bodies('application/json', 'text/csv')),
    operation(bodies('application/json')),
    ['response-content-removed!'],
    ['response-content-added'],
  ],
  [
    'a body that is not described',
    operation({ responses: returning(OBJECT) }),
    operation({ responses: { 200: { description: 'ok', content: { 'application/json': {} } } } }),
    ['response-body-undescribed!'],
    ['response-body-described'],
  ],
  [
    'a header that left',
    operation(header({})),
    operation(header(null)),
    ['response-header-removed!'],
    ['response-header-added'],
  ],
  [
    'a header that may be absent',
    operation(header({ required: true })),
    operation(header({})),
    ['response-header-became-optional!'],
    ['response-header-became-required'],
  ],
  [
    'webhooks',
    operation({}, { webhooks: { a: {} } }),
    operation({}, { webhooks: { b: {} } }),
    ['document-not-compared'],
    ['document-not-compared'],
  ],
];

describe('a rule about operations', () => {
  it.each(PAIRS)('tells %s', async (_, before, after, there, back) => {
    expect(await rulesOf(before, after)).toEqual(there);
    expect(await rulesOf(after, before)).toEqual(back);
    expect(await rulesOf(before, before)).toEqual([]);
  });

  it('has a pair in this table for every rule that is not about values', () => {
    const told = PAIRS.flatMap(([, , , there, back]) => [...there, ...back]).map((rule) => rule.replace('!', ''));
    const isOfValues = (name: string) =>
      !/-(content|body|header)-/.test(name) &&
      DIFF_RULES.has(name.replace(/^request/, 'response')) &&
      DIFF_RULES.has(name.replace(/^response/, 'request')) &&
      /^re(quest|sponse)-/.test(name);
    expect([...new Set(told)].sort()).toEqual([...DIFF_RULES.keys()].filter((name) => !isOfValues(name)).sort());
  });

  it.each([
    ['a style that is the usual one', operation(list({})), operation(list({ style: 'form', explode: true }))],
    ['a style of a single value', operation(query()), operation(query({ explode: false }))],
    [
      'a scheme with another name',
      secured({ k: [] }),
      operation(
        { security: [{ key: [] }] },
        { components: { securitySchemes: { key: SCHEMES.components.securitySchemes.k } } },
      ),
    ],
    [
      'a base path in the paths',
      openapi({ '/v1/a': { get: {} } }, { servers: [{ url: 'https://x.test' }] }),
      openapi({ '/a': { get: {} } }, { servers: [{ url: 'https://x.test/v1' }] }),
    ],
  ])('tells no breaking change of %s', async (_, before, after) => {
    expect((await rulesOf(before, after)).filter((rule) => rule.endsWith('!'))).toEqual([]);
  });
});

describe('the changes of two documents', () => {
  it('name one change of a shared schema once, with every operation that it affects', async () => {
    const item = { $ref: '#/components/schemas/A' };
    const document = (type: string) =>
      openapi(
        {
          '/a': { get: { responses: returning(item) } },
          '/b': { get: { responses: returning({ type: 'array', items: item }) } },
        },
        { components: { schemas: { A: { type: 'object', properties: { size: { type } } } } } },
      );
    const { changes, operations } = await diff(document('string'), document('integer'));
    expect(changes).toMatchObject([
      { operation: 'GET /a', where: 'response 200', field: '/size', operations: ['GET /a', 'GET /b'] },
    ]);
    expect(operations).toMatchObject({ changed: 2, same: 0 });
  });

  it('have the levels of the settings', async () => {
    const [before, after] = [operation(query()), operation({})];
    expect(await rulesOf(before, after, { levels: { 'request-parameter-removed': 'warning' } })).toEqual([
      'request-parameter-removed',
    ]);
    expect(await rulesOf(before, after, { levels: { 'request-parameter-removed': 'off' } })).toEqual([]);
  });

  it('count the operations of two large documents', async () => {
    const { operations, changes } = await diff(largeDocument(400), largeDocument(1000));
    expect(operations).toEqual({ added: 600, removed: 0, moved: 0, changed: 0, same: 400 });
    expect(changes[0]?.operations).toHaveLength(600);
  });

  it('count a moved operation as removed and added', async () => {
    const at = (key: string) => openapi({ [key]: { get: { operationId: 'x' } } });
    expect((await diff(at('/a'), at('/b'))).operations).toEqual({
      added: 1,
      removed: 1,
      moved: 1,
      changed: 0,
      same: 0,
    });
  });
});

describe('docs/reference/diff.md', () => {
  it('lists every rule with its level', async () => {
    const text = await readFile(join(import.meta.dirname, '../../../docs/reference/diff.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `([\w-]+)` \| (\w+) \| (?:(breaking|warning|info) \| )?[^|]+ \|$/gm)];
    const listed = rows.flatMap(([, name, level, inResponses]) =>
      inResponses === undefined
        ? [`${name} ${level}`]
        : [`request-${name} ${level}`, `response-${name} ${inResponses}`],
    );
    expect(listed.filter((row) => / (breaking|warning|info)$/.test(row)).sort()).toEqual(
      [...DIFF_RULES.values()].map(({ name, level }) => `${name} ${level}`).sort(),
    );
  });
});
