import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, errorCode, items, openBench } from './support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const newExecution = async (cueFields = {}) => bench.fire(await bench.createCue(cueFields));
const claim = (id: string, worker_id = 'w1') => bench.call(`POST /v1/executions/${id}/claim`, { body: { worker_id } });
const report = (id: string, body: object = { success: true }) =>
  bench.call(`POST /v1/executions/${id}/outcome`, { body });
const show = async (id: string) => (await bench.call(`GET /v1/executions/${id}`)).body;

describe('claiming', () => {
  it('succeeds for exactly one of many concurrent callers', async () => {
    const id = await newExecution();
    const answers = await Promise.all(Array.from({ length: 10 }, (_, worker) => claim(id, `w${worker}`)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => errorCode(answer) === 'claim_failed')).toHaveLength(9);
  });

  it('fails for an unknown id as for a lost claim', async () => {
    expect(errorCode(await claim('no-such-thing'))).toBe('claim_failed');
  });

  it('returns the earliest execution if the path contains no id', async () => {
    const token = await bench.register();
    const body = { name: 'n', schedule: { type: 'recurring', cron: '0 9 * * *' }, transport: 'worker' };
    const cue = (await bench.call('POST /v1/cues', { token, body })).body.id;
    const fired = await bench.call(`POST /v1/cues/${cue}/fire`, { token });
    await bench.call(`POST /v1/cues/${cue}/fire`, { token });
    const claimed = await bench.call('POST /v1/executions/claim', { token, body: { worker_id: 'w' } });
    expect(claimed.body).toEqual({ claimed: true, execution_id: fired.body.id, lease_seconds: 900 });
  });

  it('lists claimable executions by task', async () => {
    const id = await newExecution({ payload: { task: 'sweep' } });
    const answer = await bench.call('GET /v1/executions/claimable?task=sweep');
    expect(items(answer, 'executions')).toEqual([
      expect.objectContaining({ execution_id: id, task: 'sweep', payload: { task: 'sweep' }, attempt: 0 }),
    ]);
  });

  it('ends when its lease expires', async () => {
    const id = await newExecution();
    await claim(id);
    await bench.advance(899);
    expect((await show(id)).status).toBe('delivering');
    await bench.advance(2);
    expect(await show(id)).toMatchObject({ status: 'pending', claimed_by_worker: null });
  });
});

describe('heartbeats', () => {
  it('extend the lease', async () => {
    const id = await newExecution();
    await claim(id);
    await bench.advance(600);
    const answer = await bench.call(`POST /v1/executions/${id}/heartbeat`, { headers: { 'X-Worker-Id': 'w1' } });
    expect(answer.body).toMatchObject({ acknowledged: true, lease_extended_until: expect.stringContaining('+00:00') });
    await bench.advance(600);
    expect((await show(id)).status).toBe('delivering');
  });

  it('are rejected for another worker, and not checked without the header', async () => {
    const id = await newExecution();
    await claim(id);
    const wrong = await bench.call(`POST /v1/executions/${id}/heartbeat`, { headers: { 'X-Worker-Id': 'w2' } });
    expect([wrong.status, errorCode(wrong)]).toEqual([403, 'not_execution_owner']);
    expect((await bench.call(`POST /v1/executions/${id}/heartbeat`)).status).toBe(200);
  });

  it('require a claim', async () => {
    const answer = await bench.call(`POST /v1/executions/${await newExecution()}/heartbeat`);
    expect([answer.status, errorCode(answer)]).toEqual([409, 'execution_not_claiming']);
  });
});

describe('outcomes', () => {
  it('are written once', async () => {
    const id = await newExecution();
    expect((await report(id)).body).toEqual({
      execution_id: id,
      outcome_recorded: true,
      outcome_state: 'reported_success',
      reason: null,
    });
    expect(errorCode(await report(id, { success: false }))).toBe('outcome_already_recorded');
    expect(await show(id)).toMatchObject({ status: 'success', outcome: { success: true } });
  });

  it.each([
    ['none', {}, 'reported_success'],
    ['manual', {}, 'verification_pending'],
    ['require_external_id', { external_id: 'x' }, 'verified_success'],
    ['require_external_id', {}, 'verification_failed'],
    ['require_artifacts', { artifacts: [{ a: 1 }] }, 'verified_success'],
  ])('in the mode %s with the evidence %o become %s', async (mode, evidence, state) => {
    const id = await newExecution({ verification: { mode } });
    expect((await report(id, { success: true, ...evidence })).body.outcome_state).toBe(state);
  });

  it('raise an alert if they lack evidence', async () => {
    const id = await newExecution({ verification: { mode: 'require_result_url' } });
    await report(id);
    const answer = await bench.call('GET /v1/alerts?alert_type=verification_failed&limit=1');
    expect(items(answer, 'alerts')[0]).toMatchObject({ execution_id: id, severity: 'warning', acknowledged: false });
  });

  it('reject large metadata with a separate code', async () => {
    const answer = await report(await newExecution(), { success: true, metadata: { a: 'x'.repeat(10_240) } });
    expect([answer.status, errorCode(answer)]).toEqual([400, 'metadata_too_large']);
  });

  it('can be verified once', async () => {
    const id = await newExecution();
    expect(errorCode(await bench.call(`POST /v1/executions/${id}/verify`))).toBe('invalid_state');
    await report(id);
    const verified = await bench.call(`POST /v1/executions/${id}/verify`, { body: { valid: false, reason: 'no' } });
    expect(verified.body).toMatchObject({ outcome_state: 'verification_failed', valid: false, reason: 'no' });
    expect(errorCode(await bench.call(`POST /v1/executions/${id}/verify`))).toBe('invalid_state');
  });

  it('append the reason of a rejected verification to their summary', async () => {
    const id = await newExecution();
    await report(id, { success: true, summary: 'swept' });
    await bench.call(`POST /v1/executions/${id}/verify`, { body: { valid: false, reason: 'wet' } });
    expect((await show(id)).evidence_summary).toBe('swept | verification rejected: wet');
  });

  it('end the execution of a worker, and set its error', async () => {
    const [good, bad] = [await newExecution(), await newExecution()];
    await report(good);
    await report(bad, { success: false, error: 'No water.' });
    expect(await show(good)).toMatchObject({ status: 'success', delivered_at: expect.any(String) });
    expect(await show(bad)).toMatchObject({ status: 'failed', delivered_at: null, error_message: 'No water.' });
  });

  it('can return to pending, with two unusual rejections', async () => {
    const id = await newExecution();
    const path = `POST /v1/executions/${id}/verification-pending`;
    expect((await bench.call(path)).body.error).toEqual({ code: 'no_outcome', message: expect.any(String) });
    expect(errorCode(await bench.call('POST /v1/executions/none/verification-pending'))).toBe('http_error');
    await report(id);
    expect((await bench.call(path)).body.outcome_state).toBe('verification_pending');
  });

  it('accept evidence later', async () => {
    const id = await newExecution();
    const add = (body: unknown) => bench.call(`PATCH /v1/executions/${id}/evidence`, { body });
    expect(errorCode(await add({ external_id: 'x' }))).toBe('no_outcome');
    await report(id, { success: true, result_ref: 'kept' });
    expect((await add({ external_id: 'x', result_ref: '', summary: 's'.repeat(600) })).body.evidence_updated).toBe(
      true,
    );
    expect(await show(id)).toMatchObject({
      evidence_external_id: 'x',
      evidence_result_ref: 'kept',
      evidence_summary: 's'.repeat(500),
    });
    expect((await add([])).status).toBe(422);
  });
});

describe('replays', () => {
  it('require an ended execution, and create a new execution', async () => {
    const id = await newExecution({ payload: { a: 1 } });
    const early = await bench.call(`POST /v1/executions/${id}/replay`);
    expect([early.status, errorCode(early)]).toEqual([409, 'execution_in_flight']);
    await report(id, { success: false });
    const { body } = await bench.call(`POST /v1/executions/${id}/replay`);
    expect(body).toMatchObject({ triggered_by: 'replay', replayed_from: id, status: 'pending' });
    expect(await show(String(body.id))).toMatchObject({ payload: { a: 1 }, triggered_by: 'replay' });
  });
});

describe('live claims', () => {
  it('return the first timestamp again, and reject other sessions', async () => {
    const id = await newExecution();
    const attest = (session_token: string) =>
      bench.call(`POST /v1/executions/${id}/live-claim`, { body: { session_token } });
    const first = await attest('s1');
    await bench.advance(5);
    expect((await attest('s1')).body).toEqual(first.body);
    expect(errorCode(await attest('s2'))).toBe('already_attested');
  });
});

describe('listing', () => {
  it('combines filters with pages and totals', async () => {
    const cue = await bench.createCue();
    const ids = [await bench.fire(cue), await bench.fire(cue), await bench.fire(cue)];
    await claim(String(ids[0]), 'lister');
    const pending = await bench.call(`GET /v1/executions?cue_id=${cue}&status=pending&limit=1`);
    expect(pending.body).toMatchObject({ total: 2, limit: 1, offset: 0, has_more: true, oldest_claimed_at: null });
    const claimed = await bench.call('GET /v1/executions?worker_id=lister');
    expect(items(claimed, 'executions').map(({ id }) => id)).toEqual([ids[0]]);
    expect(claimed.body.oldest_claimed_at).toContain('+00:00');
  });

  it.each([
    ['status=pending&status__in=failed', 'conflicting_filters'],
    ['status__in=,', 'invalid_status_in'],
  ])('rejects %s', async (query, code) => {
    const answer = await bench.call(`GET /v1/executions?${query}`);
    expect([answer.status, errorCode(answer)]).toEqual([400, code]);
  });

  it('treats an empty filter as absent', async () => {
    const cue = await bench.createCue();
    await bench.fire(cue);
    const { body } = await bench.call(`GET /v1/executions?cue_id=${cue}&status=&status__in=&outcome_state=`);
    expect(body.total).toBe(1);
  });

  it('filters by fields that only the hosted server has', async () => {
    const cue = await bench.createCue();
    const id = await bench.fire(cue);
    await bench.fire(cue);
    await report(id, { success: true, result_type: 'pr' });
    const answer = await bench.call(
      `GET /v1/executions?cue_id=${cue}&has_evidence=true&result_type=pr&triggered_by=manual_fire`,
    );
    expect(items(answer, 'executions').map((execution) => execution.id)).toEqual([id]);
  });
});

describe('workers', () => {
  it('are shown with the time of their last report until they are deleted', async () => {
    await bench.call('POST /v1/worker/heartbeat', { body: { worker_id: 'a b', handlers: ['x'] } });
    const find = async () => items(await bench.call('GET /v1/workers'), 'workers').find((w) => w.worker_id === 'a b');
    expect(await find()).toMatchObject({ heartbeat_status: 'active', handlers: ['x'] });
    await bench.advance(200);
    expect(await find()).toMatchObject({ heartbeat_status: 'stale' });
    await bench.advance(800);
    expect(await find()).toMatchObject({ heartbeat_status: 'dead' });
    expect((await bench.call('DELETE /v1/workers/a%20b')).status).toBe(204);
    expect(errorCode(await bench.call('DELETE /v1/workers/a%20b'))).toBe('worker_not_found');
  });
});
