import { describe, expect, it } from 'vitest';
import { judgeRecording } from '../../src/judge/judge-recording.ts';
import type { ScenarioEnd } from '../../src/model/exchange.ts';
import type { JudgedStep } from '../../src/model/verdict.ts';
import { contract, exchange, field, judgeOf, response, spec } from './builders.ts';
import { RUN } from './generated.ts';

const FIELDS = [
  field('box_id', 'path'),
  field('name', 'body', { required: true }),
  field('due_at', 'body'),
  field('key', 'header', { place: { location: 'header', name: 'Idempotency-Key' } }),
];
const THINGS = contract({
  fields: FIELDS,
  responses: [spec(201, { body: true }), spec(422, { body: true }), spec(409, { body: true })],
});

/** A probe sends a value of `field` that must be refused with 422, and gets the response. */
async function stepOf(status: number, body: unknown, about = 'due_at'): Promise<JudgedStep | undefined> {
  const address = `probe.things.make/${about}.malformed`;
  const blame = { kind: 'accepted-invalid', says: 'it is refused', field: about } as const;
  const sent = exchange(
    {
      address: `${address}/sent`,
      asked: { invalid: true },
      expect: { status: [422], blame },
      response: response(status, body),
    },
    THINGS,
  );
  const end: ScenarioEnd = {
    ...{ kind: 'scenario', address, suite: 'probe.things.make', source: 'probe', file: 'x', line: 1, durationMs: 1 },
    steps: [
      { ...{ address: sent.address, operation: THINGS.id, phase: 'step', line: 1 }, state: 'exercised', attempts: 1 },
    ],
  };
  const { scenarios } = await judgeRecording([[RUN, sent, end]], await judgeOf(THINGS));
  return scenarios[0]?.steps[0];
}

const kinds = (step: JudgedStep | undefined) => step?.findings.map(({ kind }) => kind);

describe('a probe of a value that must be refused', () => {
  it('finds a success', async () => {
    expect(kinds(await stepOf(201, {}))).toContain('accepted-invalid');
  });

  it('is not tried where a conflict is the response', async () => {
    const step = await stepOf(409, { error: { code: 'name_taken', message: 'no' } });
    expect(kinds(step)).not.toContain('accepted-invalid');
    expect(step).toMatchObject({ state: 'not-tried', reason: 'the server refused it for another reason, with 409' });
  });

  it.each([
    ['a list of FastAPI', { detail: [{ loc: ['body', 'name'], msg: 'missing' }] }],
    ['a pointer of JSON:API', { errors: [{ source: { pointer: '/data/attributes/name' } }] }],
    ['a member', { error: { field: 'name' } }],
  ])('is not tried where the refusal names another field only: %s', async (_title, body) => {
    expect(await stepOf(422, body)).toMatchObject({
      state: 'not-tried',
      reason: 'the server refused it because of "name"',
    });
  });

  it.each([
    ['its own field', { detail: [{ loc: ['body', 'due_at'] }, { loc: ['body', 'name'] }] }],
    ['its own field in another style', { error: { field: 'dueAt' } }],
    ['no field', { error: 'invalid' }],
    ['a field in its text only', { error: { message: 'name' } }],
  ])('is exercised where the refusal names %s', async (_title, body) => {
    expect(await stepOf(422, body)).toMatchObject({ state: 'exercised' });
  });

  it('knows its field by the name that travels', async () => {
    expect(await stepOf(422, { error: { param: 'Idempotency-Key' } }, 'key')).toMatchObject({ state: 'exercised' });
  });
});
