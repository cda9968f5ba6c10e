import { describe, expect, it } from 'vitest';
import { judgeRecording } from '../../src/judge/judge-recording.ts';
import type { ResponsePart, ScenarioEnd } from '../../src/model/exchange.ts';
import type { JudgedStep } from '../../src/model/verdict.ts';
import { contract, exchange, field, judgeOf, type Parts, response, spec } from './builders.ts';
import { RUN } from './generated.ts';

const FIELDS = [
  field('box_id', 'path'),
  field('name', 'body', { required: true }),
  field('due_at', 'body'),
  field('starts_at', 'body', { schema: { type: 'string', format: 'date-time' } }),
  field('ends_at', 'body', { schema: { type: 'string', format: 'date-time' } }),
  field('key', 'header', { place: { location: 'header', name: 'Idempotency-Key' } }),
];
const THINGS = contract({
  fields: FIELDS,
  responses: [201, 404, 409, 422].map((status) => spec(status, { body: true })),
});

/** The contract requires a 422 for this probe, because a value is invalid. */
async function stepOf(
  status: number,
  body: unknown,
  about = 'due_at',
  given: Parts = {},
): Promise<JudgedStep | undefined> {
  const address = `probe.things.make/${about}.malformed`;
  const blame = { kind: 'accepted-invalid', says: 'it is refused', field: about } as const;
  const sent = exchange(
    {
      address: `${address}/sent`,
      asked: { invalid: true },
      expect: { status: [422], blame },
      response: response(status, body),
      ...given,
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

describe('a probe of an invalid value', () => {
  it('has a finding if the server accepts the value', async () => {
    expect(kinds(await stepOf(201, {}))).toContain('accepted-invalid');
  });

  it('is not tried if the response is a conflict', async () => {
    const step = await stepOf(409, { error: { code: 'name_taken', message: 'no' } });
    expect(kinds(step)).not.toContain('accepted-invalid');
    expect(step).toMatchObject({
      state: 'not-tried',
      reason: 'the server rejected the call for another reason (409)',
    });
  });

  it.each([
    ['a list of FastAPI', { detail: [{ loc: ['body', 'name'], msg: 'missing' }] }],
    ['a pointer of JSON:API', { errors: [{ source: { pointer: '/data/attributes/name' } }] }],
    ['a member', { error: { field: 'name' } }],
  ])('is not tried if the rejection contains only the name of another field: %s', async (_title, body) => {
    expect(await stepOf(422, body)).toMatchObject({
      state: 'not-tried',
      reason: 'the server rejected the call because of "name"',
    });
  });

  it.each([
    ['its own field', { detail: [{ loc: ['body', 'due_at'] }, { loc: ['body', 'name'] }] }],
    ['its own field in another style', { error: { field: 'dueAt' } }],
    ['no field', { error: 'invalid' }],
    ['a field in its text only', { error: { message: 'name' } }],
  ])('is exercised if the rejection contains %s', async (_title, body) => {
    expect(await stepOf(422, body)).toMatchObject({ state: 'exercised' });
  });

  it('recognises its field by the name in the request', async () => {
    expect(await stepOf(422, { error: { param: 'Idempotency-Key' } }, 'key')).toMatchObject({ state: 'exercised' });
  });
});

/** The contract allows the made-up text of this call, but the server rejects it. */
async function refusedStep(status: number, body: unknown, given: Parts = {}, name = 'name.valid', of = THINGS) {
  const address = `probe.things.make/${name}`;
  const sent = exchange(
    {
      ...{ address: `${address}/sent`, with: { box_id: 'b1', name: 'parity-abc-name-cedar' } },
      expect: { status: [], blame: { kind: 'rejected-valid', says: 'it succeeds' } },
      ...{ response: response(status, body), ...given },
    },
    of,
  );
  const end: ScenarioEnd = {
    ...{ kind: 'scenario', address, suite: 'probe.things.make', source: 'probe', file: 'x', line: 1, durationMs: 1 },
    steps: [
      { ...{ address: sent.address, operation: of.id, phase: 'step', line: 1 }, state: 'exercised', attempts: 1 },
    ],
  };
  const { scenarios } = await judgeRecording([[RUN, sent, end]], await judgeOf(of));
  return scenarios[0]?.steps[0];
}

describe('a valid call that is rejected', () => {
  it.each([
    ['by a list of FastAPI', { detail: [{ loc: ['body', 'name'], msg: 'invalid cron' }] }],
    ['in a sentence', { error: 'name has invalid content' }],
  ])('is not tried if the rejection is about a made-up text: %s', async (_title, body) => {
    expect(await refusedStep(422, body)).toMatchObject({
      state: 'not-tried',
      reason: expect.stringContaining('accepts only some values of "name", and the contract does not say which'),
    });
  });

  it.each([
    ['repeats the made-up text', { error: 'no queue parity-abc-name-cedar here' }, {}],
    ['writes the field in words', { error: 'Due at is not possible now' }, { due_at: 'parity-abc-due_at-cedar' }],
  ])('is not tried if the rejection %s', async (_title, body, more) => {
    const given = { with: { box_id: 'b1', name: 'parity-abc-name-cedar', ...more } };
    expect(await refusedStep(400, body, given)).toMatchObject({ state: 'not-tried' });
  });

  it('is not tried if the server says that something is switched off', async () => {
    const given = { with: { box_id: 'b1', name: 'pot' } };
    expect(await refusedStep(422, { detail: 'Labels are disabled.' }, given)).toMatchObject({
      state: 'not-tried',
      reason: expect.stringContaining('are disabled'),
    });
    expect(kinds(await refusedStep(422, { detail: 'Labels are wrong.' }, given))).toContain('rejected-valid');
  });

  it('is not tried if no item has the name that the call sends', async () => {
    const given = { with: { box_id: 'b1', name: 'my-box' } };
    expect(await refusedStep(404, { detail: 'Box "my-box" not found.' }, given)).toMatchObject({
      state: 'not-tried',
      reason: expect.stringContaining('"name"'),
    });
    expect(kinds(await refusedStep(404, { detail: 'Not found.' }, given))).toContain('rejected-valid');
  });

  it('is not tried if the step expected the rejected value in the response', async () => {
    const blame = { kind: 'value-mismatch', says: 'the response has it' } as const;
    const given = { with: { box_id: 'b1', name: 'x' }, expect: { status: [], blame } };
    expect(await refusedStep(422, {}, given, 'name.emoji-kept')).toMatchObject({ state: 'not-tried' });
    expect(kinds(await refusedStep(422, {}, given, 'name.returned'))).toContain('value-mismatch');
  });

  it('is not tried if a precondition fails', async () => {
    expect(await refusedStep(412, {})).toMatchObject({ state: 'not-tried' });
  });

  it("is not tried if the account's plan does not allow the call", async () => {
    expect(await refusedStep(402, {})).toMatchObject({ state: 'not-tried', reason: expect.stringContaining('402') });
  });

  it('is not tried if the server compares its time with another time', async () => {
    const times = { starts_at: '2035-01-01T00:00:00Z', ends_at: '2034-01-01T00:00:00Z' };
    const given: Parts = { with: { box_id: 'b1', name: 'pot', ...times } };
    const said = { error: 'ends_at is before starts_at' };
    expect(await refusedStep(422, said, given, 'starts_at.with-offset')).toMatchObject({
      state: 'not-tried',
      reason: expect.stringContaining('compares "starts_at" with "ends_at"'),
    });
    expect(kinds(await refusedStep(422, { error: 'starts_at' }, given, 'starts_at.with-offset'))).toContain(
      'rejected-valid',
    );
  });

  it('is not tried if a made-up text matches nothing', async () => {
    expect(await refusedStep(404, {})).toMatchObject({
      state: 'not-tried',
      reason: expect.stringContaining('"name" is a made-up text'),
    });
  });

  it('is not tried if a made-up id is not found', async () => {
    const id = '6fd6a1c1-4ef9-47ce-ba27-53956ac30001';
    const asked = (from?: ResponsePart) => ({
      with: { box_id: 'b1', name: id },
      asked: { refers: [{ expression: 'uuid.name', value: id, ...(from && { from }) }] },
    });
    expect(await refusedStep(404, {}, asked())).toMatchObject({ state: 'not-tried' });
    const from = { address: 'things/lists/made', at: 'body', path: '/id' } as const;
    expect(kinds(await refusedStep(404, {}, asked(from)))).toContain('rejected-valid');
  });

  it('is not tried if the response to a conflict contains a made-up id', async () => {
    const id = '6fd6a1c1-4ef9-47ce-ba27-53956ac30001';
    const given = {
      with: { box_id: 'parity-abc', name: id },
      asked: { refers: [{ expression: 'uuid.name', value: id }] },
    };
    expect(await refusedStep(409, { detail: `there is no box ${id}` }, given)).toMatchObject({ state: 'not-tried' });
    expect(kinds(await refusedStep(409, { detail: 'there is no box' }, given))).toContain('rejected-valid');
  });

  it('is not tried if a made-up text is rejected with 403 and no credential is declared', async () => {
    expect(await refusedStep(403, {}, { asked: { auth: null } })).toMatchObject({ state: 'not-tried' });
  });

  it('is not tried if its values are the same in every call and conflict', async () => {
    expect(await refusedStep(409, {}, { with: { box_id: 'b1', name: 'my-box' } })).toMatchObject({
      state: 'not-tried',
      reason: expect.stringContaining('every call sends the same values'),
    });
  });

  it('is not tried if one value is the same in every call and conflicts', async () => {
    const given = { with: { box_id: 'b1', name: 'my-box', note: 'parity-abc9x' } };
    const noted = contract({ ...THINGS, fields: [...FIELDS, field('note', 'body')] });
    const fixed = await refusedStep(409, { error: 'taken' }, given, 'note.emoji', noted);
    expect(fixed).toMatchObject({ state: 'not-tried', reason: expect.stringContaining('the same value of "name"') });
    const refers = [{ expression: 'unique:myxbox.name', value: 'my-box' }];
    const own = await refusedStep(409, { error: 'taken' }, { ...given, asked: { refers } }, 'note.emoji', noted);
    expect(kinds(own)).toContain('rejected-valid');
  });

  it.each([
    400, 422,
  ])('is not tried if fixed values were used before, and the server says so with %i', async (status) => {
    const given = { with: { box_id: 'b1', name: 'my-box' } };
    expect(await refusedStep(status, { error: 'Invalid or duplicate boxes' }, given)).toMatchObject({
      state: 'not-tried',
      reason: expect.stringContaining(`(${status}), probably because every call sends the same values`),
    });
    const unique = { with: { box_id: 'b1', name: 'parity-abc9x' } };
    expect(kinds(await refusedStep(status, { error: 'Invalid or duplicate boxes' }, unique))).toContain(
      'rejected-valid',
    );
  });

  it.each<[string, Parameters<typeof refusedStep>]>([
    ['a chosen value that is not found', [404, {}, { with: { box_id: 'b1', name: 'pot' } }]],
    ['no field', [422, { error: 'invalid' }]],
    ['a field that the call does not have', [422, { detail: [{ loc: ['body', 'due_at'], msg: 'required' }] }]],
    ['another field in addition', [422, { error: 'name and box_id are wrong' }]],
    ['a chosen value', [422, { error: 'name' }, { with: { box_id: 'b1', name: 'pot' } }]],
    ['the field that a probe varies', [422, { error: 'name' }, {}, 'name.at-max-length']],
    ['a conflict', [409, { error: 'name' }]],
  ])('is a finding if the rejection is about %s', async (_title, given) => {
    expect(kinds(await refusedStep(...given))).toContain('rejected-valid');
  });

  it.each([401, 403])('is blocked if the server rejects the credential: %i', async (status) => {
    expect(await refusedStep(status, {})).toMatchObject({
      state: 'blocked',
      reason: expect.stringContaining(`rejects the credential of main with ${status}`),
    });
  });

  it('is a finding if it had no credential', async () => {
    expect(kinds(await refusedStep(401, {}, { asked: { auth: null } }))).toContain('rejected-valid');
  });
});

describe('a call that gets no response in time', () => {
  const late = { response: null, failure: { code: 'timeout', message: 'm' } } as const;

  it('is not tried if its operation may respond only when something happens', async () => {
    const watch = contract({ ...THINGS, waits: true });
    expect(await refusedStep(0, {}, late, 'call.required-only', watch)).toMatchObject({
      ...{ state: 'not-tried', findings: [], reason: expect.stringContaining('`waits: true`') },
    });
  });

  it('is a finding for other operations, and if the connection was reset', async () => {
    expect(kinds(await refusedStep(0, {}, late, 'call.required-only'))).toEqual(['no-response']);
    const reset = { ...late, failure: { code: 'connection-reset', message: 'm' } } as const;
    const watch = contract({ ...THINGS, waits: true });
    expect(kinds(await refusedStep(0, {}, reset, 'call.required-only', watch))).toEqual(['no-response']);
  });
});

describe('a call without a credential that finds nothing', () => {
  const blame = { kind: 'auth-not-enforced', says: 'it is rejected' } as const;
  const expect401 = { status: [401], blame };

  it('is not tried if no call created the item in its path', async () => {
    const step = await stepOf(404, {}, 'credentials', { expect: expect401 });
    expect(step).toMatchObject({
      state: 'not-tried',
      reason: expect.stringContaining('no id of an item that the run created'),
    });
  });

  it('is not tried if the step expects any rejection', async () => {
    const expectAny = { status: ['3XX' as const, '4XX' as const], blame };
    expect(await stepOf(404, {}, 'credentials', { expect: expectAny })).toMatchObject({ state: 'not-tried' });
  });

  it('is a finding if a call created the item in its path', async () => {
    const from = { address: 'x/made', at: 'body', path: 'id' } as const;
    const refers = [{ expression: 'made.id', value: 'b1', from }];
    const step = await stepOf(404, {}, 'credentials', { expect: expect401, asked: { refers } });
    expect(kinds(step)).toEqual(['status-mismatch']);
  });
});

describe('a value of an enumeration that is rejected with a declared 409', () => {
  const enumerated = field('state', 'body', { schema: { enum: ['open', 'shipped'] } });
  const update = contract({ ...THINGS, fields: [...FIELDS, enumerated] });
  const given = { with: { box_id: 'b1', name: 'parity-abc-name-cedar', state: 'shipped' } };
  const body = { error: { code: 'not_paid', message: 'no' } };

  it('is not tried in an update, because the state of the item may forbid the value', async () => {
    const step = await refusedStep(409, body, given, 'state.value-shipped', update);
    expect(step).toMatchObject({ state: 'not-tried', reason: expect.stringContaining('state of the item') });
  });

  it('is a finding if the 409 is for another variation', async () => {
    const step = await refusedStep(409, body, given, 'state.emoji', update);
    expect(step).toMatchObject({ state: 'exercised' });
  });
});
