import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, errorCode, freshName, items, openBench } from './support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

describe('agents', () => {
  it('show their secret only when created, and only with a webhook', async () => {
    const made = await bench.call('POST /v1/agents', {
      body: { display_name: 'Hook Er', webhook_url: 'https://example.com/x' },
    });
    expect(made.body).toMatchObject({ slug: 'hook-er', webhook_secret: expect.stringMatching(/^whsec_/) });
    const shown = await bench.call(`GET /v1/agents/hook-er@main`);
    expect(shown.body).toMatchObject({ id: made.body.id, webhook_secret: null });
  });

  it.each([
    ['a reserved slug', { slug: 'admin' }, 400, 'reserved_slug'],
    ['a private webhook', { webhook_url: 'http://169.254.1.1' }, 400, 'invalid_callback_url'],
    ['null metadata', { metadata: null }, 422, 'validation_error'],
    ['an unknown field', { nonsense: 1 }, 422, 'validation_error'],
    ['capital letters in the slug', { slug: 'Nope' }, 422, 'validation_error'],
  ])('are rejected with %s', async (_what, fields, status, code) => {
    const answer = await bench.call('POST /v1/agents', { body: { display_name: 'x', ...fields } });
    expect([answer.status, errorCode(answer)]).toEqual([status, code]);
  });

  it.each([
    ['me', 400, 'invalid_agent_address'],
    ['nobody@main', 404, 'agent_not_found'],
    ['agt_000000000000', 404, 'agent_not_found'],
  ])('are not found under the address %s', async (ref, status, code) => {
    const answer = await bench.call(`GET /v1/agents/${ref}`);
    expect([answer.status, errorCode(answer)]).toEqual([status, code]);
  });

  it('can be read after their deletion, and cannot be deleted twice', async () => {
    const id = await bench.createAgent({ slug: 'gone' });
    expect((await bench.call(`DELETE /v1/agents/${id}`)).status).toBe(204);
    expect((await bench.call(`DELETE /v1/agents/${id}`)).status).toBe(404);
    expect((await bench.call(`GET /v1/agents/${id}`)).status).toBe(404);
    expect((await bench.call(`GET /v1/agents/${id}?include_deleted=true`)).status).toBe(200);
    const again = await bench.call('POST /v1/agents', { body: { display_name: 'x', slug: 'gone' } });
    expect(errorCode(again)).toBe('slug_taken');
  });

  it('get a secret with the first webhook, and lose both with null', async () => {
    const id = await bench.createAgent();
    const secret = () => bench.call(`GET /v1/agents/${id}/webhook-secret`);
    expect(errorCode(await secret())).toBe('no_webhook_secret');
    const set = await bench.call(`PATCH /v1/agents/${id}`, { body: { webhook_url: 'https://example.com' } });
    expect(set.body.webhook_secret).toBeNull();
    const first = (await secret()).body.webhook_secret;
    await bench.call(`PATCH /v1/agents/${id}`, { body: {} });
    expect((await secret()).body.webhook_secret).toBe(first);
    await bench.call(`PATCH /v1/agents/${id}`, { body: { webhook_url: null } });
    expect((await secret()).status).toBe(404);
  });

  it('are looked up only after the confirmation was checked', async () => {
    const path = 'POST /v1/agents/agt_000000000000/webhook-secret/regenerate';
    expect(errorCode(await bench.call(path))).toBe('confirmation_required');
    const headers = { 'X-Confirm-Destructive': 'true' };
    expect(errorCode(await bench.call(path, { headers }))).toBe('agent_not_found');
    const silent = await bench.createAgent();
    const answer = await bench.call(`POST /v1/agents/${silent}/webhook-secret/regenerate`, { headers });
    expect([answer.status, errorCode(answer)]).toEqual([409, 'no_webhook_url']);
  });

  it('are listed by status', async () => {
    const id = await bench.createAgent();
    await bench.call(`PATCH /v1/agents/${id}`, { body: { status: 'away' } });
    const answer = await bench.call('GET /v1/agents?status=away');
    expect(items(answer, 'agents').map((agent) => agent.id)).toEqual([id]);
    expect(errorCode(await bench.call('GET /v1/agents?status=odd'))).toBe('invalid_status');
  });
});

describe('the roster', () => {
  it('returns 304 for the current ETag until something changes', async () => {
    const id = await bench.createAgent({ slug: 'zzz', metadata: { description: 'Sweeps' } });
    const first = await bench.call('GET /v1/agents/roster');
    const etag = String(first.headers.get('etag'));
    expect(etag).toMatch(/^W\/"[0-9a-f]{16}"$/);
    expect(items(first, 'agents').at(-1)).toMatchObject({
      description: 'Sweeps',
      online: false,
      last_seen_relative: 'never',
      preferred_contact: 'async',
      presence: { online: false, derived_status: 'offline', bucketed_seen: null, default_live: null },
    });
    const headers = { 'If-None-Match': etag };
    const same = await bench.call('GET /v1/agents/roster', { headers });
    expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', etag]);
    await bench.call(`GET /v1/agents/${id}/inbox`);
    expect((await bench.call('GET /v1/agents/roster', { headers })).status).toBe(200);
  });

  it('shows the presence of one agent separately', async () => {
    const id = await bench.createAgent();
    const answer = await bench.call(`GET /v1/agents/${id}/presence`);
    expect(answer.body).toMatchObject({ agent_id: id, online: false, default_live: null, labeled_sessions: [] });
    const root = `/v1/agents/${id}/live-sessions`;
    const body = { label: 'main', cue_id: 'present', task_name: 't', is_default: true };
    await bench.call(`POST ${root}`, { body });
    await bench.call(`POST ${root}`, { body: { ...body, label: 'side', cue_id: 'beside', is_default: false } });
    expect((await bench.call(`GET /v1/agents/${id}/presence`)).body).toMatchObject({
      default_live: { label: 'main', cue_id: 'present', heartbeat_age_sec: 0 },
      labeled_sessions: [{ label: 'side', cue_id: 'beside' }],
    });
  });

  it.each([
    [0, { online: true, status: 'online', last_seen_relative: 'active now' }],
    [120, { online: true, status: 'online', last_seen_relative: '2m ago' }],
    [600, { online: false, status: 'away', last_seen_relative: '10m ago' }],
    [2400, { online: false, status: 'offline', last_seen_relative: '40m ago' }],
    [7200, { online: false, status: 'offline', last_seen_relative: '2h ago' }],
    [172_800, { online: false, status: 'offline', last_seen_relative: '2d ago' }],
  ])('shows an agent that was seen %i seconds ago', async (seconds, expected) => {
    const id = await bench.createAgent({ slug: freshName('seen') });
    await bench.call(`GET /v1/agents/${id}/inbox`);
    const { slug } = (await bench.call(`GET /v1/agents/${id}`)).body;
    await bench.advance(seconds);
    const agents = items(await bench.call('GET /v1/agents/roster'), 'agents');
    expect(agents.find(({ name }) => name === slug)).toMatchObject(expected);
  });

  it.each(['away', 'offline'])('shows an agent as %s if the agent set this status', async (status) => {
    const id = await bench.createAgent({ slug: `says-${status}` });
    await bench.call(`GET /v1/agents/${id}/inbox`);
    await bench.call(`PATCH /v1/agents/${id}`, { body: { status } });
    const agents = items(await bench.call('GET /v1/agents/roster'), 'agents');
    expect(agents.find(({ name }) => name === `says-${status}`)).toMatchObject({ online: false, status });
  });
});
