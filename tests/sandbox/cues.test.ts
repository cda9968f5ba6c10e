import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, errorCode, freshName, items, openBench, workerCue } from './support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

describe('creating a cue', () => {
  it('returns 201 with defaults and a warning if no worker is present', async () => {
    const { status, body } = await bench.call('POST /v1/cues', { body: workerCue() });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'active',
      schedule: { type: 'recurring', timezone: 'UTC', cron: '0 9 * * *' },
      payload: {},
      retry: { max_attempts: 3, backoff_minutes: [1, 5, 15] },
      on_failure: { email: true, webhook: null, pause: false },
      verification: null,
      warning: expect.any(String),
    });
  });

  it.each([
    ['a past time', { schedule: { type: 'once', at: '2001-01-01T00:00:00Z' } }, 400, 'invalid_schedule'],
    ['a recurring cue without cron', { schedule: { type: 'recurring' } }, 400, 'invalid_schedule'],
    ['an invalid cron expression', { schedule: { type: 'recurring', cron: '61 * * * *' } }, 400, 'invalid_schedule'],
    ['six cron fields', { schedule: { type: 'recurring', cron: '0 0 9 * * *' } }, 400, 'invalid_schedule'],
    ['an unknown type of schedule', { schedule: { type: 'often' } }, 400, 'invalid_schedule'],
    [
      'a bad timezone',
      { schedule: { type: 'recurring', cron: '0 9 * * *', timezone: 'Mars/Base' } },
      422,
      'invalid_timezone',
    ],
    ['NUL in the payload', { payload: { a: 'x\0' } }, 400, 'invalid_payload'],
    ['a private failure webhook', { on_failure: { webhook: 'http://192.168.0.1' } }, 400, 'invalid_callback_url'],
    ['a private callback', { transport: 'webhook', callback: { url: 'http://10.1.1.1' } }, 400, 'invalid_callback_url'],
    ['a webhook without URL', { transport: 'webhook' }, 422, 'validation_error'],
    ['a transport in the callback', { callback: { transport: 'worker' } }, 422, 'validation_error'],
    ['too many attempts', { retry: { max_attempts: 11 } }, 422, 'validation_error'],
    ['a name of 256 characters', { name: 'x'.repeat(256) }, 422, 'validation_error'],
  ])('rejects %s', async (_what, fields, status, code) => {
    const answer = await bench.call('POST /v1/cues', { body: { ...workerCue(), ...fields } });
    expect([answer.status, errorCode(answer)]).toEqual([status, code]);
  });

  it('ignores unknown fields', async () => {
    const answer = await bench.call('POST /v1/cues', { body: { ...workerCue(), nonsense: 1 } });
    expect(answer.status).toBe(201);
  });

  it('rejects a name that another cue of the same account has', async () => {
    const body = workerCue();
    await bench.call('POST /v1/cues', { body });
    expect(errorCode(await bench.call('POST /v1/cues', { body }))).toBe('duplicate_cue_name');
    expect((await bench.asOther('POST /v1/cues', { body })).status).toBe(201);
  });

  it('reads a time without an offset as UTC, even if a timezone is given', async () => {
    const schedule = { type: 'once', at: '2999-01-01T09:00:00', timezone: 'Europe/Berlin' };
    const { body } = await bench.call('POST /v1/cues', { body: { ...workerCue(), schedule } });
    expect(body.next_run).toBe('2999-01-01T09:00:00Z');
  });

  it('interprets a cron expression in the timezone of the cue', async () => {
    const schedule = { type: 'recurring', cron: '0 9 1 1 *', timezone: 'Asia/Tokyo' };
    const { body } = await bench.call('POST /v1/cues', { body: { ...workerCue(), schedule } });
    expect(body.next_run).toMatch(/^\d{4}-01-01T00:00:00Z$/);
  });

  it('stops a free account at its limit of active cues', async () => {
    const token = await bench.register();
    for (let count = 0; count < 10; count++) await bench.call('POST /v1/cues', { token, body: workerCue() });
    const answer = await bench.call('POST /v1/cues', { token, body: workerCue() });
    expect([answer.status, errorCode(answer)]).toEqual([403, 'cue_limit_exceeded']);
  });
});

describe('reading, changing and deleting', () => {
  it("hides another account's cue", async () => {
    const cue = await bench.createCue();
    expect((await bench.asOther(`GET /v1/cues/${cue}`)).status).toBe(404);
    expect((await bench.asOther(`DELETE /v1/cues/${cue}`)).status).toBe(404);
  });

  it('returns the executions of a cue in pages', async () => {
    const cue = await bench.createCue();
    const ids = [await bench.fire(cue), await bench.fire(cue), await bench.fire(cue)];
    const answer = await bench.call(`GET /v1/cues/${cue}?execution_limit=1&execution_offset=1`);
    expect(answer.body).toMatchObject({ execution_total: 3, execution_limit: 1, execution_offset: 1 });
    expect(items(answer, 'executions').map(({ id }) => id)).toEqual([ids[1]]);
  });

  it('filters by status, and finds nothing for an unknown status', async () => {
    const cue = await bench.createCue();
    await bench.call(`PATCH /v1/cues/${cue}`, { body: { status: 'paused' } });
    const paused = await bench.call('GET /v1/cues?status=paused');
    expect(items(paused, 'cues').map(({ id }) => id)).toEqual([cue]);
    expect((await bench.call('GET /v1/cues?status=odd')).body).toMatchObject({ cues: [], total: 0 });
  });

  it('has no next run while the cue is paused', async () => {
    const cue = await bench.createCue();
    const paused = await bench.call(`PATCH /v1/cues/${cue}`, { body: { status: 'paused' } });
    const active = await bench.call(`PATCH /v1/cues/${cue}`, { body: { status: 'active' } });
    expect([paused.body.next_run, active.body.next_run]).toEqual([null, expect.any(String)]);
  });

  it('replaces a part as a whole, and treats null as no change', async () => {
    const cue = await bench.createCue({ description: 'kept', retry: { max_attempts: 5, backoff_minutes: [9] } });
    const { body } = await bench.call(`PATCH /v1/cues/${cue}`, {
      body: { description: null, retry: { max_attempts: 2 } },
    });
    expect(body).toMatchObject({ description: 'kept', retry: { max_attempts: 2, backoff_minutes: [1, 5, 15] } });
  });

  it.each([
    ['transport', { transport: 'webhook' }],
    ['an unknown field', { nonsense: 1 }],
  ])('rejects a change of %s', async (_what, body) => {
    const cue = await bench.createCue();
    expect((await bench.call(`PATCH /v1/cues/${cue}`, { body })).status).toBe(422);
  });

  it('accepts a schedule of an unknown type and ignores it', async () => {
    const cue = await bench.createCue();
    const { status, body } = await bench.call(`PATCH /v1/cues/${cue}`, { body: { schedule: { type: 'odd' } } });
    expect([status, body.schedule]).toEqual([200, { type: 'recurring', timezone: 'UTC', cron: '0 9 * * *' }]);
  });

  it('deletes a cue with its executions', async () => {
    const cue = await bench.createCue();
    const execution = await bench.fire(cue);
    expect((await bench.call(`DELETE /v1/cues/${cue}`)).status).toBe(204);
    expect((await bench.call(`GET /v1/cues/${cue}`)).status).toBe(404);
    expect((await bench.call(`GET /v1/executions/${execution}`)).status).toBe(404);
  });

  it('deletes several cues of the caller at once, after a confirmation', async () => {
    const mine = await bench.createCue();
    const body = { ids: [mine, 'cue_000000000000'] };
    expect(errorCode(await bench.call('POST /v1/cues/bulk-delete', { body }))).toBe('confirmation_required');
    const headers = { 'X-Confirm-Destructive': 'true' };
    const answer = await bench.call('POST /v1/cues/bulk-delete', { body, headers });
    expect(answer.body).toEqual({ deleted: [mine], skipped: ['cue_000000000000'] });
  });
});

describe('the hosted fields', () => {
  it('are returned as they were given', async () => {
    const fields = {
      delivery: { timeout_seconds: 5 },
      alerts: { consecutive_failures: 2 },
      catch_up: 'skip_missed',
      on_success_fire: 'cue_000000000000',
      require_payload_override: true,
      required_payload_keys: ['ticket'],
      verification: { mode: 'manual', required_assertions: ['done'] },
    };
    const { body } = await bench.call('POST /v1/cues', { body: { ...workerCue(), ...fields } });
    expect(body).toMatchObject({ ...fields, delivery: { timeout_seconds: 5, outcome_deadline_seconds: null } });
    const cleared = await bench.call(`PATCH /v1/cues/${body.id}`, { body: { on_success_fire: null } });
    expect(cleared.body.on_success_fire).toBeNull();
  });

  it('include statistics if one cue is read', async () => {
    const cue = await bench.createCue({ name: freshName('stats') });
    await bench.fire(cue);
    const { body } = await bench.call(`GET /v1/cues/${cue}`);
    expect(body.stats).toEqual({ total: 1, succeeded: 0, failed: 0, success_rate: null });
  });
});
