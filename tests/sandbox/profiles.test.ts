import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, errorCode, items, openBench, workerCue } from './support.ts';

const UPSERT = 'internal-agents-upsert';
let core: Bench;
let hosted: Bench;
let proposing: Bench;
beforeAll(async () => {
  [core, hosted, proposing] = await Promise.all([
    openBench({ profile: 'core' }),
    openBench(),
    openBench({ features: [UPSERT] }),
  ]);
});
afterAll(() => Promise.all([core, hosted, proposing].map((bench) => bench.close())));

describe('core', () => {
  it('shows eighteen members of a cue, and no hosted members', async () => {
    const body = { ...workerCue(), catch_up: 'nonsense', delivery: 3 };
    const answer = await core.call('POST /v1/cues', { body });
    expect([answer.status, Object.keys(answer.body).length]).toEqual([201, 18]);
  });

  it('rejects hosted fields in an update of a cue', async () => {
    const answer = await core.call(`PATCH /v1/cues/${await core.createCue()}`, { body: { catch_up: 'skip_missed' } });
    expect([answer.status, errorCode(answer)]).toEqual([422, 'validation_error']);
  });

  it('fires every time and ignores the hosted fields', async () => {
    const cue = await core.createCue();
    const body = { idempotency_key: 'k', exit_criteria: 3, nonsense: true };
    expect(await core.fire(cue, body)).not.toBe(await core.fire(cue, body));
  });

  it('shows thirteen members of an execution', async () => {
    const { body } = await core.call(`GET /v1/executions/${await core.fire(await core.createCue())}`);
    expect(Object.keys(body)).toHaveLength(13);
  });

  it('ignores the hosted filters', async () => {
    await core.fire(await core.createCue());
    const answer = await core.call('GET /v1/executions?triggered_by=chain&has_evidence=nonsense');
    expect(items(answer, 'executions').length).toBeGreaterThan(0);
  });

  it.each(['live_fallback_mode', 'delivery_mode', 'notify'])('rejects %s of a message', async (field) => {
    const agent = await core.createAgent();
    expect((await core.send(agent, { to: agent, [field]: null })).status).toBe(422);
  });

  it('shows 25 members of a message, 11 of an agent and 7 of a roster entry', async () => {
    const agent = await core.createAgent();
    expect(Object.keys((await core.send(agent, { to: agent })).body)).toHaveLength(25);
    expect(Object.keys((await core.call(`GET /v1/agents/${agent}`)).body)).toHaveLength(11);
    const roster = await core.call('GET /v1/agents/roster');
    expect(Object.keys(items(roster, 'agents')[0] ?? {})).toHaveLength(7);
    expect(Object.keys(roster.body)).toEqual(['generated_at', 'agents']);
  });

  it('hides the key that registration created, but shows a key created later', async () => {
    const token = await core.register();
    const { body } = await core.call('GET /v1/auth/key', { token });
    expect(body).toEqual({ api_key: null, prefix: token.slice(0, 12), message: expect.any(String) });
    const headers = { 'X-Confirm-Destructive': 'true' };
    const { api_key } = (await core.call('POST /v1/auth/key/regenerate', { token, headers })).body;
    expect((await core.call('GET /v1/auth/key', { token: String(api_key) })).body).toEqual({ api_key });
  });

  it('has neither bulk deletion nor presence', async () => {
    expect((await core.call('POST /v1/cues/bulk-delete', { body: { ids: ['x'] } })).status).toBe(405);
    const answer = await core.call(`GET /v1/agents/${await core.createAgent()}/presence`);
    expect([answer.status, errorCode(answer)]).toEqual([404, 'http_error']);
  });
});

describe('the internal operations', () => {
  const internal = (bench: Bench, path: string, body: object) =>
    bench.call(`PUT ${path}`, { token: bench.sandbox.accounts.operator.internal_token, body });
  const path = '/v1/internal/users/99999999-9999-4999-8999-999999999999';

  it('creates a user once and then updates it', async () => {
    const body = { email: 'in@example.com', slug: 'in', active_cue_limit: 3 };
    expect((await internal(hosted, path, body)).body).toMatchObject({ slug: 'in', active_cue_limit: 3, created: true });
    const again = await internal(hosted, path, { ...body, plan: 'pro' });
    expect([again.status, again.body]).toMatchObject([200, { plan: 'pro', active_cue_limit: 3, created: false }]);
  });

  it('validates the body before it checks the token', async () => {
    expect((await hosted.call(`PUT ${path}`, { body: {} })).status).toBe(422);
    const answer = await hosted.call(`PUT ${path}`, { body: { email: 'a@example.com', slug: 'a' } });
    expect([answer.status, errorCode(answer)]).toEqual([401, 'invalid_internal_token']);
  });

  it.each([
    ['core', { api_key: null }],
    ['hosted', { error: { code: 'plaintext_unavailable', status: 410 } }],
  ])('does not show the key of a new user on %s', async (profile, expected) => {
    const bench = profile === 'core' ? core : hosted;
    const id = '88888888-8888-4888-8888-888888888888';
    await internal(bench, `/v1/internal/users/${id}`, { email: 'k@example.com', slug: 'k' });
    const token = bench.sandbox.accounts.operator.internal_token;
    const answer = await bench.call('GET /v1/auth/key', { token, headers: { 'X-On-Behalf-Of': id } });
    expect(answer.body).toMatchObject(expected);
  });

  it('has no upsert of agents by default', async () => {
    for (const bench of [core, hosted]) {
      const answer = await internal(bench, '/v1/internal/agents/bot@main', { display_name: 'Bot' });
      expect([answer.status, errorCode(answer)]).toEqual([404, 'http_error']);
    }
  });

  it('upserts agents if the feature is switched on', async () => {
    const upsert = (body: object, address = 'bot@main') => internal(proposing, `/v1/internal/agents/${address}`, body);
    const first = await upsert({ display_name: 'Bot' });
    expect(first.body).toMatchObject({ slug: 'bot', display_name: 'Bot', created: true });
    expect((await upsert({ display_name: 'Bot' })).body).toEqual({ ...first.body, created: false });
    expect((await upsert({ display_name: 'Robot' })).body).toMatchObject({ display_name: 'Robot', created: false });
    expect(errorCode(await upsert({ display_name: 'Bot' }, 'bot@nobody'))).toBe('user_not_found');
    const open = await proposing.call('PUT /v1/internal/agents/bot@main', { body: { display_name: 'Bot' } });
    expect(errorCode(open)).toBe('invalid_internal_token');
  });
});
