import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, items, openBench } from './support.ts';

let bench: Bench;
const NOON = Date.parse('2026-03-28T12:00:00Z');
beforeEach(async () => {
  const started = Date.now();
  bench = await openBench({ now: () => NOON + Date.now() - started });
});
afterEach(() => bench.close());

const runs = async (cue: string) =>
  items(await bench.call(`GET /v1/executions?cue_id=${cue}&limit=100`), 'executions').map((run) => run.scheduled_for);

describe('the clock', () => {
  it('runs all tasks that become due, in order', async () => {
    const cue = await bench.createCue({ schedule: { type: 'recurring', cron: '0 */6 * * *' } });
    await bench.advance(86_400);
    expect(await runs(cue)).toEqual([
      '2026-03-29T12:00:00Z',
      '2026-03-29T06:00:00Z',
      '2026-03-29T00:00:00Z',
      '2026-03-28T18:00:00Z',
    ]);
  });

  it('follows the local time of the timezone', async () => {
    const schedule = { type: 'recurring', cron: '0 9 * * *', timezone: 'Europe/Berlin' };
    const cue = await bench.createCue({ schedule });
    await bench.advance(2 * 86_400);
    // Summer time begins on 29 March, so 09:00 in Berlin is 07:00 in UTC.
    expect(await runs(cue)).toEqual(['2026-03-30T07:00:00Z', '2026-03-29T07:00:00Z']);
  });

  it('advances over a month of hourly runs', async () => {
    const cue = await bench.createCue({ schedule: { type: 'recurring', cron: '0 * * * *' } });
    await bench.advance(30 * 86_400);
    expect((await bench.call(`GET /v1/executions?cue_id=${cue}`)).body.total).toBe(720);
  });

  it('runs a cue in real time, without an advance', async () => {
    const cue = await bench.createCue({ schedule: { type: 'once', at: new Date(NOON + 1000).toISOString() } });
    await expect.poll(() => runs(cue), { timeout: 30_000 }).toHaveLength(1);
  });

  it('skips a paused and a deleted cue', async () => {
    const [paused, deleted] = [await bench.createCue(), await bench.createCue()];
    await bench.call(`PATCH /v1/cues/${paused}`, { body: { status: 'paused' } });
    await bench.call(`DELETE /v1/cues/${deleted}`);
    await bench.advance(7 * 86_400);
    expect((await bench.call('GET /v1/executions')).body.total).toBe(0);
  });
});

describe('one-time cues', () => {
  it.each([
    [true, 'completed'],
    [false, 'failed'],
  ])('with the outcome success=%s are %s', async (success, status) => {
    const cue = await bench.createCue({ schedule: { type: 'once', at: '2026-03-28T13:00:00Z' } });
    await bench.advance(3600);
    const [run] = items(await bench.call(`GET /v1/executions?cue_id=${cue}`), 'executions');
    expect(run?.triggered_by).toBe('scheduled');
    await bench.call(`POST /v1/executions/${run?.id}/outcome`, { body: { success } });
    expect((await bench.call(`GET /v1/cues/${cue}`)).body).toMatchObject({ status, next_run: null, run_count: 1 });
  });
});

describe('a cue that is fired by hand', () => {
  it('ends a one-time cue, which does not run again at its time', async () => {
    const cue = await bench.createCue({ schedule: { type: 'once', at: '2026-03-28T13:00:00Z' } });
    await bench.call(`POST /v1/executions/${await bench.fire(cue)}/outcome`, { body: { success: true } });
    const { body } = await bench.call(`GET /v1/cues/${cue}`);
    expect(body).toMatchObject({ status: 'completed', run_count: 1, fired_count: 0, last_run: expect.any(String) });
    await bench.advance(7200);
    expect(await runs(cue)).toHaveLength(1);
  });
});

describe('the consequence of an outcome', () => {
  it('can be another cue', async () => {
    const next = await bench.createCue();
    const first = await bench.createCue({ on_success_fire: next });
    const parent = await bench.fire(first);
    await bench.call(`POST /v1/executions/${parent}/outcome`, { body: { success: true } });
    const chained = items(await bench.call('GET /v1/executions?triggered_by=chain'), 'executions');
    expect(chained).toMatchObject([{ cue_id: next, chain_parent_id: parent, chain_depth: 1 }]);
  });

  it.each([
    ['of a delivery', 'paused', { transport: 'webhook', callback: { url: 'https://fail.example.com' } }],
    ['that a worker reports', 'active', {}],
  ])('of a failure %s is that the cue is %s', async (_whose, status, fields) => {
    const cue = await bench.createCue({ on_failure: { pause: true }, retry: { max_attempts: 1 }, ...fields });
    await bench.call(`POST /v1/executions/${await bench.fire(cue)}/outcome`, { body: { success: false } });
    await bench.advance(1);
    expect((await bench.call(`GET /v1/cues/${cue}`)).body.status).toBe(status);
  });

  it('is a timeout and an alert if no outcome arrives', async () => {
    const cue = await bench.createCue({ delivery: { outcome_deadline_seconds: 60 } });
    const id = await bench.fire(cue);
    await bench.call(`POST /v1/executions/${id}/claim`, { body: { worker_id: 'w' } });
    await bench.advance(61);
    expect((await bench.call(`GET /v1/executions/${id}`)).body.status).toBe('outcome_timeout');
    const alerts = items(await bench.call('GET /v1/alerts?alert_type=outcome_timeout'), 'alerts');
    expect(alerts).toMatchObject([{ execution_id: id }]);
  });
});
