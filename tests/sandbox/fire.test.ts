import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, errorCode, openBench } from './support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const fire = (cue: string, body?: object) => bench.call(`POST /v1/cues/${cue}/fire`, body ? { body } : {});

describe('firing a cue', () => {
  it('creates a pending execution, even for a paused cue', async () => {
    const cue = await bench.createCue();
    await bench.call(`PATCH /v1/cues/${cue}`, { body: { status: 'paused' } });
    const answer = await fire(cue);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      cue_id: cue,
      scheduled_for: expect.stringContaining('+00:00'),
      status: 'pending',
      triggered_by: 'manual_fire',
    });
  });

  it('accepts a future time, and replaces a past time by the current time', async () => {
    const cue = await bench.createCue();
    const later = await fire(cue, { send_at: '2999-01-01T09:00:00+02:00' });
    expect(later.body.scheduled_for).toBe('2999-01-01T07:00:00+00:00');
    const past = await fire(cue, { send_at: '2001-01-01T00:00:00Z' });
    expect([past.status, String(past.body.scheduled_for) > '2020']).toEqual([200, true]);
  });

  it.each([
    ['a time without offset', { send_at: '2999-01-01T09:00:00' }],
    ['an unknown field', { nonsense: 1 }],
    ['an unknown merge strategy', { merge_strategy: 'deep' }],
    ['21 exit criteria', { exit_criteria: Array.from({ length: 21 }, String) }],
    ['exit criteria as an object', { exit_criteria: { a: 1 } }],
    ['a key of 257 characters', { idempotency_key: 'k'.repeat(257) }],
  ])('rejects %s', async (_what, body) => {
    const answer = await fire(await bench.createCue(), body);
    expect([answer.status, errorCode(answer)]).toEqual([422, 'validation_error']);
  });

  it.each([
    ['merges', { payload_override: { b: 3 } }, { a: 1, b: 3 }],
    ['replaces', { payload_override: { b: 3 }, merge_strategy: 'replace' }, { b: 3 }],
  ])('%s the payload', async (_what, body, payload) => {
    const cue = await bench.createCue({ payload: { a: 1, b: 2 } });
    const execution = await bench.fire(cue, body);
    const answer = await bench.call(`GET /v1/executions/${execution}`);
    expect(answer.body).toMatchObject({ payload, payload_override: { b: 3 } });
  });

  it('requires an override with certain keys if the cue says so', async () => {
    const cue = await bench.createCue({ require_payload_override: true, required_payload_keys: ['ticket'] });
    expect(errorCode(await fire(cue))).toBe('payload_override_required');
    expect(errorCode(await fire(cue, { payload_override: {} }))).toBe('missing_required_payload_keys');
    expect((await fire(cue, { payload_override: { ticket: 1 } })).status).toBe(200);
  });
});

describe('the idempotency key in the body', () => {
  it('returns the first execution again for the same body', async () => {
    const cue = await bench.createCue();
    const body = { idempotency_key: 'k', payload_override: { a: 1 } };
    const [first, second] = [await fire(cue, body), await fire(cue, body)];
    expect([second.status, second.body]).toEqual([200, first.body]);
  });

  it('rejects the same key with another body', async () => {
    const cue = await bench.createCue();
    await fire(cue, { idempotency_key: 'k' });
    const answer = await fire(cue, { idempotency_key: 'k', payload_override: { a: 1 } });
    expect([answer.status, errorCode(answer)]).toEqual([409, 'idempotency_key_conflict']);
  });

  it('is separate for each cue', async () => {
    const [a, b] = [await bench.createCue(), await bench.createCue()];
    const body = { idempotency_key: 'shared' };
    expect(await bench.fire(a, body)).not.toBe(await bench.fire(b, body));
  });

  it('is forgotten after a day', async () => {
    const cue = await bench.createCue();
    const first = await bench.fire(cue, { idempotency_key: 'k' });
    await bench.advance(86_400);
    expect(await bench.fire(cue, { idempotency_key: 'k' })).not.toBe(first);
  });

  it('has no effect as a header', async () => {
    const cue = await bench.createCue();
    const options = { headers: { 'Idempotency-Key': 'k' } };
    const [first, second] = [
      await bench.call(`POST /v1/cues/${cue}/fire`, options),
      await bench.call(`POST /v1/cues/${cue}/fire`, options),
    ];
    expect(second.body.id).not.toBe(first.body.id);
  });
});
