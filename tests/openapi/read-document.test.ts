import { describe, expect, it } from 'vitest';
import { documentSurface } from '../../src/audit/sources/openapi.ts';
import type { ApiDocument } from '../../src/openapi/api-document.ts';
import { openapi, readFiles, takes } from './documents.ts';

/** Writes each field as one line, such as `body /name string required`. */
function fieldsOf(document: ApiDocument): readonly string[] {
  return documentSurface(document, { source: 'openapi:test' }).operations.flatMap(({ fields }) =>
    fields.map(
      ({ place, type, required }) => `${place?.location} ${place?.name} ${type}${required ? ' required' : ''}`,
    ),
  );
}

describe('a document', () => {
  it('reports an operation with a method that no contract can have', async () => {
    const operation = { responses: { 200: { description: '' } } };
    const { operations, remarks } = await readFiles({
      'api.json': openapi({ '/a': { get: operation, trace: operation } }),
    });
    expect(operations.map(({ method }) => method)).toEqual(['GET']);
    expect(remarks).toEqual(['TRACE /a: left out, because no contract can have this method']);
  });

  it('has the same content in Swagger 2.0, OpenAPI 3.0 and 3.1', async () => {
    const parameters = [
      { name: 'page', in: 'query', type: 'integer' },
      { name: 'id', in: 'path', required: true, type: 'string' },
    ];
    const swagger = {
      swagger: '2.0',
      basePath: '/v1/',
      paths: {
        '/a/{id}': {
          parameters,
          post: {
            parameters: [{ name: 'b', in: 'body', schema: { $ref: '#/definitions/A' } }],
            responses: { 200: { description: '', schema: { $ref: '#/definitions/A' } } },
          },
        },
      },
      definitions: {
        A: {
          type: 'object',
          required: ['n'],
          properties: { n: { type: 'number', minimum: 0, exclusiveMinimum: true } },
        },
      },
    };
    const modern = (schema: object) => ({
      servers: [{ url: 'https://{host}/v1', variables: { host: { default: 'example.com' } } }],
      paths: {
        '/a/{id}': {
          parameters: parameters.map(({ type, ...rest }) => ({ ...rest, schema: { type } })),
          post: {
            requestBody: { $ref: '#/components/requestBodies/A' },
            responses: { 200: { $ref: '#/components/responses/A' } },
          },
        },
      },
      components: {
        schemas: { A: { type: 'object', required: ['n'], properties: { n: schema } } },
        requestBodies: { A: { content: { 'application/json': { schema: { $ref: '#/components/schemas/A' } } } } },
        responses: {
          A: { description: '', content: { 'application/json': { schema: { $ref: '#/components/schemas/A' } } } },
        },
      },
    });
    const old = await readFiles({ 'a.json': swagger });
    for (const later of [
      { openapi: '3.0.3', ...modern({ type: 'number', minimum: 0, exclusiveMinimum: true }) },
      { openapi: '3.1.0', ...modern({ type: 'number', exclusiveMinimum: 0 }) },
    ]) {
      const document = await readFiles({ 'a.json': later });
      expect(document.schemas).toEqual(old.schemas);
      expect(document.operations).toEqual(old.operations);
    }
    expect(old.operations[0]?.path).toBe('/v1/a/{id}');
    expect(fieldsOf(old)).toEqual(['body /n number required', 'path id string required', 'query page integer']);
  });

  it('follows references into other files, and references inside those files', async () => {
    const document = await readFiles({
      'api/root.json': openapi({ '/a': { $ref: 'paths/a.yaml#/a' } }),
      'api/paths/a.yaml':
        'a:\n  post:\n    requestBody:\n      content:\n        application/json:\n          schema: { $ref: ../cue.json }\n',
      'api/cue.json': {
        type: 'object',
        properties: { next: { $ref: 'cue.json' }, name: { $ref: '#/x' } },
        x: { type: 'string' },
      },
    });
    expect(fieldsOf(document)).toEqual([
      'body /name string',
      'body /next object',
      'body /next/name string',
      'body /next/next object',
    ]);
  });

  it('follows references from a default response, and from a property called default', async () => {
    const failed = { description: 'Failed.', content: { 'application/json': { schema: { $ref: 'error.json' } } } };
    const document = await readFiles({
      'root.json': openapi({
        '/a': {
          post: { ...takes({ default: { $ref: 'cue.json' } }), responses: { default: { $ref: 'failed.json' } } },
        },
      }),
      'failed.json': failed,
      'error.json': { type: 'object', properties: { code: { type: 'string' } } },
      'cue.json': { type: 'string' },
    });
    expect(fieldsOf(document)).toEqual(['body /default string']);
    expect([...document.schemas.keys()].join()).toContain('error');
  });

  it('follows a reference from a response link in another folder', async () => {
    const make = { ...takes({ x: { type: 'string' } }), responses: { 201: { $ref: 'responses/made.json' } } };
    const document = await readFiles({
      'root.json': openapi({ '/a': { post: make }, '/a/{id}': { get: { operationId: 'read', responses: {} } } }),
      'responses/made.json': { description: 'Made.', links: { read: { $ref: '../links/read.json' } } },
      'links/read.json': { operationId: 'read', parameters: { id: '$response.body#/id' } },
    });
    expect(document.operations.flatMap(({ links }) => links)).toMatchObject([
      { operationId: 'read', value: '$response.body#/id' },
    ]);
  });

  it('follows a reference to another host if the option allows it', async () => {
    const url = 'https://example.com/x.json';
    const files = { 'a.json': openapi({ '/a': { post: takes({ x: { $ref: url } }) } }), [url]: { type: 'integer' } };
    expect(fieldsOf(await readFiles(files, { allowRemote: true }))).toEqual(['body /x integer']);
  });

  it('allows null by the Swagger 2.0 convention x-nullable', async () => {
    const schema = { type: 'object', properties: { n: { type: 'string', 'x-nullable': true } } };
    const document = await readFiles({
      'a.json': { swagger: '2.0', paths: { '/a': { get: { responses: { 200: { description: '', schema } } } } } },
    });
    expect(document.operations[0]?.responses[0]?.schema).toMatchObject({
      properties: { n: { type: ['string', 'null'] } },
    });
  });

  it('reads forms as bodies, and files as text', async () => {
    const document = await readFiles({
      'a.json': {
        swagger: '2.0',
        paths: { '/a': { post: { parameters: [{ name: 'f', in: 'formData', type: 'file', required: true }] } } },
      },
    });
    expect(document.operations[0]?.body).toMatchObject({ mediaType: 'multipart/form-data' });
    expect(fieldsOf(document)).toEqual(['body /f string required']);
  });

  it('reads credentials that are needed together as one kind of authentication', async () => {
    const securitySchemes = { key: { type: 'apiKey', in: 'header', name: 'X-Key' }, web: { type: 'oauth2' } };
    const get = { security: [{ key: [], web: [] }, { web: [] }, {}] };
    const document = await readFiles({ 'a.json': openapi({ '/a': { get } }, { components: { securitySchemes } }) });
    expect(document.operations[0]).toMatchObject({ auth: ['key_and_web', 'web'], authOptional: true });
    expect(document.auth.key_and_web?.headers).toEqual({ 'X-Key': '${secret}', Authorization: 'Bearer ${secret}' });
  });

  it('reads two parameters in one path segment, and reports a parameter whose name contains both', async () => {
    const [both, id, time] = ['id}@{time', 'id', 'time'].map((name) => ({
      ...{ name, in: 'path', required: true, schema: { type: 'string' } },
    }));
    const document = await readFiles({
      'a.json': openapi({ '/a/{id}@{time}': { parameters: [both, id, time], get: {} } }),
    });
    expect(fieldsOf(document)).toEqual(['path id string required', 'path time string required']);
    expect(document.operations[0]?.partial).toEqual(['the path parameter id}@{time: the path has no {id}@{time}']);
  });

  it.each([
    ['a stream of events', '/a', { content: { 'text/event-stream': {} } }, true],
    [
      'a stream that a gRPC gateway describes',
      '/a',
      { description: 'A successful response.(streaming responses)' },
      true,
    ],
    ['a path that ends in "watch"', '/v3/{id}/watch', {}, true],
    ['another path', '/watches/{id}', {}, undefined],
  ])('states whether the operation may wait for an event: %s', async (_, path, response, waits) => {
    const document = await readFiles({ 'a.json': openapi({ [path]: { get: { responses: { 200: response } } } }) });
    expect(document.operations[0]?.waits).toBe(waits);
  });

  it('cites the line of each path', async () => {
    const text = 'openapi: 3.1.0\npaths:\n  /a:\n    get: {}\n  "/b/{x}":\n    get: {}\n';
    const { operations } = documentSurface(await readFiles({ 'a.yaml': text }), { source: 'openapi:a' });
    expect(operations.map(({ id, at }) => [id, at.line])).toEqual([
      ['GET /a', 3],
      ['GET /b/{x}', 5],
    ]);
  });

  it.each([
    [
      'an empty schema, which says nothing about the response',
      { content: { 'application/json': { schema: {} } } },
      null,
    ],
    ['no content, so the response has no members', {}, []],
    [
      'members',
      { content: { 'application/json': { schema: { type: 'object', properties: { id: { type: 'string' } } } } } },
      ['/id'],
    ],
  ])('reads %s', async (_, response, answers) => {
    const document = openapi({ '/a': { get: { responses: { 200: { description: 'ok', ...response } } } } });
    const surface = documentSurface(await readFiles({ 'a.json': document }), { source: 'openapi:a' });
    expect(surface.operations.map((operation) => operation.answers)).toEqual([answers]);
  });
});
