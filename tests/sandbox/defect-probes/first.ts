import type { FIRST_DEFECTS } from '../../../src/sandbox/defects/first.ts';
import { items } from '../support.ts';
import { code, cueBody, fact, message, newExecution, type Probe, post, status } from './probe.ts';

export const FIRST_PROBES: Record<keyof typeof FIRST_DEFECTS, Probe> = {
  'fire-idempotency-not-persisted': {
    async run(bench) {
      const path = `/v1/cues/${await bench.createCue()}/fire`;
      const body = { idempotency_key: 'k' };
      const [first, second] = [await post(bench, path, body), await post(bench, path, body)];
      const conflict = await post(bench, path, { ...body, payload_override: { a: 1 } });
      return [second.status, second.body.id === first.body.id, conflict.status];
    },
    clean: [200, true, 409],
    broken: [200, false, 409],
  },
  'fire-key-read-from-header': {
    async run(bench) {
      const path = `/v1/cues/${await bench.createCue()}/fire`;
      const inBody = [
        await post(bench, path, { idempotency_key: 'k' }),
        await post(bench, path, { idempotency_key: 'k' }),
      ];
      const header = { 'Idempotency-Key': 'h' };
      const inHeader = [await post(bench, path, {}, header), await post(bench, path, {}, header)];
      return [inBody, inHeader].map(([a, b]) => a?.body.id === b?.body.id);
    },
    clean: [true, false],
    broken: [false, true],
  },
  'message-key-read-from-body': {
    async run(bench) {
      const agent = await bench.createAgent();
      const send = () => bench.send(agent, { to: agent }, { 'Idempotency-Key': 'k' });
      await send();
      const inBody = await bench.send(agent, { to: agent, idempotency_key: 'k' });
      return [(await send()).status, inBody.status];
    },
    clean: [200, 422],
    broken: [201, 201],
  },
  'fire-unknown-fields-ignored': status(422, 200, async (bench) =>
    post(bench, `/v1/cues/${await bench.createCue()}/fire`, { nonsense: 1 }),
  ),
  'exit-criteria-as-object': status(200, 422, async (bench) =>
    post(bench, `/v1/cues/${await bench.createCue()}/fire`, { exit_criteria: ['done'] }),
  ),
  'heartbeat-ignores-worker-id': status(403, 200, async (bench) => {
    const id = await newExecution(bench);
    await post(bench, `/v1/executions/${id}/claim`, { worker_id: 'a' });
    return post(bench, `/v1/executions/${id}/heartbeat`, {}, { 'X-Worker-Id': 'b' });
  }),
  'filter-after-limit': {
    async run(bench) {
      const cue = await bench.createCue();
      const first = await bench.fire(cue);
      await bench.fire(cue);
      await post(bench, `/v1/executions/${first}/outcome`, { success: true });
      return items(await bench.call(`GET /v1/executions?cue_id=${cue}&status=success&limit=1`), 'executions').length;
    },
    clean: 1,
    broken: 0,
  },
  'outcome-second-write-accepted': status(409, 200, async (bench) => {
    const path = `/v1/executions/${await newExecution(bench)}/outcome`;
    await post(bench, path, { success: true });
    return post(bench, path, { success: false });
  }),
  'create-answers-200': status(201, 200, (bench) => post(bench, '/v1/cues', cueBody())),
  'wrong-error-code': code('cue_not_found', 'not_found', (bench) => bench.call('GET /v1/cues/cue_000000000000')),
  'envelope-key-renamed': {
    run: async (bench) => Object.keys(Object((await bench.call('DELETE /v1/workers/none')).body.error)),
    clean: ['code', 'message', 'status'],
    broken: ['code', 'detail', 'status'],
  },
  'response-field-gone': fact(async (bench) =>
    Object.hasOwn((await bench.call(`GET /v1/cues/${await bench.createCue()}`)).body, 'run_count'),
  ),
  'response-field-retyped': {
    run: async (bench) => (await bench.call('GET /v1/usage')).body.plan,
    clean: 'scale',
    broken: { name: 'scale' },
  },
  'body-echo-object': {
    run: async (bench) => typeof (await message(bench, {}, { 'X-CueAPI-Verify-Echo': 'true' })).body.body_received,
    clean: 'string',
    broken: 'object',
  },
  'response-field-added': fact(async (bench) => {
    const { body } = await bench.call(`GET /v1/agents/${await bench.createAgent()}`);
    return !Object.hasOwn(body, 'internal_shard');
  }),
  'claimable-500': status(200, 500, (bench) => bench.call('GET /v1/executions/claimable?task=x')),
};
