import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DIFF_RULES } from '../../../src/model/diff-rules.ts';
import { diffDocuments } from '../../../src/openapi/diff/diff-documents.ts';
import { largeDocument, openapi, readFiles } from '../documents.ts';
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

const hooking = (post: object, name = 'made') => operation({}, { webhooks: { [name]: { post } } });
const calling = (post: object) => operation({ callbacks: { made: { '{$request.body#/url}': { post } } } });

/** In each row, the list `there` contains the rules of the change, and the list `back` those of the reverse change. */
const PAIRS: readonly (readonly [
  what: string,
  before: object,
  after: object,
  there: readonly string[],
  back: readonly string[],
])[] = [
  [
    'a removed operation',
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
    'a slash at the end of a path',
    openapi({ '/a': { get: {} } }),
    openapi({ '/a/': { get: {} } }),
    ['operation-moved!'],
    ['operation-moved!'],
  ],
  [
    'an operation with an unknown method',
    openapi({ '/a': { get: {}, trace: {} } }),
    openapi({ '/a': { get: {} } }),
    ['document-not-compared'],
    ['document-not-compared'],
  ],
  [
    'a changed token URL',
    secured({ o: [] }),
    operation(
      { security: [{ o: [] }] },
      {
        components: {
          securitySchemes: { o: { type: 'oauth2', flows: { password: { tokenUrl: 'https://x.test/token' } } } },
        },
      },
    ),
    ['operation-not-compared'],
    ['operation-not-compared'],
  ],
  [
    'a removed value of a server variable',
    operation({}, { servers: [{ url: '/{v}', variables: { v: { default: 'a', enum: ['a', 'b'] } } }] }),
    operation({}, { servers: [{ url: '/{v}', variables: { v: { default: 'a', enum: ['a'] } } }] }),
    ['server-removed'],
    ['server-added'],
  ],
  [
    'a changed content type of a form member',
    operation({ requestBody: { content: { 'multipart/form-data': { schema: OBJECT } } } }),
    operation({
      requestBody: {
        content: { 'multipart/form-data': { schema: OBJECT, encoding: { id: { contentType: 'text/csv' } } } },
      },
    }),
    ['operation-not-compared'],
    ['operation-not-compared'],
  ],
  [
    'a narrowed range of content types',
    operation({ requestBody: { content: { '*/*': { schema: OBJECT } } } }),
    operation({ requestBody: JSON_BODY }),
    ['request-content-removed!'],
    ['request-content-added'],
  ],
  [
    'a changed parameter of a content type',
    operation(bodies('application/json; version=1')),
    operation(bodies('application/json; version=2')),
    ['response-content-added', 'response-content-removed!'],
    ['response-content-added', 'response-content-removed!'],
  ],
  [
    'a deprecated operation',
    operation({}),
    operation({ deprecated: true }),
    ['operation-lifecycle-changed'],
    ['operation-lifecycle-changed'],
  ],
  [
    'a changed operationId',
    operation({ operationId: 'x' }),
    operation({ operationId: 'y' }),
    ['operation-renamed'],
    ['operation-renamed'],
  ],
  [
    'a changed callback inside a callback',
    calling({ callbacks: { c: { '{$url}': { post: {} } } } }),
    calling({ callbacks: { d: { '{$url}': { post: {} } } } }),
    ['operation-not-compared'],
    ['operation-not-compared'],
  ],
  [
    'a removed callback',
    calling({ requestBody: JSON_BODY }),
    operation({}),
    ['outgoing-request-removed!'],
    ['outgoing-request-added'],
  ],
  [
    'a changed base path',
    served('https://x.test/v1'),
    served('https://x.test/v2'),
    ['server-added', 'server-path-changed!', 'server-removed'],
    ['server-added', 'server-path-changed!', 'server-removed'],
  ],
  [
    'a removed server',
    served('https://x.test', 'https://y.test'),
    served('https://x.test'),
    ['server-removed'],
    ['server-added'],
  ],
  [
    'credentials that become necessary',
    secured(),
    secured({ k: [] }),
    ['request-credentials-changed!'],
    ['request-credentials-added'],
  ],
  [
    'changed credentials',
    secured({ k: [] }),
    secured({ b: [] }),
    ['request-credentials-changed!'],
    ['request-credentials-changed!'],
  ],
  [
    'additional alternative credentials',
    secured({ k: [] }),
    secured({ k: [] }, { b: [] }),
    ['request-credentials-added'],
    ['request-credentials-changed!'],
  ],
  [
    'an additional scope',
    secured({ o: ['read'] }),
    secured({ o: ['read', 'write'] }),
    ['request-credentials-changed!'],
    ['request-credentials-added'],
  ],
  [
    'a new optional parameter',
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
    'a parameter that becomes required',
    operation(query()),
    operation(query({ required: true })),
    ['request-parameter-became-required!'],
    ['request-parameter-became-optional'],
  ],
  [
    'a parameter that moves to a header',
    operation(query()),
    operation(query({ in: 'header' })),
    ['request-parameter-moved!'],
    ['request-parameter-moved!'],
  ],
  [
    'a list that is now written with commas',
    operation(list({})),
    operation(list({ explode: false })),
    ['request-parameter-restyled!'],
    ['request-parameter-restyled!'],
  ],
  [
    'a renamed path parameter',
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
    'a body that becomes required',
    operation({ requestBody: JSON_BODY }),
    operation({ requestBody: { ...JSON_BODY, required: true } }),
    ['request-body-became-required!'],
    ['request-body-became-optional'],
  ],
  [
    'an additional content type',
    operation({ requestBody: JSON_BODY }),
    operation({ requestBody: { content: { ...JSON_BODY.content, ...FORM_BODY.content } } }),
    ['request-content-added'],
    ['request-content-removed!'],
  ],
  [
    'a removed success response',
    operation(statuses('201')),
    operation(statuses()),
    ['response-success-removed!'],
    ['response-success-added'],
  ],
  [
    'a removed error response',
    operation(statuses('404')),
    operation(statuses()),
    ['response-error-removed'],
    ['response-error-added'],
  ],
  [
    'a removed content type',
    operation(bodies('application/json', 'text/csv')),
    operation(bodies('application/json')),
    ['response-content-removed!'],
    ['response-content-added'],
  ],
  [
    'a body that is no longer described',
    operation({ responses: returning(OBJECT) }),
    operation({ responses: { 200: { description: 'ok', content: { 'application/json': {} } } } }),
    ['response-body-undescribed!'],
    ['response-body-described'],
  ],
  [
    'a removed header',
    operation(header({})),
    operation(header(null)),
    ['response-header-removed!'],
    ['response-header-added'],
  ],
  [
    'a header that becomes optional',
    operation(header({ required: true })),
    operation(header({})),
    ['response-header-became-optional!'],
    ['response-header-became-required'],
  ],
  [
    'a renamed webhook',
    hooking({}, 'created'),
    hooking({}, 'made'),
    ['outgoing-request-added', 'outgoing-request-removed!'],
    ['outgoing-request-added', 'outgoing-request-removed!'],
  ],
  [
    'a webhook with a body that becomes optional',
    hooking({ requestBody: { ...JSON_BODY, required: true } }),
    hooking({ requestBody: JSON_BODY }),
    ['outgoing-body-became-optional!'],
    ['outgoing-body-became-required'],
  ],
  [
    'a removed response to a webhook',
    hooking({ responses: { 200: { description: 'd' }, 410: { description: 'd' } } }),
    hooking({ responses: { 200: { description: 'd' } } }),
    ['outgoing-reply-removed!'],
    ['outgoing-reply-added'],
  ],
];

describe('a rule about operations', () => {
  it.each(PAIRS)('reports %s', async (_, before, after, there, back) => {
    expect(await rulesOf(before, after)).toEqual(there);
    expect(await rulesOf(after, before)).toEqual(back);
    expect(await rulesOf(before, before)).toEqual([]);
  });

  it.each([
    [
      'a deprecated parameter',
      operation(query()),
      operation(query({ deprecated: true })),
      ['request-member-deprecated'],
      ['request-member-deprecated'],
    ],
    [
      'an error whose body differs from the body of its status class',
      operation({ responses: { ...returning(OBJECT), ...returning({ type: 'integer' }, '4XX') } }),
      operation({
        responses: { ...returning(OBJECT), ...returning({ type: 'integer' }, '4XX'), ...returning({}, '404') },
      }),
      ['response-type-widened!'],
      ['response-type-narrowed'],
    ],
    [
      'a changed type in a header with JSON',
      operation(header({ schema: undefined, content: { 'application/json': { schema: { type: 'array' } } } })),
      operation(header({ schema: undefined, content: { 'application/json': { schema: { type: 'object' } } } })),
      ['response-type-changed!'],
      ['response-type-changed!'],
    ],
  ])('reports %s, and the opposite change', async (_, before, after, there, back) => {
    expect(await rulesOf(before, after)).toEqual(there);
    expect(await rulesOf(after, before)).toEqual(back);
  });

  it('has a pair in this table for every rule that is not about values', () => {
    const told = PAIRS.flatMap(([, , , there, back]) => [...there, ...back]).map((rule) => rule.replace('!', ''));
    // The rule `document-not-compared` needs contracts, so the next test covers this rule.
    told.push('document-not-compared');
    const isOfValues = (name: string) =>
      !/-(content|body|header)-/.test(name) &&
      DIFF_RULES.has(name.replace(/^request/, 'response')) &&
      DIFF_RULES.has(name.replace(/^response/, 'request')) &&
      /^re(quest|sponse)-/.test(name);
    expect([...new Set(told)].sort()).toEqual([...DIFF_RULES.keys()].filter((name) => !isOfValues(name)).sort());
  });

  it('reports that contracts contain no webhooks and callbacks', async () => {
    const document = await readFiles(
      { 'a.json': { ...calling({}), ...{ webhooks: { made: { post: {} } } } } },
      { inFull: true },
    );
    const operations = document.operations.map((each) => ({ ...each, outgoing: [] }));
    const contracts = { ...document, source: 'contracts', operations, outgoing: [] };
    const rules = diffDocuments(document, contracts).changes.map(({ rule, before, after }) => [rule, before, after]);
    expect(rules).toEqual([
      ['operation-not-compared', 'made {$request.body#/url}', 'no callback'],
      ['document-not-compared', 'made', 'no webhook'],
    ]);
  });

  it.each([
    ['a stated default style', operation(list({})), operation(list({ style: 'form', explode: true }))],
    [
      'reordered parameters of a content type',
      operation(bodies('text/csv; header=present; charset=UTF-8; a=1')),
      operation(bodies('Text/CSV;a=1;header=present')),
    ],
    ['a style of a single value', operation(query()), operation(query({ explode: false }))],
    [
      'a renamed security scheme',
      secured({ k: [] }),
      operation(
        { security: [{ key: [] }] },
        { components: { securitySchemes: { key: SCHEMES.components.securitySchemes.k } } },
      ),
    ],
    [
      'a base path that moves from the server to the paths',
      openapi({ '/v1/a': { get: {} } }, { servers: [{ url: 'https://x.test' }] }),
      openapi({ '/a': { get: {} } }, { servers: [{ url: 'https://x.test/v1' }] }),
    ],
  ])('reports no breaking change for %s', async (_, before, after) => {
    expect((await rulesOf(before, after)).filter((rule) => rule.endsWith('!'))).toEqual([]);
  });
});

describe('a request that the server sends', () => {
  const body = (schema: object, more: object = {}) => ({
    requestBody: { content: { 'application/json': { schema } } },
    ...more,
  });
  const member = (p: object, more: object = {}) => ({ type: 'object', properties: { p }, ...more });
  const text = { type: 'string' };

  it.each<[string, object, object, readonly string[], readonly string[]]>([
    [
      'a removed member of the sent body',
      body(member(text)),
      body({ type: 'object' }),
      ['response-members-undescribed!'],
      ['response-member-added'],
    ],
    [
      'an additional value in the sent body',
      body(member({ enum: ['a'] })),
      body(member({ enum: ['a', 'b'] })),
      ['response-value-added!'],
      ['response-value-removed'],
    ],
    [
      'a removed header of the request',
      { parameters: [{ name: 'X-Event', in: 'header', schema: text }] },
      {},
      ['response-header-removed!'],
      ['response-header-added'],
    ],
    [
      'a member of the response that becomes required',
      { responses: returning(member(text)) },
      { responses: returning(member(text, { required: ['p'] })) },
      ['request-member-became-required!'],
      ['request-member-became-optional'],
    ],
    [
      'a changed content type',
      { requestBody: JSON_BODY },
      { requestBody: FORM_BODY },
      ['response-content-added', 'response-content-removed!'],
      ['response-content-added', 'response-content-removed!'],
    ],
    ['a changed operationId', { operationId: 'a' }, { operationId: 'b' }, ['operation-renamed'], ['operation-renamed']],
    [
      'changed headers of the response',
      { responses: { 200: { description: 'd', headers: { A: {} } } } },
      { responses: { 200: { description: 'd' } } },
      ['operation-not-compared'],
      ['operation-not-compared'],
    ],
    [
      'credentials for the request',
      { security: [{ k: [] }] },
      { security: [{ b: [] }] },
      ['request-credentials-changed!'],
      ['request-credentials-changed!'],
    ],
  ])('reports %s', async (_, before, after, there, back) => {
    const secured = (each: object) => ({ ...each, ...SCHEMES });
    for (const around of [hooking, calling]) {
      const [a, b] = [secured(around(before)), secured(around(after))];
      expect(await rulesOf(a, b)).toEqual(there);
      expect(await rulesOf(b, a)).toEqual(back);
    }
  });

  it('is named with its location', async () => {
    const [before, after] = [body(member(text)), body(member({ type: 'integer' }))];
    expect((await diff(hooking(before), hooking(after))).changes).toMatchObject([
      { operation: 'webhook made', where: 'request', field: '/p', direction: 'response' },
    ]);
    expect((await diff(calling(before), calling(after))).changes).toMatchObject([
      { operation: 'POST /things', where: 'callback made {$request.body#/url} request', field: '/p' },
    ]);
  });

  it('counts as a webhook or as a part of its operation', async () => {
    const [before, after] = [body(member(text)), body(member({ type: 'integer' }))];
    const hooked = await diff(hooking(before), hooking(after));
    expect(hooked.webhooks).toEqual({ added: 0, removed: 0, changed: 1, same: 0 });
    expect(hooked.operations).toMatchObject({ changed: 0, same: 1 });
    const called = await diff(calling(before), calling(after));
    expect(called.operations).toMatchObject({ changed: 1, same: 0 });
  });

  it('may use a declaration that the operation uses too', async () => {
    const shared = {
      '{$url}': { post: { ...body(OBJECT), callbacks: { made: { $ref: '#/components/callbacks/made' } } } },
    };
    const document = operation(
      { callbacks: { made: { $ref: '#/components/callbacks/made' } } },
      { components: { callbacks: { made: shared } } },
    );
    expect(await rulesOf(document, document)).toEqual([]);
  });

  it('contains read-only members and no write-only members', async () => {
    const document = (more: object) => hooking(body(member({ ...text, ...more }), {}));
    expect(await rulesOf(document({ readOnly: true }), document({}))).toEqual([]);
    expect(await rulesOf(document({}), document({ writeOnly: true }))).toEqual(['response-members-undescribed!']);
  });

  it('needs no credentials of the API', async () => {
    const document = (security: object[]) => ({ ...hooking({}), ...SCHEMES, security });
    const { changes } = await diff(document([{ k: [] }]), document([{ b: [] }]));
    expect(changes.map((change) => change.operations)).toEqual([['POST /things']]);
  });
});

describe('the changes of two documents', () => {
  it('report one change of a shared schema once, with every affected operation', async () => {
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

  it('show a change of a shared schema at the operation with the shortest path to it', async () => {
    const shared = (size: object) =>
      openapi(
        {
          '/a': { get: { responses: returning({ type: 'array', items: { $ref: '#/components/schemas/T' } }) } },
          '/b': { get: { responses: returning({ $ref: '#/components/schemas/T' }) } },
        },
        { components: { schemas: { T: { type: 'object', properties: { size } } } } },
      );
    const { changes } = await diff(shared({ type: 'string' }), shared({ type: 'integer' }));
    expect(changes).toMatchObject([{ operation: 'GET /b', field: '/size', operations: ['GET /a', 'GET /b'] }]);
  });

  it('ignore the style of a new form member and of a single value', async () => {
    const form = (properties: object, encoding: object) =>
      operation({
        requestBody: {
          content: { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties }, encoding } },
        },
      });
    const [text, list] = [{ type: 'string' }, { type: 'array' }];
    const commas = { style: 'form', explode: false };
    expect(await rulesOf(form({ a: text }, {}), form({ a: text, b: list }, { a: commas, b: commas }))).toEqual([
      'request-member-added',
    ]);
    expect(await rulesOf(form({ b: list }, {}), form({ b: list }, { b: commas }))).toEqual([
      'request-parameter-restyled!',
    ]);
  });

  it('have the levels that the settings declare', async () => {
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
