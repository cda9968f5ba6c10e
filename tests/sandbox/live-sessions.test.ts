import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, errorCode, freshName, openBench } from './support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const DAEMON = '11111111-1111-4111-8111-111111111111';
const TOKEN = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

describe('live sessions', () => {
  const session = { label: 'main', task_name: 't', is_default: true };
  const fresh = (fields = {}) => ({ body: { ...session, cue_id: freshName('cue_'), ...fields } });

  it('exist until they are detached', async () => {
    const root = `/v1/agents/${await bench.createAgent()}/live-sessions`;
    const made = await bench.call(`POST ${root}`, fresh());
    expect([made.status, made.body]).toMatchObject([201, { attached: true, heartbeat_age_sec: 0 }]);
    expect(errorCode(await bench.call(`POST ${root}`, fresh()))).toBe('live_session_conflict');
    const beat = await bench.call(`POST ${root}/main/heartbeat`, { body: { monitor_version: 'v2' } });
    expect(beat.body).toMatchObject({ heartbeat_age_sec: 0, monitor_version: 'v2' });
    expect((await bench.call(`DELETE ${root}/main`)).body).toMatchObject({ attached: false });
    expect((await bench.call(`DELETE ${root}/main`)).status).toBe(404);
    expect(JSON.parse((await bench.call(`GET ${root}`)).text)).toEqual([]);
    expect(JSON.parse((await bench.call(`GET ${root}?include_detached=true`)).text)).toHaveLength(1);
  });

  it('pass the default to another session, but cannot stop being the default', async () => {
    const root = `/v1/agents/${await bench.createAgent()}/live-sessions`;
    await bench.call(`POST ${root}`, fresh());
    await bench.call(`POST ${root}`, fresh({ label: 'two', is_default: false }));
    const patch = (body: object) => bench.call(`PATCH ${root}/two`, { body });
    expect(errorCode(await patch({}))).toBe('no_mutable_fields');
    expect(errorCode(await patch({ is_default: false }))).toBe('invalid_default_flip');
    expect((await patch({ is_default: true })).body.is_default).toBe(true);
    const defaults: readonly { label: string; is_default: boolean }[] = JSON.parse(
      (await bench.call(`GET ${root}`)).text,
    );
    expect(defaults.map(({ label, is_default }) => [label, is_default])).toEqual([
      ['two', true],
      ['main', false],
    ]);
  });

  it('never use a cue id twice, even for another agent', async () => {
    const [here, there] = [await bench.createAgent(), await bench.createAgent()];
    const once = fresh();
    const register = (agent: string) => bench.call(`POST /v1/agents/${agent}/live-sessions`, once);
    expect((await register(here)).status).toBe(201);
    await bench.call(`DELETE /v1/agents/${here}/live-sessions/main`);
    expect([errorCode(await register(here)), errorCode(await register(there))]).toEqual([
      'live_session_conflict',
      'live_session_conflict',
    ]);
  });
});

describe('attachments', () => {
  const headers = { 'X-CueAPI-Daemon-Id': DAEMON };
  const body = { label: 'main', task_name: 't', ipc_session_token: TOKEN };

  it('can be replaced only by their own daemon', async () => {
    const root = `/v1/agents/${await bench.createAgent()}/attachments`;
    expect((await bench.call(`POST ${root}`, { body, headers })).body.supersedes_token).toBeNull();
    const next = { ...body, ipc_session_token: `v1_${TOKEN}` };
    const replaced = await bench.call(`POST ${root}`, { body: next, headers });
    expect([replaced.status, replaced.body.supersedes_token]).toEqual([201, TOKEN]);
    const stranger = { 'X-CueAPI-Daemon-Id': '22222222-2222-4222-8222-222222222222' };
    const refused = await bench.call(`POST ${root}`, { body, headers: stranger });
    expect(refused.status).toBe(409);
    expect(Object.keys(Object(refused.body.error))).toEqual([
      'code',
      'existing_token',
      'existing_daemon_id',
      'existing_attached_at',
      'existing_last_reconciled_at',
      'hint',
    ]);
  });

  it('are live sessions too, so that their label is taken', async () => {
    const agent = `/v1/agents/${await bench.createAgent()}`;
    await bench.call(`POST ${agent}/attachments`, { body: { ...body, monitor_version: 'v1' }, headers });
    const sessions = JSON.parse((await bench.call(`GET ${agent}/live-sessions`)).text);
    expect(sessions).toMatchObject([
      { label: 'main', cue_id: TOKEN, is_default: true, heartbeat_age_sec: null, monitor_version: 'v1' },
    ]);
    const session = { label: 'main', cue_id: 'other', task_name: 't' };
    expect(errorCode(await bench.call(`POST ${agent}/live-sessions`, { body: session }))).toBe('live_session_conflict');
    expect((await bench.call(`DELETE ${agent}/live-sessions/main`)).status).toBe(200);
    expect((await bench.call(`DELETE ${agent}/attachments/${TOKEN}`, { headers })).status).toBe(200);
  });

  it('are rejected if a live session has the label', async () => {
    const agent = `/v1/agents/${await bench.createAgent()}`;
    const session = { label: 'main', cue_id: 'holder', task_name: 't' };
    const { attached_at } = (await bench.call(`POST ${agent}/live-sessions`, { body: session })).body;
    const refused = await bench.call(`POST ${agent}/attachments`, { body, headers });
    expect(refused.body.error).toMatchObject({
      existing_token: '',
      existing_daemon_id: '',
      existing_attached_at: attached_at,
      existing_last_reconciled_at: null,
    });
  });

  it('are not deleted by another daemon', async () => {
    const root = `/v1/agents/${await bench.createAgent()}/attachments`;
    await bench.call(`POST ${root}`, { body, headers });
    const stranger = { 'X-CueAPI-Daemon-Id': '22222222-2222-4222-8222-222222222222' };
    expect((await bench.call(`DELETE ${root}/${TOKEN}`, { headers: stranger })).status).toBe(200);
    expect((await bench.call(`DELETE ${root}/${TOKEN}`, { headers })).status).toBe(204);
  });

  it('are deleted with 204 once and with 200 afterwards', async () => {
    const root = `/v1/agents/${await bench.createAgent()}/attachments`;
    await bench.call(`POST ${root}`, { body, headers });
    expect((await bench.call(`DELETE ${root}/${TOKEN}`, { headers })).status).toBe(204);
    const again = await bench.call(`DELETE ${root}/${TOKEN}`, { headers });
    expect([again.status, again.body]).toEqual([200, { deleted: false, reason: 'already_deleted' }]);
  });

  it.each([
    ['no daemon id', {}, 'missing_daemon_id'],
    ['a daemon id that is not a UUID', { 'X-CueAPI-Daemon-Id': 'x' }, 'invalid_daemon_id'],
  ])('are rejected with %s', async (_what, given, code) => {
    const path = `POST /v1/agents/${await bench.createAgent()}/attachments`;
    expect(errorCode(await bench.call(path, { body, headers: given }))).toBe(code);
  });

  it('do not accept a slug in place of an id', async () => {
    const answer = await bench.call('POST /v1/agents/a@main/attachments', { body, headers });
    expect(errorCode(answer)).toBe('invalid_agent_ref');
  });

  it('are reconciled by their daemon, with counts of kept and downgraded attachments', async () => {
    const daemon_id = '33333333-3333-4333-8333-333333333333';
    const own = { 'X-CueAPI-Daemon-Id': daemon_id };
    const root = `/v1/agents/${await bench.createAgent()}/attachments`;
    await bench.call(`POST ${root}`, { body, headers: own });
    await bench.call(`POST ${root}`, { body: { ...body, label: 'b', ipc_session_token: `v2_${TOKEN}` }, headers: own });
    const entry = { ...body, attached_at: '2026-01-01T00:00:00Z' };
    const unknown = { ...entry, ipc_session_token: `v9_${TOKEN}` };
    const batch = { daemon_id, reconciled_at: '2026-01-01T00:00:00Z', attachments: [entry, unknown] };
    const answer = await bench.call('POST /v1/agents/reconcile-attachments', { body: batch, headers: own });
    expect(answer.body).toMatchObject({ upserted_count: 1, downgraded_count: 1, reconciled_at: batch.reconciled_at });
    const other = await bench.call('POST /v1/agents/reconcile-attachments', { body: batch, headers });
    expect(errorCode(other)).toBe('daemon_id_mismatch');
  });
});
