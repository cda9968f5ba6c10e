import { expect, it } from 'vitest';
import type { JsonSchema } from '../../src/model/json.ts';
import { schemaMembers } from '../../src/schema/members.ts';
import { typeWords } from '../../src/schema/type-words.ts';

const schemas = new Map<string, JsonSchema>([
  ['x:cue', { type: 'object', properties: { id: { type: 'string' } } }],
  ['x:loop', { $ref: 'x:loop' }],
]);

it.each<[JsonSchema, string | null]>([
  [{ type: 'string' }, 'string'],
  [{ type: ['integer', 'null'] }, 'integer'],
  [{ type: 'array', items: { type: 'string' } }, 'list of string'],
  [{ type: 'array', items: { type: ['string', 'integer'] } }, 'list of (integer or string)'],
  [{ type: 'array' }, 'list'],
  [{ type: 'object' }, 'map'],
  [{ $ref: 'x:cue' }, 'object'],
  [{ enum: ['a', null] }, 'string'],
  [{ const: 1.5 }, 'number'],
  [{ anyOf: [{ type: 'string' }, { $ref: 'x:cue' }, { type: 'null' }] }, 'object or string'],
  [{ anyOf: [{ type: 'string' }, {}] }, null],
  [{ $ref: 'x:loop' }, null],
  [true, null],
])('describes %j in shared words: %s', (schema, words) => {
  expect(typeWords(schema, schemas)).toBe(words);
});

it('lists a member as required if any part of the schema requires it', () => {
  const schema: JsonSchema = {
    allOf: [
      { required: ['a'] },
      { properties: { a: { type: 'array', items: { $ref: 'x:cue' } }, id: { readOnly: true } } },
    ],
  };
  const members = schemaMembers(schema, { schemas, without: 'readOnly', depth: 3 });
  expect(members.map(({ pointer, required }) => [pointer, required])).toEqual([
    ['/a', true],
    ['/a/*/id', false],
  ]);
});
