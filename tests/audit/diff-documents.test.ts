import { describe, expect, it } from 'vitest';
import { diffDocuments } from '../../src/audit/diff-documents.ts';
import { largeDocument, openapi, readFiles, takes } from '../openapi/documents.ts';

const text = { type: 'string' };

async function diff(before: object, after: object) {
  return diffDocuments(await readFiles({ 'old.json': before }), await readFiles({ 'new.json': after }));
}

/** What differs in one body: `!type-changed a: integer → string`. */
async function changes(before: object, after: object, required: readonly (readonly string[])[] = [[], []]) {
  const [old, now] = [before, after].map((properties, at) =>
    openapi({ '/a': { post: takes({ ...properties, same: text }, required[at]) } }),
  );
  const { changes: found } = await diff(old ?? {}, now ?? {});
  return found.map((each) => `${each.breaking ? '!' : ''}${each.kind} ${each.field}: ${each.before} → ${each.after}`);
}

describe('the difference of two documents', () => {
  it.each([
    ['a field that came', {}, { a: text }, ['field-added a: nothing → body a']],
    ['a field that left', { a: text }, {}, ['!field-removed a: body a → nothing']],
    ['another type', { a: text }, { a: { type: 'integer' } }, ['!type-changed a: string → integer']],
    ['a wider type', { a: { type: 'integer' } }, { a: { type: 'number' } }, ['type-changed a: integer → number']],
    ['a value that left', { a: { enum: ['x', 'y'] } }, { a: { enum: ['x'] } }, ['!values-changed a: x | y → x']],
    ['a value that came', { a: { enum: ['x'] } }, { a: { enum: ['x', 'y'] } }, ['values-changed a: x → x | y']],
    ['another default', { a: text }, { a: { ...text, default: 'x' } }, ['default-changed a: nothing → "x"']],
    ['nothing', { a: text }, { a: { ...text, description: 'Words.' } }, []],
  ])('tells %s', async (_, before, after, told) => {
    expect(await changes(before, after)).toEqual(told);
  });

  it('tells what became required', async () => {
    expect(await changes({ a: text }, { a: text }, [[], ['a']])).toEqual([
      '!requiredness-changed a: optional → required',
    ]);
  });

  it('tells what an answer gives otherwise', async () => {
    const answer = (schema: object) =>
      openapi({ '/a': { get: { responses: { 200: { content: { 'application/json': { schema } } } } } } });
    const { changes: found } = await diff(
      answer({ properties: { body: { type: 'object' }, gone: text } }),
      answer({ properties: { body: text, fresh: text } }),
    );
    expect(found.map(({ kind, field, breaking }) => [kind, field, breaking])).toEqual([
      ['answer-type-changed', '/body', true],
      ['answer-added', '/fresh', false],
      ['answer-removed', '/gone', true],
    ]);
  });

  it('takes a renamed hole for the same operation', async () => {
    const { operations } = await diff(openapi({ '/a/{id}': { get: {} } }), openapi({ '/a/{a_id}': { get: {} } }));
    expect(operations).toEqual({ added: 0, removed: 0, changed: 0, same: 1 });
  });

  it('counts the operations of two large documents', async () => {
    const { operations, changes: found } = await diff(largeDocument(400), largeDocument(1000));
    expect(operations).toEqual({ added: 600, removed: 0, changed: 0, same: 400 });
    expect(found).toHaveLength(600);
  });
});
