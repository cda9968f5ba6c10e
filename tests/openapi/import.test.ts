import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contractSurface } from '../../src/audit/sources/contract.ts';
import { documentSurface } from '../../src/audit/sources/openapi.ts';
import { checkSchemas } from '../../src/load/check-schemas.ts';
import { loadWorkspace } from '../../src/load/load-workspace.ts';
import type { ContractSet } from '../../src/model/contract.ts';
import type { ApiDocument } from '../../src/openapi/api-document.ts';
import { contractDocument } from '../../src/openapi/contract-document.ts';
import { diffDocuments } from '../../src/openapi/diff/diff-documents.ts';
import { LOCK_FILE } from '../../src/openapi/import-lock.ts';
import { toOpenapi } from '../../src/openapi/to-openapi.ts';
import { updateContractFiles } from '../../src/openapi/update-contract-files.ts';
import { largeDocument, openapi, readFiles, takes } from './documents.ts';
import { said } from './said.ts';

function importedFiles(document: ApiDocument): readonly { readonly path: string; readonly text: string }[] {
  return updateContractFiles(new Map(), document).files.filter(({ path }) => path !== LOCK_FILE);
}

/** Imports a document, and throws if the written contracts contain a mistake. */
async function imported(document: ApiDocument): Promise<ContractSet> {
  const root = await mkdtemp(join(tmpdir(), 'parity-import-'));
  try {
    for (const { path, text } of importedFiles(document)) {
      const file = join(root, 'contracts', path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    const { contracts, diagnostics } = await loadWorkspace(root);
    expect(diagnostics).toEqual([]);
    return contracts;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function textOf(document: ApiDocument, path: string): string | undefined {
  return importedFiles(document).find((file) => file.path === path)?.text;
}

describe('a query in the key of a path', () => {
  const get = { responses: { 200: { description: '' } } };
  const read = () =>
    readFiles({
      'a.json': openapi({
        '/notes/{id}': { get },
        '/notes/{id}?beta=true': { get },
        '/search?q={text}&kind=note': {
          get: { ...get, parameters: [{ name: 'text', in: 'path', required: true, schema: { type: 'string' } }] },
        },
      }),
    });

  it('is part of the request, and the export contains both operations', async () => {
    const contracts = await imported(await read());
    const routes = [...contracts.operations.values()].map(({ path, fixedQuery }) => [path, fixedQuery]);
    expect(routes).toEqual([
      ['/notes/{id}', 'beta=true'],
      ['/notes/{id}', undefined],
      ['/search', 'kind=note'],
    ]);
    expect(Object.keys(toOpenapi(contracts, 'default').paths ?? {})).toEqual([
      '/notes/{id}?beta=true',
      '/notes/{id}',
      '/search?kind=note',
    ]);
  });

  it('gives a query field for each parameter in the query', async () => {
    const contracts = await imported(await read());
    const search = [...contracts.operations.values()].find(({ path }) => path === '/search');
    expect(search?.fields.map(({ place, required }) => [place, required])).toEqual([
      [{ location: 'query', name: 'q' }, true],
    ]);
  });

  it('is matched with the contract that has the same query', async () => {
    const document = await read();
    const contracts = await imported(document);
    const { operations } = documentSurface(document, { contracts, source: 'openapi:test' });
    const own = [...contracts.operations.values()].find(({ fixedQuery }) => fixedQuery === 'beta=true');
    expect(operations.find(({ request }) => request?.fixedQuery === 'beta=true')?.id).toBe(own?.id);
    expect(new Set(operations.map(({ id }) => id)).size).toBe(3);
  });
});

describe('a body with content types of two kinds', () => {
  const edit = (json: object, multipart: object) => ({
    post: {
      operationId: 'edit',
      requestBody: {
        content: { 'application/json': { schema: json }, 'multipart/form-data': { schema: multipart } },
      },
      responses: { 200: { description: '' } },
    },
  });
  const title = { type: 'object', required: ['title'], properties: { title: { type: 'string' } } };
  const file = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } };
  const read = () => readFiles({ 'a.json': openapi({ '/same': edit(title, title), '/other': edit(title, file) }) });

  it('declares the fields of both if their schema is the same. Otherwise the second is not examined, and the operation is partial', async () => {
    const contracts = [...(await imported(await read())).operations.values()];
    expect(
      contracts.map(({ path, content, mediaTypes, otherMedia, partial }) => [
        path,
        content,
        mediaTypes,
        otherMedia,
        partial,
      ]),
    ).toEqual([
      [
        ...['/other', 'json', undefined, ['multipart/form-data']],
        [
          'request bodies of type multipart/form-data: only the fields of application/json are declared, so these bodies are not examined',
        ],
      ],
      ['/same', 'json', ['application/json', 'multipart/form-data'], undefined, undefined],
    ]);
  });

  it('is exported with both content types', async () => {
    const exported = JSON.stringify(toOpenapi(await imported(await read()), 'default'));
    expect(exported.match(/"multipart\/form-data":\{[^}]*\}/g)).toEqual([
      '"multipart/form-data":{}',
      expect.stringContaining('"schema"'),
    ]);
  });
});

describe('an import', () => {
  it('keeps every field of a thousand operations, and so does the export', async () => {
    const document = await readFiles({ 'large.json': largeDocument(1000) });
    expect(document.operations).toHaveLength(1000);
    const contracts = await imported(document);
    const mine = said(contractSurface(contracts, 'default'));
    expect(mine).toEqual(said(documentSurface(document, { contracts, source: 'openapi:large' })));
    const again = await readFiles({ 'export.json': toOpenapi(contracts, 'default') });
    expect(said(documentSurface(again, { contracts, source: 'openapi:export' }))).toEqual(mine);
  });

  it.each([
    ['marks an operation that may affect data which a run did not create', 'delete', '/v1/buckets', true],
    ['does not mark an operation on a single item', 'delete', '/v1/buckets/{id}', false],
  ])('%s', async (_title, method, path, isMarked) => {
    const parameters = path.includes('{')
      ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
      : [];
    const operation = {
      tags: ['buckets'],
      operationId: 'buckets.remove',
      parameters,
      responses: { 204: { description: 'Gone.' } },
    };
    const document = await readFiles({ 'api.json': openapi({ [path]: { [method]: operation } }) });
    expect((textOf(document, 'buckets/remove.yaml') ?? '').includes('destructive: true')).toBe(isMarked);
  });

  it.each([
    ['JSON', '{"openapi":"VERSION","info":{"title":"A","version":"1"},"paths":{"/n":{"post":BODY}}}'],
    ['YAML', 'openapi: VERSION\ninfo: { title: A, version: "1" }\npaths:\n  /n:\n    post: BODY\n'],
  ])('keeps every digit of 64-bit integers in %s', async (_, text) => {
    const number = '{ "type": "integer", "minimum": -9223372036854775808, "maximum": 9223372036854775807 }';
    const body = `{ "tags": ["n"], "operationId": "n.make", "requestBody": { "content": { "application/json": { "schema": { "type": "object", "properties": { "n": ${number} } } } } }, "responses": { "204": { "description": "Made." } } }`;
    for (const version of ['3.0.3', '3.1.0']) {
      const document = await readFiles({ 'api.txt': text.replace('VERSION', version).replace('BODY', body) });
      const made = textOf(document, 'n/make.yaml');
      expect(made).toContain('minimum: -9223372036854775808');
      expect(made).toContain('maximum: 9223372036854775807');
    }
  });

  it('writes a file that looks hand-written', async () => {
    const document = await readFiles({
      'api.json': openapi({
        '/v1/cues/{cue_id}/fire': {
          post: {
            tags: ['cues'],
            operationId: 'fire_cue_v1_cues__cue_id__fire_post',
            summary: 'Fire a cue.',
            parameters: [{ name: 'X-Worker-Id', in: 'header', schema: { type: 'string', title: 'X-Worker-Id' } }],
            ...takes({ name: { type: 'string' }, limit: { type: 'integer', default: 5 } }, ['name']),
          },
        },
      }),
    });
    expect(textOf(document, 'cues/fire.yaml')).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=../../schema/contract.json
      summary: Fire a cue.
      request: POST /v1/cues/{cue_id}/fire
      auth: none
      body_required: false
      fields:
        worker_id: { in: header, name: X-Worker-Id, schema: { type: string } }
        cue_id: { in: path, schema: { type: string } }
        name: { in: body, required: true, schema: { type: string } }
        limit: { in: body, schema: { type: integer }, default: 5 }
      responses:
        200: { body: { type: object, properties: { id: { type: string } } } }
      "
    `);
  });

  it.each([
    [
      'its operationId without the resource',
      { tags: ['users'], operationId: 'users/list-followers' },
      'users.list_followers',
    ],
    ['its operationId in camel case', { tags: ['User Accounts'], operationId: 'getUserAccount' }, 'user_accounts.get'],
    ['its method if it has no operationId', { tags: ['users'] }, 'users.get_followers'],
    ['its path if it has no tag', { operationId: 'followers' }, 'people.followers'],
    ['the id of the contract that was exported', { tags: ['x'], operationId: 'crowd.see' }, 'crowd.see'],
  ])('names an operation by %s', async (_, operation, id) => {
    const document = await readFiles({ 'a.json': openapi({ '/v2/people/{id}/followers': { get: operation } }) });
    expect(importedFiles(document).map(({ path }) => path)).toContain(`${id.replace('.', '/')}.yaml`);
  });

  it.each([
    ['a condition of the body', { dependentRequired: { a: ['b'] } }, { dependentRequired: { a: ['b'] } }],
    // biome-ignore-start lint/suspicious/noThenProperty: the keyword of JSON Schema is meant
    [
      'an included schema',
      { allOf: [{ if: { required: ['a'] }, then: { required: ['b'] } }] },
      { if: { required: ['a'] }, then: { required: ['b'] } },
    ],
    // biome-ignore-end lint/suspicious/noThenProperty: the keyword of JSON Schema is meant
    [
      'alternatives',
      { anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      { anyOf: [{ required: ['a'] }, { required: ['b'] }] },
    ],
    ['no condition', { minProperties: 0 }, undefined],
  ])('keeps the conditions of a body: %s', async (_, conditions, kept) => {
    const schema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } }, ...conditions };
    const post = {
      tags: ['n'],
      operationId: 'n.make',
      requestBody: { content: { 'application/json': { schema } } },
      responses: { 204: { description: 'Made.' } },
    };
    const contracts = await imported(await readFiles({ 'a.json': openapi({ '/n': { post } }) }));
    expect([...contracts.operations.values()][0]?.bodyConditions).toEqual(kept);
    const again = await imported(await readFiles({ 'b.json': toOpenapi(contracts, 'default') }));
    expect([...again.operations.values()][0]?.bodyConditions).toEqual(kept);
  });

  it('has no breaking difference from its document', async () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false };
    const responses = { 200: { description: 'Made.' }, 304: { description: 'It was there.' } };
    const post = { requestBody: { content: { 'application/json': { schema } } }, responses };
    const document = await readFiles({ 'a.json': openapi({ '/n': { post } }) }, { inFull: true });
    const contracts = contractDocument(await imported(document), 'default');
    expect(diffDocuments(contracts, document).changes.filter(({ breaking }) => breaking)).toEqual([]);
    expect(diffDocuments(document, contracts).changes.filter(({ breaking }) => breaking)).toEqual([]);
  });

  it('gives operations with the same name unique names', async () => {
    const get = { tags: ['t'], operationId: 'show' };
    const document = await readFiles({ 'a.json': openapi({ '/a': { get }, '/b': { get }, '/c': { get } }) });
    const paths = importedFiles(document).map(({ path }) => path);
    expect(paths).toEqual(['api.yaml', 't/show.yaml', 't/show_list.yaml', 't/show_list_2.yaml']);
  });

  it('acknowledges fields at several locations, so that a new location is noticed', async () => {
    const document = await readFiles({
      'a.json': openapi({
        '/a': { get: { parameters: [{ name: 'worker_id', in: 'query', schema: { type: 'string' } }] } },
        '/b': { post: takes({ worker_id: { type: 'string' } }) },
      }),
    });
    const contracts = await imported(document);
    expect(contracts.api.acknowledged).toMatchObject([
      { field: 'worker_id', places: { query: ['a.list'], body: ['b.create'] } },
    ]);
  });

  it('creates schemas that compile from any document', async () => {
    const odd = {
      a: { type: 'integer', minimum: 1, exclusiveMinimum: true, required: true },
      b: { type: 'string', pattern: '(', enum: ['x', 'x'], example: 'x' },
      c: { type: 'file' },
      d: { type: 'array', items: [{ type: 'string' }] },
      e: { nullable: true, allOf: [{ $ref: '#/components/schemas/Loop' }] },
    };
    const document = await readFiles({
      'a.json': {
        ...openapi(
          { '/a': { post: takes(odd) } },
          {
            components: {
              schemas: { Loop: { type: 'object', properties: { next: { $ref: '#/components/schemas/Loop' } } } },
            },
          },
        ),
        openapi: '3.0.0',
      },
    });
    const contracts = await imported(document);
    expect(await checkSchemas({ contracts, diagnostics: [] })).toEqual([]);
    const schemas = [...contracts.operations.values()].flatMap(({ fields }) => fields.map(({ schema }) => schema));
    expect(schemas).toMatchObject([
      { type: 'integer', exclusiveMinimum: 1 },
      { type: 'string', enum: ['x'], examples: ['x'] },
      { type: 'string', format: 'binary' },
      { type: 'array', prefixItems: [{ type: 'string' }] },
      { anyOf: [{ allOf: [{ $ref: 'parity:///schemas/loop.yaml' }] }, { type: 'null' }] },
    ]);
  });

  it('loses nothing of any document', async () => {
    await fc.assert(
      fc.asyncProperty(anyDocument, async (value) => {
        const document = await readFiles({ 'any.json': value });
        const contracts = await imported(document);
        const mine = said(contractSurface(contracts, 'default'));
        expect(mine).toEqual(said(documentSurface(document, { contracts, source: 'openapi:any' })));
        const again = await readFiles({ 'export.json': toOpenapi(contracts, 'default') });
        expect(said(documentSurface(again, { contracts, source: 'openapi:any' }))).toEqual(mine);
      }),
      { numRuns: 20, seed: 7 },
    );
  });
});

const name = fc.constantFrom('id', 'name', 'filter[x]', 'a/b', '/odd', 'X-Key', '$top', 'body', 'default', '+1');
const leaf = fc.constantFrom<object>(
  { type: 'string' },
  { type: 'integer', default: 3 },
  { type: ['string', 'null'], enum: ['a', 'b', null] },
  { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
  { $ref: '#/components/schemas/Tree' },
  { anyOf: [{ type: 'string' }, { type: 'null' }] },
  {},
);
const members = fc.dictionary(name, leaf, { maxKeys: 4 });
const objectSchema = fc.record({
  type: fc.constant('object'),
  properties: members,
  required: fc.uniqueArray(name, { maxLength: 2 }),
});
const bodySchema = fc.oneof(
  objectSchema,
  leaf,
  fc.record({ oneOf: fc.array(objectSchema, { minLength: 1, maxLength: 2 }) }),
  fc.record({ allOf: fc.array(objectSchema, { minLength: 1, maxLength: 2 }), properties: members }),
  fc.record({ type: fc.constant('array'), items: objectSchema }),
);
const parameter = fc.record({
  name,
  in: fc.constantFrom('query', 'header', 'cookie'),
  required: fc.boolean(),
  schema: leaf,
});
const operation = fc.record({
  operationId: fc.constantFrom('run', 'list things', '123', 'getIt'),
  parameters: fc.uniqueArray(parameter, { maxLength: 3, selector: (each) => `${each.in} ${each.name.toLowerCase()}` }),
  requestBody: fc.option(
    bodySchema.map((schema) => ({ content: { 'application/json': { schema } } })),
    { nil: undefined },
  ),
  responses: fc.dictionary(
    fc.constantFrom('200', '201', '204', '404', '4XX', 'default'),
    fc
      .option(bodySchema, { nil: undefined })
      .map((schema) =>
        schema === undefined ? { description: '' } : { description: '', content: { 'application/json': { schema } } },
      ),
    { maxKeys: 3 },
  ),
});
const anyDocument = fc
  .dictionary(
    fc.constantFrom('/a', '/a/{id}', '/b/{x}/c', '/schemas', '/v1/d-e'),
    fc.record({ post: operation, get: operation }, { requiredKeys: ['post'] }),
    { minKeys: 1 },
  )
  .map((paths) =>
    openapi(paths, {
      components: {
        schemas: {
          Tree: {
            type: 'object',
            required: ['v'],
            properties: { v: { type: 'number' }, next: { $ref: '#/components/schemas/Tree' } },
          },
        },
      },
    }),
  );
