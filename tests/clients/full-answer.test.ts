import { describe, expect, it } from 'vitest';
import { fullAnswer } from '../../src/clients/recorder/odd-answer.ts';
import { createJudge } from '../../src/judge/create-judge.ts';
import { loadWorkspace } from '../../src/load/load-workspace.ts';
import type { Contract } from '../../src/model/contract.ts';
import { isJsonObject, type Json, type JsonSchema } from '../../src/model/json.ts';
import { REPOSITORY } from '../helpers/command.ts';
import { contract, spec } from '../judge/builders.ts';

const { contracts } = await loadWorkspace(REPOSITORY, {});

describe.each(['hosted', 'core'])('the fullest responses of this repository on %s', async (profile) => {
  const judge = await createJudge({ contracts, profile, where: 'x', severity: {} });
  const mine = [...contracts.operations.values()].filter(({ profiles }) => profiles.includes(profile));

  it('are all valid', () => {
    const wrong = mine.flatMap((operation) => {
      const { status, body } = answerOf(operation, profile);
      const declared = operation.responses.find((each) => each.status === status && each.profiles.includes(profile));
      if (declared?.body == null) return body === null || typeof body === 'string' ? [] : [`${operation.id}: a body`];
      return judge.problems(declared.body, body).map((problem) => `${operation.id} ${JSON.stringify(problem)}`);
    });
    expect(wrong).toEqual([]);
  });

  it('have valid headers', () => {
    const wrong = mine.flatMap((operation) => {
      const { status, headers } = answerOf(operation, profile);
      const declared = operation.responses.find((each) => each.status === status)?.headers ?? [];
      const given = new Map(headers.map(([name, text]) => [name, text]));
      return declared
        .filter((header) => header.profiles.includes(profile))
        .filter(({ name, schema }) => {
          const text = given.get(name);
          const value = text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
          return judge.problems(schema, value).length > 0;
        })
        .map(({ name }) => `${operation.id} ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  it('contain every member of an execution that the profile has', () => {
    const schema = [...contracts.schemas].find(([id]) => id.endsWith('schemas/execution.yaml'))?.[1];
    const properties = isJsonObject(schema) && isJsonObject(schema.properties) ? schema.properties : {};
    const declared = Object.entries(properties).filter(([, property]) => {
      const profiles = isJsonObject(property) ? property.profiles : undefined;
      return !Array.isArray(profiles) || profiles.includes(profile);
    });
    const operation = contracts.operations.get('executions.get');
    const { body } = answerOf(operation ?? contract(), profile);
    expect(Object.keys(isJsonObject(body) ? body : {})).toEqual(expect.arrayContaining(declared.map(([name]) => name)));
    expect(declared.length).toBeGreaterThan(10);
  });

  it('contain no text and no number twice', () => {
    const twice = mine.flatMap((operation) => {
      const made = leavesOf(answerOf(operation, profile).body).filter((leaf) => /\d/.test(String(leaf)));
      const repeated = made.filter((leaf, index) => made.indexOf(leaf) !== index);
      return repeated.length === 0 ? [] : [`${operation.id} ${repeated.join(', ')}`];
    });
    expect(twice).toEqual([]);
  });

  it('are the same each time', () => {
    for (const operation of mine) expect(answerOf(operation, profile)).toEqual(answerOf(operation, profile));
  });
});

function leavesOf(value: Json | null): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return isJsonObject(value) ? Object.values(value).flatMap(leavesOf) : [value];
}

function answerOf(operation: Contract, profile: string) {
  return fullAnswer(operation, { profile, schemas: contracts.schemas });
}

function filled(schema: JsonSchema, profile = 'full'): Json | null {
  const operation = contract({ responses: [spec(200, { body: schema })] });
  const schemas = new Map<string, JsonSchema>([
    ['s:/tag', { type: 'object', properties: { label: { type: 'string' }, next: { $ref: 's:/tag' } } }],
  ]);
  return fullAnswer(operation, { profile, schemas }).body;
}

describe('a full answer', () => {
  it('fills optional members with texts that contain the path of the member', () => {
    expect(filled({ properties: { a: { type: 'string' }, b: { properties: { c: { type: 'string' } } } } })).toEqual({
      a: 'pw~a~1',
      b: { c: 'pw~b.c~2' },
    });
  });

  it('omits members that the profile does not have', () => {
    const schema = { properties: { a: { type: 'boolean' }, b: { type: 'boolean', profiles: ['lite'] } } };
    expect(filled(schema)).toEqual({ a: true });
    expect(filled(schema, 'lite')).toEqual({ a: true, b: true });
  });

  it.each<readonly [string, JsonSchema, Json]>([
    ['a value of a type before null', { type: ['null', 'integer'] }, 1001],
    ['the first value of an enumeration that is not null', { enum: [null, 'x', 'y'] }, 'x'],
    ['a constant', { const: 5 }, 5],
    ['the branch with most members', { anyOf: [{ type: 'null' }, { properties: { a: { const: 1 } } }] }, { a: 1 }],
    [
      'every part of allOf',
      { allOf: [{ properties: { a: { const: 1 } } }, { properties: { b: { const: 2 } } }] },
      { a: 1, b: 2 },
    ],
    ['one key of a map', { type: 'object', additionalProperties: { type: 'integer' } }, { pw_key_1: 1001 }],
    ['two items', { type: 'array', items: { type: 'string' } }, ['pw~0~1', 'pw~1~2']],
    ['as many items as there may be', { type: 'array', maxItems: 1, items: { type: 'string' } }, ['pw~0~1']],
    ['different values of an enumeration in a list', { type: 'array', items: { enum: ['a', 'b', 'c'] } }, ['a', 'b']],
    ['a number that is a multiple within bounds', { type: 'integer', minimum: 7, maximum: 12, multipleOf: 5 }, 10],
    ['a fraction where one is allowed', { type: 'number' }, 1001.5],
    ['a short text', { type: 'string', maxLength: 4 }, 'pw~1'],
    ['a long text', { type: 'string', minLength: 10 }, 'pw~value~1'],
    ['a text behind what a pattern begins with', { type: 'string', pattern: '^box_' }, 'box_pw~value~1'],
    ['a moment to come', { type: 'string', format: 'date-time' }, '2040-01-01T00:01:00.000Z'],
  ])('gives %s', (_, schema, value) => {
    expect(filled(schema)).toEqual(value);
  });

  it('gives each item of a list another text that matches the pattern', () => {
    const list = filled({ type: 'array', minItems: 10, items: { type: 'string', pattern: '^cue_[a-z0-9]{12}$' } });
    expect(new Set(list as readonly Json[]).size).toBe(10); // safe cast: the schema is of type `array`
  });

  it('terminates for a recursive schema', () => {
    expect(JSON.stringify(filled({ $ref: 's:/tag' })).length).toBeLessThan(1000);
  });

  it('prefers a success with a body, and uses text if no JSON is declared', () => {
    const operation = contract({
      responses: [spec(204, { body: null }), spec(200, { body: { type: 'string' }, contentType: 'text/html' })],
    });
    expect(fullAnswer(operation, { profile: 'full', schemas: new Map() })).toEqual({
      status: 200,
      headers: [['Content-Type', 'text/html']],
      body: '<html><body>pw~things.make</body></html>',
    });
  });
});
