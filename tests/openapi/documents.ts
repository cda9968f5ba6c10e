import type { ApiDocument } from '../../src/openapi/api-document.ts';
import { readDocument } from '../../src/openapi/read-document.ts';

export type Files = { readonly [location: string]: unknown };

/** Reads the first file. It may refer to the other files. */
export function readFiles(
  files: Files,
  options: { readonly allowRemote?: boolean; readonly inFull?: boolean } = {},
): Promise<ApiDocument> {
  const [root = ''] = Object.keys(files);
  return readDocument(root, {
    ...options,
    fetchDocument: async (location) => {
      const value = files[location];
      if (value === undefined) throw new Error('does not exist');
      return typeof value === 'string' ? value : JSON.stringify(value);
    },
  });
}

export function openapi(paths: object, more: object = {}): object {
  return { openapi: '3.1.0', info: { title: 'Things', version: '1' }, paths, ...more };
}

const ANSWER = {
  200: {
    description: 'ok',
    content: { 'application/json': { schema: { type: 'object', properties: { id: { type: 'string' } } } } },
  },
};

export function takes(properties: object, required: readonly string[] = []): object {
  const schema = { type: 'object', properties, ...(required.length > 0 && { required }) };
  return { requestBody: { content: { 'application/json': { schema } } }, responses: ANSWER };
}

export function largeDocument(operations: number): object {
  const paths: Record<string, object> = {};
  const schemas: Record<string, object> = {};
  for (let n = 0; n < operations; n += 4) {
    const name = `Thing${n}`;
    const ref = { $ref: `#/components/schemas/${name}` };
    schemas[name] = {
      type: 'object',
      required: ['id'],
      properties: {
        id: { type: 'string' },
        size: { type: 'integer', nullable: true },
        parent: ref,
        tags: { type: 'array', items: { type: 'string' } },
      },
    };
    const answer = {
      200: { description: 'ok', content: { 'application/json': { schema: ref } } },
      404: { description: 'gone' },
    };
    const tags = [`things ${n % 40}`];
    const page = { name: 'page', in: 'query', schema: { type: 'integer', default: 1 } };
    const body = { required: true, content: { 'application/json': { schema: ref } } };
    paths[`/things${n}`] = {
      get: {
        tags,
        operationId: `listThings${n}`,
        parameters: [page],
        responses: {
          200: { description: 'ok', content: { 'application/json': { schema: { type: 'array', items: ref } } } },
        },
      },
      post: {
        tags,
        operationId: `createThing${n}`,
        parameters: [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } }],
        requestBody: body,
        responses: answer,
      },
    };
    paths[`/things${n}/{thing_id}`] = {
      parameters: [{ name: 'thing_id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { tags, operationId: `getThing${n}`, responses: answer },
      delete: { tags, operationId: `deleteThing${n}`, responses: { 204: { description: 'gone' } } },
    };
  }
  return { openapi: '3.0.3', info: { title: 'Large', version: '1' }, paths, components: { schemas } };
}
