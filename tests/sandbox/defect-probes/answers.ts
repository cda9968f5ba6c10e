import type { ANSWER_DEFECTS } from '../../../src/sandbox/defects/answers.ts';
import { type Bench, items } from '../support.ts';
import { code, cueBody, fact, message, newExecution, type Probe, post, status } from './probe.ts';

async function exhaust(bench: Bench) {
  const token = await bench.register();
  for (let count = 0; count < 60; count++) await bench.call('GET /v1/auth/me', { token });
  return bench.call('GET /v1/auth/me', { token });
}

export const ANSWER_PROBES: Record<keyof typeof ANSWER_DEFECTS, Probe> = {
  'secret-error-code-swapped': code('agent_not_found', 'no_webhook_secret', (bench) =>
    bench.call('GET /v1/agents/agt_000000000000/webhook-secret'),
  ),
  'duplicate-name-code-changed': code('duplicate_cue_name', 'name_taken', async (bench) => {
    const body = cueBody();
    await post(bench, '/v1/cues', body);
    return post(bench, '/v1/cues', body);
  }),
  'validation-details-as-text': fact(async (bench) => {
    const { error } = (await post(bench, '/v1/agents', {})).body;
    return Array.isArray(Object(error).details);
  }),
  'events-as-text': {
    run: async (bench) =>
      (await bench.call(`GET /v1/agents/${await bench.createAgent()}/events`)).headers.get('content-type'),
    clean: 'application/json',
    broken: 'text/plain; charset=utf-8',
  },
  'request-id-missing': fact(async (bench) => (await bench.call('GET /v1/workers')).headers.has('x-request-id')),
  'roster-etag-missing': fact(async (bench) => (await bench.call('GET /v1/agents/roster')).headers.has('etag')),
  'worker-status-unknown': {
    async run(bench) {
      await post(bench, '/v1/worker/heartbeat', { worker_id: 'w' });
      return items(await bench.call('GET /v1/workers'), 'workers').at(-1)?.heartbeat_status;
    },
    clean: 'active',
    broken: 'alive',
  },
  'message-time-without-zone': fact(async (bench) => {
    const sent = await message(bench);
    return String((await bench.call(`GET /v1/messages/${sent.body.id}`)).body.created_at).endsWith('Z');
  }),
  'ack-answers-204': status(200, 204, async (bench) =>
    bench.call(`POST /v1/messages/${(await message(bench)).body.id}/ack`),
  ),
  'claim-lease-as-text': {
    async run(bench) {
      const path = `/v1/executions/${await newExecution(bench)}/claim`;
      return (await post(bench, path, { worker_id: 'w' })).body.lease_seconds;
    },
    clean: 900,
    broken: '900',
  },
  'me-plan-gone': fact(async (bench) => Object.hasOwn((await bench.call('GET /v1/auth/me')).body, 'plan')),
  'huge-offset-crashes': status(200, 500, (bench) => bench.call('GET /v1/cues?offset=3000000000')),
  'malformed-id-crashes': status(404, 500, (bench) => bench.call('GET /v1/executions/not-a-uuid')),
  'retry-after-missing': fact(async (bench) => (await exhaust(bench)).headers.has('retry-after')),
  'rate-limit-never': status(429, 200, exhaust),
};
