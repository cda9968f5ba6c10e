import { describe, expect, it } from 'vitest';
import { recordedDocument, schemaOf } from '../../../src/audit/sources/recorded-document.ts';
import { diffDocuments } from '../../../src/openapi/diff/diff-documents.ts';
import { anExchange } from '../../builders.ts';
import { openapi, readFiles } from '../../openapi/documents.ts';

const DOCUMENT = openapi({
  '/things/{id}': {
    get: {
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'page', in: 'query', schema: { type: 'integer', maximum: 10 } },
      ],
      responses: {
        200: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['id'],
                properties: { id: { type: 'string' }, state: { enum: ['on', 'off'] } },
              },
            },
          },
        },
      },
    },
  },
});

function seen(target: string, body: unknown, status = 200) {
  return anExchange(`s/${target}/x`, {
    request: { method: 'GET', target, headers: [], body: null },
    response: { status, headers: [['content-type', 'application/json']], body: Buffer.from(JSON.stringify(body)) },
  });
}

async function compare(exchanges: readonly ReturnType<typeof seen>[], partial: 'before' | 'after') {
  const document = await readFiles({ 'doc.json': DOCUMENT }, { inFull: true });
  const recorded = recordedDocument(exchanges, document);
  const { changes } =
    partial === 'after'
      ? diffDocuments(document, recorded, { partial })
      : diffDocuments(recorded, document, { partial });
  return changes.map(({ rule, where, field }) => `${rule} ${where}${field ?? ''}`);
}

describe('a recording compared with a document', () => {
  it('has no differences if every value matches the document', async () => {
    const exchanges = [seen('/things/1', { id: 'x', state: 'on' }), seen('/things/2?page=3', { id: 'y' })];
    expect(await compare(exchanges, 'after')).toEqual([]);
    expect(await compare(exchanges, 'before')).toEqual([]);
  });

  it('shows values that the document does not describe', async () => {
    const exchanges = [
      seen('/things/1?size=2', { state: 'broken', more: 1 }),
      seen('/things/1', {}, 404),
      seen('/other', {}),
    ];
    expect((await compare(exchanges, 'after')).sort()).toEqual([
      'operation-added ',
      'request-parameter-added query size',
      'response-error-added response 404',
      'response-member-added response 200/more',
      'response-member-removed response 200/id',
      'response-values-changed response 200/state',
    ]);
  });

  it('shows values that the newer document does not allow', async () => {
    expect(await compare([seen('/things/1?page=20', { id: 'x' })], 'before')).toEqual([
      'request-range-changed query page',
    ]);
  });
});

describe('the schema of values', () => {
  it('is not widened by a redacted value', () => {
    expect(schemaOf([1, '[redacted:0123abcd]'])).toEqual({ type: ['integer'], enum: [1], minimum: 1, maximum: 1 });
    expect(schemaOf(['[redacted:0123abcd]'])).toBe(false);
  });

  it('requires the members that every object has', () => {
    expect(schemaOf([{ a: 1, b: 1 }, { a: 2 }])).toMatchObject({ required: ['a'], additionalProperties: false });
  });
});
