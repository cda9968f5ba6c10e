import { describe, expect, it } from 'vitest';
import { openapi, readFiles, takes } from './documents.ts';

const loop = { $ref: '#/components/parameters/Loop' };

describe('a document that cannot be read', () => {
  it.each([
    [
      'is not an OpenAPI document',
      { paths: {}, name: 'x' },
      'api.json: must be an OpenAPI document; the document has neither "openapi" nor "swagger", but paths, name',
    ],
    ['is a list', [1], 'api.json: must be an OpenAPI document; was a list'],
    ['is a login page', '<!DOCTYPE html>\n<html></html>', 'api.json: must be JSON or YAML; was an HTML page'],
    ['is empty', '', 'api.json: must be an OpenAPI document; was nothing'],
    [
      'is OpenAPI 4',
      { openapi: '4.0.0', paths: {} },
      'api.json: must be OpenAPI 3.0 or 3.1, or Swagger 2.0; was 4.0.0',
    ],
    ['has no operation', openapi({}), 'api.json: has no operation'],
    [
      'is invalid YAML',
      'openapi: 3.1.0\npaths:\n  /a: [1, 2\n',
      'api.json:4:1: is not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      'is invalid JSON',
      '{"openapi": "3.1.0",\n "paths": {]}',
      expect.stringMatching(/^api\.json:2:12: is not valid YAML: /),
    ],
    [
      'is nested too deeply',
      `${'['.repeat(3000)}${']'.repeat(3000)}`,
      'api.json: must not be nested more than 500 levels deep',
    ],
    [
      'has too many aliases',
      `a: &a [x,x]\n${'bcdefgh'
        .split('')
        .map((name, index) => `${name}: &${name} [${`*${'abcdefg'[index]},`.repeat(9)}]`)
        .join('\n')}\n`,
      'api.json: cannot be read: excessive alias count indicates a resource exhaustion attack',
    ],
    [
      'refers to a missing schema',
      openapi({ '/a': { post: takes({ x: { $ref: '#/components/schemas/Gone' } }) } }),
      'api.json: $ref #/components/schemas/Gone has no target',
    ],
    [
      'refers to a file that does not exist',
      openapi({ '/a': { post: takes({ x: { $ref: 'gone.yaml#/X' } }) } }),
      'api.json: $ref gone.yaml#/X cannot be read: does not exist',
    ],
    [
      'refers to another host',
      openapi({ '/a': { post: takes({ x: { $ref: 'https://example.com/x.json' } }) } }),
      'api.json: $ref https://example.com/x.json leads to another host',
    ],
    [
      'has two schemas that refer only to each other',
      openapi(
        { '/a': { post: takes({ x: { $ref: '#/components/schemas/A' } }) } },
        { components: { schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } } } },
      ),
      'api.json: the schema a.yaml refers to itself',
    ],
    [
      'has a parameter that refers to itself',
      openapi({ '/a': { get: { parameters: [loop] } } }, { components: { parameters: { Loop: loop } } }),
      'api.json: $ref #/components/parameters/Loop refers to itself',
    ],
  ])('reports that it %s', async (_, document, message) => {
    await expect(readFiles({ 'api.json': document })).rejects.toMatchObject({
      message,
      exitCode: 2,
      hint: expect.any(String),
    });
  });

  it('states its size and the limit', async () => {
    const large = `{${' '.repeat(100_000_001)}}`;
    await expect(readFiles({ 'api.json': large })).rejects.toThrow(
      'api.json: a document must be at most 100 MB; was 100.0 MB',
    );
    const yaml = `a:${' '.repeat(20_000_000)}`;
    await expect(readFiles({ 'api.yaml': yaml })).rejects.toThrow(
      'api.yaml: a document in YAML must be at most 20 MB; was 20.0 MB',
    );
  });

  it('reads one of 50 MB in seconds', async () => {
    const examples = Array.from({ length: 50 }, () => 'x'.repeat(1_000_000));
    const document = await readFiles({
      'api.json': openapi({ '/a': { post: takes({ x: { type: 'string' } }) } }, { 'x-examples': examples }),
    });
    expect(document.operations).toHaveLength(1);
  }, 10_000);
});
