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

describe('sending a message', () => {
  it('returns 201 with the stored message', async () => {
    const answer = await bench.send(from, { to, subject: 'Hi', metadata: { a: 1 }, correlation_id: 'c' });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      id: expect.stringMatching(/^msg_[a-z0-9]{12}$/),
      from_agent_id: from,
      to_agent_id: to,
      thread_id: answer.body.id,
      preview: 'hello',
      priority: 3,
      dispatch_priority_bucket: 3,
      delivery_state: 'queued',
      send_at: null,
      effective_delivery_mode: 'inbox',
    });
  });

  it('measures the length in characters, not in bytes or UTF-16 units', async () => {
    expect((await bench.send(from, { to, subject: '🙂'.repeat(255) })).status).toBe(201);
    expect((await bench.send(from, { to, subject: 'x'.repeat(256) })).status).toBe(422);
  });

  it.each([
    ['to an unknown agent', { to: 'agt_000000000000' }, 404, 'agent_not_found'],
    ['to an invalid address', { to: 'me' }, 400, 'invalid_agent_address'],
    ['in reply to an unknown message', { reply_to: 'msg_000000000000' }, 404, 'reply_to_not_found'],
    ['with too much metadata', { metadata: { a: 'x'.repeat(10_240) } }, 400, 'metadata_too_large'],
    ['with a time without offset', { send_at: '2999-01-01T00:00:00' }, 422, 'validation_error'],
    ['with priority 6', { priority: 6 }, 422, 'validation_error'],
    ['with the key in the body', { idempotency_key: 'k' }, 422, 'validation_error'],
  ])('is rejected %s', async (_what, fields, status, code) => {
    const answer = await bench.send(from, { to, ...fields });
    expect([answer.status, errorCode(answer)]).toEqual([status, code]);
  });

  it('requires a sender that belongs to the caller', async () => {
    const missing = await bench.call('POST /v1/messages', { body: { to, body: 'x' } });
    expect(errorCode(missing)).toBe('missing_from_agent');
    const headers = { 'X-Cueapi-From-Agent': from };
    const answer = await bench.asOther('POST /v1/messages', { body: { to, body: 'x' }, headers });
    expect([answer.status, errorCode(answer)]).toEqual([403, 'from_agent_not_owned']);
  });

  it('is rejected if an agent belongs to another account', async () => {
    const foreign = await bench.asOther('POST /v1/agents', { body: { display_name: 'x' } });
    for (const fields of [{ to: foreign.body.id }, { to, reply_to_agent: foreign.body.id }]) {
      const answer = await bench.send(from, fields);
      expect([answer.status, errorCode(answer)]).toEqual([403, 'cross_tenant_messaging_forbidden']);
    }
  });

  it('puts a reply into the thread of the first message', async () => {
    const first = await bench.send(from, { to });
    const reply = await bench.send(to, { to: from, reply_to: first.body.id });
    expect(reply.body).toMatchObject({ thread_id: first.body.id, reply_to: first.body.id });
  });

  it('returns the received text and its digest for a verify echo', async () => {
    const answer = await bench.send(from, { to, body: 'é' }, { 'X-CueAPI-Verify-Echo': 'true' });
    expect(answer.body).toMatchObject({
      body_received: 'é',
      body_received_sha256: '4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c',
    });
  });
});

describe('the idempotency key in the header', () => {
  const key = (value: string) => ({ 'Idempotency-Key': value });

  it('returns the first message again with 200', async () => {
    const first = await bench.send(from, { to }, key('a'));
    const second = await bench.send(from, { to }, key('a'));
    expect([first.status, second.status, second.body.id]).toEqual([201, 200, first.body.id]);
  });

  it('rejects another text, but not another correlation id', async () => {
    const first = await bench.send(from, { to }, key('b'));
    expect(errorCode(await bench.send(from, { to, body: 'other' }, key('b')))).toBe('idempotency_key_conflict');
    const dropped = await bench.send(from, { to, correlation_id: 'new' }, key('b'));
    expect([dropped.body.id, dropped.body.correlation_id]).toEqual([first.body.id, null]);
  });

  it('is rejected beyond 255 characters', async () => {
    const answer = await bench.send(from, { to }, key('k'.repeat(256)));
    expect([answer.status, errorCode(answer)]).toEqual([400, 'invalid_idempotency_key']);
  });
});

describe('limits of a free account', () => {
  it('lower the priority of the sixth urgent message between two agents', async () => {
    const token = await bench.register();
    const create = async () => (await bench.call('POST /v1/agents', { token, body: { display_name: 'x' } })).body.id;
    const headers = { 'X-Cueapi-From-Agent': String(await create()) };
    const body = { to: await create(), body: 'now', priority: 5 };
    const answers = [];
    for (let count = 0; count < 6; count++)
      answers.push(await bench.call('POST /v1/messages', { token, headers, body }));
    expect(answers.map((answer) => answer.body.priority)).toEqual([5, 5, 5, 5, 5, 3]);
    expect(answers[5]?.headers.get('x-cueapi-priority-downgraded')).toBe('true');
  });

  it('reject the eleventh message in a minute, without a Retry-After', async () => {
    const token = await bench.register();
    const agent = String((await bench.call('POST /v1/agents', { token, body: { display_name: 'x' } })).body.id);
    const post = () =>
      bench.call('POST /v1/messages', {
        token,
        headers: { 'X-Cueapi-From-Agent': agent },
        body: { to: agent, body: 'x' },
      });
    for (let count = 0; count < 10; count++) expect((await post()).status).toBe(201);
    const refused = await post();
    expect(refused.body).toMatchObject({ error: { code: 'rate_limit_exceeded', limit: 10, window_seconds: 60 } });
    expect(refused.headers.has('retry-after')).toBe(false);
  });
});

describe('the mailbox', () => {
  it('marks messages as delivered when they are listed, but not when they are counted', async () => {
    const sent = await bench.send(from, { to });
    const state = async () => (await bench.call(`GET /v1/messages/${sent.body.id}`)).body.delivery_state;
    expect((await bench.call(`GET /v1/agents/${to}/inbox?count_only=true`)).body).toEqual({ count: 1 });
    expect(await state()).toBe('queued');
    await bench.call(`GET /v1/agents/${to}/inbox?limit=1&offset=9`);
    expect(await state()).toBe('delivered');
  });

  it('finds no queued messages, because listing marks them as delivered first', async () => {
    const sent = await bench.send(from, { to });
    const { body } = await bench.call(`GET /v1/agents/${to}/inbox?state=queued`);
    expect(body).toMatchObject({ messages: [], total: 0 });
    expect((await bench.call(`GET /v1/messages/${sent.body.id}`)).body.delivery_state).toBe('delivered');
  });

  it('hides a scheduled message until its time', async () => {
    const at = new Date(Date.now() + 3_600_000).toISOString();
    await bench.send(from, { to, send_at: at });
    expect((await bench.call(`GET /v1/agents/${to}/inbox`)).body.total).toBe(0);
    expect((await bench.call(`GET /v1/agents/${from}/sent`)).body.total).toBe(1);
    await bench.advance(3601);
    expect((await bench.call(`GET /v1/agents/${to}/inbox`)).body.total).toBe(1);
  });

  it('filters by state, thread and counterpart', async () => {
    const first = await bench.send(from, { to });
    await bench.send(await bench.createAgent(), { to });
    const query = `thread_id=${first.body.id}&counterpart=${from}&state=queued,delivered`;
    const answer = await bench.call(`GET /v1/agents/${to}/inbox?${query}`);
    expect(items(answer, 'messages').map(({ id }) => id)).toEqual([first.body.id]);
    expect(errorCode(await bench.call(`GET /v1/agents/${to}/inbox?state=odd`))).toBe('invalid_state_filter');
  });

  it('allows an acknowledged message to be acknowledged again, but not to be read', async () => {
    const { body } = await bench.send(from, { to });
    const act = (verb: string) => bench.call(`POST /v1/messages/${body.id}/${verb}`);
    const read = await act('read');
    expect(read.body).toEqual({ delivery_state: 'read', read_at: expect.any(String), acked_at: null });
    expect((await act('read')).body).toEqual(read.body);
    expect((await act('ack')).body).toEqual({ delivery_state: 'acked', read_at: null, acked_at: expect.any(String) });
    expect((await act('ack')).status).toBe(200);
    expect(errorCode(await act('read'))).toBe('invalid_state_transition');
    expect((await bench.call(`GET /v1/agents/${to}/inbox`)).body.total).toBe(0);
  });

  it('expires messages after thirty days', async () => {
    const { body } = await bench.send(from, { to });
    await bench.advance(31 * 86_400);
    expect((await bench.call(`GET /v1/messages/${body.id}`)).body.delivery_state).toBe('expired');
    expect(errorCode(await bench.call(`POST /v1/messages/${body.id}/ack`))).toBe('invalid_state_transition');
  });
});
