import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, errorCode, items, openBench } from './support.ts';

let bench: Bench;
let from: string;
let to: string;
beforeAll(async () => {
  bench = await openBench();
});
beforeEach(async () => {
  [from, to] = [await bench.createAgent(), await bench.createAgent()];
});
afterAll(() => bench.close());

describe('events and subscriptions', () => {
  const subscribe = (fields: object) => bench.call(`POST /v1/agents/${to}/subscriptions`, { body: fields });

  it('are recorded without a subscription, and read in pages by cursor', async () => {
    for (const subject of ['1', '2', '3']) await bench.send(from, { to, subject });
    const first = await bench.call(`GET /v1/agents/${to}/events?limit=2`);
    expect(first.body.has_more).toBe(true);
    const next = await bench.call(`GET /v1/agents/${to}/events?limit=2&since=${first.body.next_cursor}`);
    expect(items(next, 'events')).toMatchObject([{ event_type: 'message.delivered', payload: { subject: '3' } }]);
    expect(next.body.has_more).toBe(false);
  });

  it('contain the body if a pull subscription requests it, and are acknowledged when fetched', async () => {
    await subscribe({ event_type: 'message.delivered', delivery_target: 'pull', inline_body: true });
    await bench.send(from, { to });
    await bench.send(from, { to, body: 'é'.repeat(20_000) });
    const events = items(await bench.call(`GET /v1/agents/${to}/events`), 'events');
    expect(events).toMatchObject([
      { payload: { body: 'hello' } },
      { payload: { body_omitted: 'size_too_large', body_size_bytes: 40_000 } },
    ]);
    const listed = await bench.call(`GET /v1/agents/${to}/subscriptions`);
    expect(items(listed, 'subscriptions')[0]?.last_acked_event_id).toBe(events[1]?.id);
  });

  it('are recorded immediately for a scheduled message', async () => {
    await bench.send(from, { to, subject: 'later', send_at: new Date(Date.now() + 3_600_000).toISOString() });
    const events = items(await bench.call(`GET /v1/agents/${to}/events`), 'events');
    expect(events).toMatchObject([{ payload: { subject: 'later' } }]);
  });

  it('arrive while a request waits for them', async () => {
    const waiting = bench.call(`GET /v1/agents/${to}/events?wait=long`);
    await bench.send(from, { to, subject: 'woken' });
    expect(items(await waiting, 'events')).toMatchObject([{ payload: { subject: 'woken' } }]);
  });

  it.each([
    ['an unknown event', { event_type: 'x', delivery_target: 'pull' }, 'unknown_event_type'],
    [
      'a pull subscription with a URL',
      { delivery_target: 'pull', webhook_url: 'https://example.com' },
      'invalid_delivery_target',
    ],
    ['a webhook without URL', { delivery_target: 'webhook' }, 'invalid_delivery_target'],
    ['a private URL', { delivery_target: 'webhook', webhook_url: 'http://10.0.0.1' }, 'invalid_webhook_url'],
    ['an unknown delivery target', { delivery_target: 'pigeon' }, 'validation_error'],
  ])('are rejected for %s', async (_what, fields, code) => {
    expect(errorCode(await subscribe({ event_type: 'message.delivered', ...fields }))).toBe(code);
  });

  it('show the secret of a webhook only once, and only the host of its URL', async () => {
    const made = await subscribe({
      event_type: 'message.delivered',
      delivery_target: 'webhook',
      webhook_url: 'https://example.com/secret/path',
    });
    expect(made.body).toMatchObject({ webhook_url: 'https://example.com', webhook_secret: expect.any(String) });
    const listed = items(await bench.call(`GET /v1/agents/${to}/subscriptions`), 'subscriptions');
    expect(listed[0]?.webhook_secret).toBeNull();
  });

  it('move the position only forward, and accept unknown ids', async () => {
    const made = await subscribe({ event_type: 'turn.pass', delivery_target: 'pull' });
    const ack = (id: unknown, acked_event_id: number) =>
      bench.call(`PATCH /v1/agents/${to}/subscriptions/${id}/ack`, { body: { acked_event_id } });
    await ack(made.body.id, 9);
    await ack(made.body.id, 4);
    const listed = items(await bench.call(`GET /v1/agents/${to}/subscriptions`), 'subscriptions');
    expect(listed[0]?.last_acked_event_id).toBe(9);
    expect((await ack('00000000-0000-4000-8000-000000000000', 1)).body).toEqual({ acked: true });
    expect((await ack('x', 1)).status).toBe(422);
    const path = `DELETE /v1/agents/${to}/subscriptions/${made.body.id}`;
    expect([(await bench.call(path)).body, (await bench.call(path)).body]).toEqual([
      { detached: true },
      { detached: true },
    ]);
    expect(items(await bench.call(`GET /v1/agents/${to}/subscriptions`), 'subscriptions')).toEqual([]);
  });
});
