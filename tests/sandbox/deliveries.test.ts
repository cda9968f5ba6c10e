import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, freshName, items, openBench, openReceiver, type Received } from './support.ts';

let bench: Bench;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
beforeEach(async () => {
  bench = await openBench();
  receiver = await openReceiver();
});
afterEach(async () => {
  receiver.close();
  await bench.close();
});

const webhookCue = (url: string, fields = {}) => ({
  name: freshName('hook'),
  schedule: { type: 'recurring', cron: '0 9 * * *' },
  callback: { url },
  payload: { text: 'é' },
  ...fields,
});

/** Checks the signature in the same way as a Python receiver. By default, the signature must cover the received body. */
function isSigned(received: Received | undefined, secret: unknown, signed = received?.body): boolean {
  const timestamp = received?.headers['x-cueapi-timestamp'];
  const digest = createHmac('sha256', String(secret)).update(`${timestamp}.${signed}`).digest('hex');
  return received?.headers['x-cueapi-signature'] === `v1=${digest}`;
}

const accountSecret = async () => (await bench.call('GET /v1/auth/webhook-secret')).body.webhook_secret;

describe('the webhook of a cue', () => {
  it('gets a signed request that describes the execution', async () => {
    const cue = await bench.createCue({ ...webhookCue(receiver.url), transport: 'webhook' });
    const execution = await bench.fire(cue);
    await bench.advance(0);
    const [received] = receiver.received;
    expect(JSON.parse(received?.body ?? '')).toEqual({
      execution_id: execution,
      cue_id: cue,
      name: expect.any(String),
      scheduled_for: expect.any(String),
      attempt: 1,
      payload: { text: 'é' },
    });
    expect(received?.headers).toMatchObject({ 'x-cueapi-cue-id': cue, 'x-cueapi-attempt': '1' });
    expect(received?.body).toContain('\\u00e9');
    expect(isSigned(received, await accountSecret())).toBe(true);
    expect((await bench.call(`GET /v1/executions/${execution}`)).body).toMatchObject({
      status: 'success',
      http_status: 200,
      attempts: 1,
    });
  });

  it("lets the owner's headers override all other headers", async () => {
    const callback = { url: receiver.url, headers: { 'x-cueapi-signature': 'mine' } };
    const cue = await bench.createCue({ ...webhookCue(receiver.url), transport: 'webhook', callback });
    await bench.fire(cue);
    await bench.advance(0);
    expect(receiver.received[0]?.headers['x-cueapi-signature']).toBe('mine');
  });

  it('gets further attempts later, up to the limit', async () => {
    receiver.close();
    receiver = await openReceiver(() => 500);
    const retry = { max_attempts: 2, backoff_minutes: [1] };
    const cue = await bench.createCue({ ...webhookCue(receiver.url, { retry }), transport: 'webhook' });
    const execution = await bench.fire(cue);
    await bench.advance(1);
    const show = async () => (await bench.call(`GET /v1/executions/${execution}`)).body;
    expect(await show()).toMatchObject({ status: 'retrying', attempts: 1, http_status: 500 });
    await bench.advance(61);
    expect(await show()).toMatchObject({ status: 'failed', attempts: 2 });
  });

  it('is called in real time, without an advance of the clock', async () => {
    const cue = await bench.createCue({ ...webhookCue(receiver.url), transport: 'webhook' });
    await bench.fire(cue);
    await expect.poll(() => receiver.received.length, { timeout: 2000 }).toBe(1);
  });

  it('is only simulated outside loopback', async () => {
    const good = await bench.createCue({ ...webhookCue('https://example.com'), transport: 'webhook' });
    const bad = await bench.createCue({
      ...webhookCue('https://fail.example.com', { retry: { max_attempts: 1 } }),
      transport: 'webhook',
    });
    const executions = [await bench.fire(good), await bench.fire(bad)];
    await bench.advance(0);
    const states = executions.map(async (id) => (await bench.call(`GET /v1/executions/${id}`)).body.status);
    expect(await Promise.all(states)).toEqual(['success', 'failed']);
  });
});

describe('alerts', () => {
  it("reach the account's alert webhook after three consecutive failures", async () => {
    await bench.call('PATCH /v1/auth/me', { body: { alert_webhook_url: receiver.url } });
    const cue = await bench.createCue();
    for (let count = 0; count < 3; count++) {
      const id = await bench.fire(cue);
      await bench.call(`POST /v1/executions/${id}/outcome`, { body: { success: false } });
    }
    await bench.advance(0);
    const [received] = receiver.received;
    expect(received?.headers['x-cueapi-alert-type']).toBe('consecutive_failures');
    const { body } = await bench.call('GET /v1/auth/alert-webhook-secret');
    expect(isSigned(received, body.alert_webhook_secret)).toBe(true);
  });
});

describe('messages', () => {
  it("are pushed to an agent's webhook", async () => {
    const from = await bench.createAgent();
    const made = await bench.call('POST /v1/agents', { body: { display_name: 'To', webhook_url: receiver.url } });
    const sent = await bench.send(from, { to: made.body.id, priority: 4 });
    expect(sent.body.dispatch_priority_bucket).toBe(4);
    await bench.advance(0);
    const [received] = receiver.received;
    expect(JSON.parse(received?.body ?? '')).toMatchObject({
      id: sent.body.id,
      to: { agent_id: made.body.id, slug: 'to' },
    });
    expect(received?.headers['x-cueapi-event-type']).toBe('message.created');
    expect(isSigned(received, made.body.webhook_secret)).toBe(true);
    expect((await bench.call(`GET /v1/messages/${sent.body.id}`)).body.delivery_state).toBe('delivered');
  });

  it('fail after three attempts', async () => {
    const to = await bench.createAgent({ webhook_url: 'https://fail.example.com' });
    const { body } = await bench.send(await bench.createAgent(), { to });
    await bench.advance(0);
    const show = async () => (await bench.call(`GET /v1/messages/${body.id}`)).body;
    expect((await show()).delivery_state).toBe('retry_ready');
    await bench.advance(3600);
    expect(await show()).toMatchObject({ delivery_state: 'failed', message_dispatch_error: 'HTTP 503' });
  });
});

describe('subscriptions', () => {
  it('get several events at once, signed as escaped JSON but sent unescaped', async () => {
    const to = await bench.createAgent();
    const fields = { event_type: 'message.delivered', delivery_target: 'webhook', webhook_url: receiver.url };
    const made = await bench.call(`POST /v1/agents/${to}/subscriptions`, { body: fields });
    const from = await bench.createAgent();
    for (const subject of ['é', 'b']) await bench.send(from, { to, subject });
    await bench.advance(0);
    const events = receiver.received.flatMap(({ body }) => JSON.parse(body).events);
    expect(events.map((event) => event.payload.subject)).toEqual(['é', 'b']);
    const [received] = receiver.received;
    expect(JSON.parse(received?.body ?? '').delivery_id).toMatch(`dlv_${made.body.id}_${events[0].id}_`);
    expect(isSigned(received, made.body.webhook_secret)).toBe(false);
    expect(isSigned(received, made.body.webhook_secret, received?.body.replaceAll('é', '\\u00e9'))).toBe(true);
    const listed = items(await bench.call(`GET /v1/agents/${to}/subscriptions`), 'subscriptions');
    expect(listed[0]).toMatchObject({ last_dispatched_event_id: events[1].id, consecutive_failures: 0 });
  });

  it('pause after a failure and try again', async () => {
    const to = await bench.createAgent();
    const fields = {
      event_type: 'message.delivered',
      delivery_target: 'webhook',
      webhook_url: 'https://fail.example.com',
    };
    await bench.call(`POST /v1/agents/${to}/subscriptions`, { body: fields });
    await bench.send(await bench.createAgent(), { to });
    await bench.advance(0);
    const show = async () => items(await bench.call(`GET /v1/agents/${to}/subscriptions`), 'subscriptions')[0];
    expect(await show()).toMatchObject({ consecutive_failures: 1, paused_until: expect.any(String) });
    await bench.advance(61);
    expect(await show()).toMatchObject({ consecutive_failures: 2 });
  });
});
