import type { VALUE_DEFECTS } from '../../../src/sandbox/defects/values.ts';
import { freshName, items } from '../support.ts';
import { message, type Probe, post, status } from './probe.ts';

export const VALUE_PROBES: Record<keyof typeof VALUE_DEFECTS, Probe> = {
  'cue-description-dropped': {
    run: async (bench) =>
      (await bench.call(`GET /v1/cues/${await bench.createCue({ description: 'd' })}`)).body.description,
    clean: 'd',
    broken: null,
  },
  'cue-payload-not-updated': {
    async run(bench) {
      const cue = await bench.createCue();
      await bench.call(`PATCH /v1/cues/${cue}`, { body: { payload: { a: 1 } } });
      return (await bench.call(`GET /v1/cues/${cue}`)).body.payload;
    },
    clean: { a: 1 },
    broken: {},
  },
  'agent-metadata-not-updated': {
    async run(bench) {
      const agent = await bench.createAgent();
      await bench.call(`PATCH /v1/agents/${agent}`, { body: { metadata: { a: 1 } } });
      return (await bench.call(`GET /v1/agents/${agent}`)).body.metadata;
    },
    clean: { a: 1 },
    broken: {},
  },
  'worker-handlers-dropped': {
    async run(bench) {
      const worker_id = freshName('worker');
      await post(bench, '/v1/worker/heartbeat', { worker_id, handlers: ['x'] });
      const workers = items(await bench.call('GET /v1/workers'), 'workers');
      return workers.find((worker) => worker.worker_id === worker_id)?.handlers;
    },
    clean: ['x'],
    broken: null,
  },
  'naive-send-at-accepted': status(422, 201, (bench) => message(bench, { send_at: '2999-01-01T00:00:00' })),
  'past-send-at-rejected': status(200, 422, async (bench) =>
    post(bench, `/v1/cues/${await bench.createCue()}/fire`, { send_at: '2001-01-01T00:00:00Z' }),
  ),
  'send-at-offset-lost': {
    run: async (bench) => (await message(bench, { send_at: '2999-01-01T09:00:00+02:00' })).body.send_at,
    clean: '2999-01-01T07:00:00Z',
    broken: '2999-01-01T09:00:00Z',
  },
  'emoji-mangled': {
    run: async (bench) => (await message(bench, { body: 'a🙂é' })).body.body,
    clean: 'a🙂é',
    broken: 'a?é',
  },
  'nul-crashes': status(201, 500, (bench) => message(bench, { body: 'a\0b' })),
  'length-counted-in-bytes': status(201, 422, (bench) => message(bench, { subject: 'é'.repeat(255) })),
};
