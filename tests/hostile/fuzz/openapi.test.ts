import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Arbitrary, assert, asyncProperty } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Json } from '../../../src/model/json.ts';
import { writeProject } from '../../helpers/project.ts';
import { alteredJson, damagedText, fuzzing } from './mutations.ts';
import { expectOrderlyEnd } from './outcome.ts';

const THING = { $ref: '#/components/schemas/Thing' };

const OPENAPI: Json = {
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  servers: [{ url: 'https://api.example.com/v1', variables: { a: { default: 'b' } } }],
  security: [{ key: [] }],
  paths: {
    '/things/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        operationId: 'getThing',
        tags: ['things'],
        parameters: [
          {
            name: 'tags',
            in: 'query',
            style: 'form',
            explode: false,
            schema: { type: 'array', items: { type: 'string' } },
          },
          { $ref: '#/components/parameters/Page' },
        ],
        responses: {
          200: { description: 'ok', content: { 'application/json': { schema: THING } } },
          default: { $ref: '#/components/responses/Failed' },
        },
      },
      put: {
        operationId: 'putThing',
        requestBody: { required: true, content: { 'application/json': { schema: THING, example: { id: 'a' } } } },
        responses: { '2XX': { description: 'ok', headers: { 'X-A': { schema: { type: 'integer' } } } } },
      },
    },
    '/things': {
      post: {
        deprecated: true,
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } },
              encoding: { file: { contentType: 'image/png' } },
            },
          },
        },
        responses: {
          201: { description: 'made', content: { 'application/json': { schema: { type: 'array', items: THING } } } },
        },
      },
    },
  },
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' }, other: { type: 'apiKey', in: 'query', name: 'k' } },
    parameters: { Page: { name: 'page', in: 'query', schema: { type: 'integer', default: 1 } } },
    responses: { Failed: { description: 'no', content: { 'application/json': { schema: { type: 'object' } } } } },
    schemas: {
      Thing: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'string', readOnly: true },
          size: { type: ['integer', 'null'], exclusiveMinimum: 0 },
          parent: THING,
          kind: { enum: ['a', 'b', null] },
          owner: { allOf: [{ $ref: '#/components/schemas/Owner' }, { description: 'who' }] },
        },
      },
      Owner: {
        oneOf: [{ type: 'object', properties: { kind: { const: 'a' } } }, { type: 'string' }],
        discriminator: { propertyName: 'kind', mapping: { a: '#/components/schemas/Thing' } },
      },
    },
  },
};

const SWAGGER: Json = {
  swagger: '2.0',
  info: { title: 'Things', version: '1' },
  host: 'api.example.com',
  basePath: '/v1',
  schemes: ['https'],
  consumes: ['application/json'],
  produces: ['application/json'],
  securityDefinitions: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
  paths: {
    '/things/{id}': {
      post: {
        parameters: [
          { name: 'id', in: 'path', required: true, type: 'string' },
          { name: 'tags', in: 'query', type: 'array', collectionFormat: 'csv', items: { type: 'string' } },
          { name: 'thing', in: 'body', schema: { $ref: '#/definitions/Thing' } },
        ],
        responses: { 200: { description: 'ok', schema: { $ref: '#/definitions/Thing' } } },
      },
    },
  },
  definitions: { Thing: { type: 'object', properties: { id: { type: 'string', 'x-nullable': true } } } },
};

async function tryDocument(root: string, name: string, text: string | Buffer): Promise<void> {
  await writeFile(join(root, name), text);
  await expectOrderlyEnd(['import', 'openapi', name], root);
  await expectOrderlyEnd(['check'], root);
  await expectOrderlyEnd(['import', 'openapi', name], root);
  expect(await sizeOf(join(root, 'contracts'))).toBeLessThan(1_000_000);
  await rm(join(root, 'contracts'), { recursive: true, force: true });
}

async function sizeOf(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const INPUTS: readonly (readonly [title: string, name: string, inputs: Arbitrary<string | Buffer>])[] = [
  ['damaged JSON', 'api.json', damagedText(JSON.stringify(OPENAPI, null, 1))],
  ['damaged YAML', 'api.yaml', damagedText(stringify(OPENAPI))],
  ['OpenAPI 3.1 with strange values', 'api.json', alteredJson(OPENAPI)],
  ['OpenAPI 3.0 with strange values', 'api.json', alteredJson({ ...(OPENAPI as object), openapi: '3.0.3' } as Json)],
  ['Swagger 2.0 with strange values', 'api.json', alteredJson(SWAGGER)],
];

describe('the reader of OpenAPI documents', () => {
  it.each(INPUTS)('gives a result or a coded error for %s', async (_title, name, inputs) => {
    const root = await writeProject({}, {});
    await assert(
      asyncProperty(inputs, (text) => tryDocument(root, name, text)),
      fuzzing(15),
    );
  });
});
