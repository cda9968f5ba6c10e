import type { REPETITION_DEFECTS } from '../../../src/sandbox/defects/repetition.ts';
import { type Bench, freshName } from '../support.ts';
import { newExecution, type Probe, post, status } from './probe.ts';

const TOKEN = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

async function sendTwice(bench: Bench, second: object) {
  const agent = await bench.createAgent();
  const headers = { 'Idempotency-Key': freshName('key') };
  await bench.send(agent, { to: agent }, headers);
  return bench.send(agent, { to: agent, ...second }, headers);
}

async function upsertUser(bench: Bench, id: string, plan: string) {
  const token = bench.sandbox.accounts.operator.internal_token;
  const body = { email: `${id}@example.com`, slug: `u${id}`, plan };
  return bench.call(
    `PUT /v1/internal/users/${id.repeat(8)}-${id.repeat(4)}-4${id.repeat(3)}-8${id.repeat(3)}-${id.repeat(12)}`,
    {
      token,
      body,
    },
  );
}

export const REPETITION_PROBES: Record<keyof typeof REPETITION_DEFECTS, Probe> = {
  'message-key-conflict-ignored': status(409, 200, (bench) => sendTwice(bench, { body: 'other' })),
  'message-replay-answers-201': status(200, 201, (bench) => sendTwice(bench, {})),
  'fire-conflict-ignored': status(409, 200, async (bench) => {
    const path = `/v1/cues/${await bench.createCue()}/fire`;
    await post(bench, path, { idempotency_key: 'k' });
    return post(bench, path, { idempotency_key: 'k', payload_override: { a: 1 } });
  }),
  'fire-key-shared-across-cues': {
    async run(bench) {
      const cues = [await bench.createCue(), await bench.createCue()];
      await post(bench, `/v1/cues/${cues[0]}/fire`, { idempotency_key: 'shared' });
      const second = await post(bench, `/v1/cues/${cues[1]}/fire`, { idempotency_key: 'shared' });
      return cues.indexOf(String(second.body.cue_id));
    },
    clean: 1,
    broken: 0,
  },
  'live-claim-not-repeatable': status(200, 409, async (bench) => {
    const path = `/v1/executions/${await newExecution(bench)}/live-claim`;
    await post(bench, path, { session_token: 's' });
    return post(bench, path, { session_token: 's' });
  }),
  'attachment-delete-not-repeatable': status(200, 404, async (bench) => {
    const headers = { 'X-CueAPI-Daemon-Id': '11111111-1111-4111-8111-111111111111' };
    return bench.call(`DELETE /v1/agents/${await bench.createAgent()}/attachments/${TOKEN}`, { headers });
  }),
  'user-upsert-always-created': {
    async run(bench) {
      return [(await upsertUser(bench, '1', 'pro')).body.created, (await upsertUser(bench, '1', 'pro')).body.created];
    },
    clean: [true, false],
    broken: [true, true],
  },
  'user-upsert-keeps-first': {
    async run(bench) {
      await upsertUser(bench, '2', 'free');
      return (await upsertUser(bench, '2', 'scale')).body.plan;
    },
    clean: 'scale',
    broken: 'free',
  },
  'agent-upsert-not-a-no-op': {
    async run(bench) {
      const token = bench.sandbox.accounts.operator.internal_token;
      const upsert = () => bench.call('PUT /v1/internal/agents/no-op@main', { token, body: { display_name: 'Same' } });
      const [first, second] = [await upsert(), await upsert()];
      return [second.body.created, second.body.id === first.body.id];
    },
    clean: [false, true],
    broken: [true, false],
  },
};
