import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, errorCode, openBench, workerCue } from './support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const confirmed = { 'X-Confirm-Destructive': 'true' };

describe('credentials', () => {
  it.each([
    ['no credentials', null, 401, 'invalid_api_key'],
    ['an unknown key', `cue_sk_${'0'.repeat(32)}`, 401, 'invalid_api_key'],
    ['a token of an unknown form', 'abc', 401, 'invalid_session'],
  ])('are rejected: %s', async (_what, token, status, code) => {
    const answer = await bench.call('GET /v1/auth/me', { token });
    expect([answer.status, errorCode(answer)]).toEqual([status, code]);
  });

  it('may be a session token', async () => {
    const token = bench.sandbox.accounts.main.session_token;
    expect((await bench.call('GET /v1/auth/me', { token })).body.email).toBe('main@sandbox.test');
  });

  it.each([
    ['no user', {}, 400, 'internal_token_requires_on_behalf_of'],
    ['a user id that is not a UUID', { 'X-On-Behalf-Of': 'x' }, 400, 'invalid_on_behalf_of'],
    ['an unknown user', { 'X-On-Behalf-Of': '00000000-0000-4000-8000-000000000000' }, 404, 'user_not_found'],
  ])('rejects the internal token on behalf of %s', async (_what, headers, status, code) => {
    const token = bench.sandbox.accounts.operator.internal_token;
    const answer = await bench.call('GET /v1/auth/me', { token, headers });
    expect([answer.status, errorCode(answer)]).toEqual([status, code]);
  });

  it('lets the internal token act for a user', async () => {
    const { operator, other } = bench.sandbox.accounts;
    const headers = { 'X-On-Behalf-Of': other.user_id };
    const answer = await bench.call('GET /v1/auth/me', { token: operator.internal_token, headers });
    expect(answer.body.email).toBe('other@sandbox.test');
  });
});

describe('keys', () => {
  it('rejects a second account with the same address', async () => {
    const body = { email: 'twice@example.com' };
    expect((await bench.call('POST /v1/auth/register', { body, token: null })).status).toBe(201);
    expect(errorCode(await bench.call('POST /v1/auth/register', { body, token: null }))).toBe('duplicate_email');
  });

  it('replaces a key only after an exact confirmation', async () => {
    const token = await bench.register();
    const headers = { 'X-Confirm-Destructive': 'True' };
    const answer = await bench.call('POST /v1/auth/key/regenerate', { token, headers });
    expect([answer.status, errorCode(answer)]).toEqual([400, 'confirmation_required']);
  });

  it('rejects a replaced key with its own error code for one day', async () => {
    const token = await bench.register();
    const fresh = await bench.call('POST /v1/auth/key/regenerate', { token, headers: confirmed });
    expect(fresh.body.previous_key_revoked).toBe(true);
    expect(errorCode(await bench.call('GET /v1/auth/me', { token }))).toBe('key_rotated');
    await bench.advance(86_400);
    expect(errorCode(await bench.call('GET /v1/auth/me', { token }))).toBe('invalid_api_key');
  });

  it('has a webhook secret from the beginning, and replaces it on request', async () => {
    const token = await bench.register();
    const show = async () => (await bench.call('GET /v1/auth/webhook-secret', { token })).body.webhook_secret;
    const first = await show();
    expect(first).toMatch(/^whsec_[0-9a-f]{64}$/);
    expect((await bench.call('GET /v1/auth/me', { token })).body.has_webhook_secret).toBe(true);
    await bench.call('POST /v1/auth/webhook-secret/regenerate', { token, headers: confirmed });
    expect(await show()).not.toBe(first);
  });

  it('creates the alert secret when it is read for the first time', async () => {
    const [first, second] = [
      await bench.call('GET /v1/auth/alert-webhook-secret'),
      await bench.call('GET /v1/auth/alert-webhook-secret'),
    ];
    expect(first.body.alert_webhook_secret).toMatch(/^[0-9a-f]{64}$/);
    expect(second.body).toEqual(first.body);
  });
});

describe('profile and usage', () => {
  it('rejects an empty update with no_fields and without details', async () => {
    const answer = await bench.call('PATCH /v1/auth/me', { body: {} });
    expect([answer.status, errorCode(answer), answer.body.error]).toEqual([
      422,
      'no_fields',
      expect.not.objectContaining({ details: expect.anything() }),
    ]);
  });

  it('rejects an alert webhook in a private network', async () => {
    const answer = await bench.call('PATCH /v1/auth/me', { body: { alert_webhook_url: 'http://10.0.0.1/' } });
    expect([answer.status, errorCode(answer)]).toEqual([400, 'invalid_alert_webhook_url']);
  });

  it('shows the plan, the rate limit and the outcomes', async () => {
    const { body } = await bench.call('GET /v1/usage');
    expect(body).toMatchObject({
      plan: 'scale',
      rate_limit: { requests_per_minute: 1_000_000 },
      outcomes: { reported: 0 },
    });
  });

  it('shows the month by its first and last day', async () => {
    const { body } = await bench.call('GET /v1/usage');
    const day = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);
    expect(body.period).toEqual({ start: expect.stringMatching(/-01$/), end: day });
    expect(body.billing_period).toEqual({ ...Object(body.period), days_remaining: expect.any(Number) });
  });

  it('counts paused cues in the usage, but not in the profile', async () => {
    const token = await bench.register();
    const { body } = await bench.call('POST /v1/cues', { token, body: workerCue() });
    await bench.call(`PATCH /v1/cues/${body.id}`, { token, body: { status: 'paused' } });
    const usage = await bench.call('GET /v1/usage', { token });
    expect(usage.body.cues).toEqual({ used: 1, active: 1, limit: 10, remaining: 9, percent_used: 10 });
    expect((await bench.call('GET /v1/auth/me', { token })).body.active_cues).toBe(0);
  });

  it('counts delivered webhooks against the quota, but not the executions of workers', async () => {
    const token = await bench.register();
    const used = async () => Object((await bench.call('GET /v1/usage', { token })).body.executions).used;
    const made = async (fields: object) => (await bench.call('POST /v1/cues', { token, body: fields })).body.id;
    const byWorker = await made(workerCue());
    const fired = await bench.call(`POST /v1/cues/${byWorker}/fire`, { token });
    await bench.call(`POST /v1/executions/${fired.body.id}/outcome`, { token, body: { success: true } });
    expect(await used()).toBe(0);
    const hook = { ...workerCue(), transport: 'webhook', callback: { url: 'https://example.com' } };
    await bench.call(`POST /v1/cues/${await made(hook)}/fire`, { token });
    await bench.advance(0);
    expect(await used()).toBe(1);
  });

  it('keeps an echo for five minutes', async () => {
    const token = 'a'.repeat(16);
    expect((await bench.call(`GET /v1/echo/${token}`)).body).toEqual({ status: 'waiting' });
    await bench.call(`POST /v1/echo/${token}`, { token: null, body: { a: 1 } });
    expect((await bench.call(`GET /v1/echo/${token}`)).body).toMatchObject({ status: 'delivered', payload: { a: 1 } });
    await bench.advance(300);
    expect((await bench.call(`GET /v1/echo/${token}`)).body).toEqual({ status: 'waiting' });
  });
});

describe('device codes', () => {
  it('connects a device through a mailed link, and returns the credentials once', async () => {
    const body = { device_code: 'device-1', email: 'device@example.com' };
    const started = await bench.call('POST /v1/auth/device-code', { token: null, body });
    expect([started.status, started.body.expires_in]).toEqual([201, 900]);
    const poll = () => bench.call('POST /v1/auth/device-code/poll', { token: null, body });
    expect((await poll()).body).toEqual({ status: 'pending' });
    await bench.call('POST /v1/auth/device-code/submit-email', { token: null, body });
    expect((await poll()).body).toEqual({ status: 'email_sent' });
    const again = await bench.call('POST /v1/auth/device-code/submit-email', { token: null, body });
    expect(errorCode(again)).toBe('invalid_status');
    const link = await mailedLink(bench, 'device-1');
    expect((await fetch(link)).status).toBe(200);
    const approved = await poll();
    expect(approved.body).toMatchObject({ status: 'approved', api_key: expect.stringMatching(/^cue_sk_/) });
    expect((await poll()).body).toEqual({ status: 'claimed' });
    const exchange = { token: null, body: { token: approved.body.session_token } };
    expect((await bench.call('POST /v1/auth/session', exchange)).body).toMatchObject({ email: 'device@example.com' });
    expect(errorCode(await bench.call('POST /v1/auth/session', exchange))).toBe('invalid_token');
  });

  it('allows an expired code to be used again', async () => {
    const body = { device_code: 'device-2' };
    const create = () => bench.call('POST /v1/auth/device-code', { token: null, body });
    expect([(await create()).status, errorCode(await create())]).toEqual([201, 'device_code_exists']);
    await bench.advance(901);
    const polled = await bench.call('POST /v1/auth/device-code/poll', { token: null, body });
    expect([polled.body.status, (await create()).status]).toEqual(['expired', 201]);
  });

  it('shows an error page for a wrong link', async () => {
    const answer = await bench.call('GET /v1/auth/verify?token=x&device_code=y');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
  });
});

async function mailedLink({ call }: Bench, code: string): Promise<string> {
  const { body } = await call('GET /__sandbox/state');
  const mails = Array.isArray(body.mails) ? body.mails : [];
  return String(mails.find((mail) => mail.device_code === code)?.link);
}
