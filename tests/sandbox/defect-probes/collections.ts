import type { COLLECTION_DEFECTS } from '../../../src/sandbox/defects/collections.ts';
import { type Bench, freshName, items } from '../support.ts';
import { fact, message, type Probe, post, status } from './probe.ts';

async function listCues(bench: Bench, query: string) {
  return items(await bench.call(`GET /v1/cues?${query}`), 'cues').map(({ id }) => id);
}

async function threeCues(bench: Bench) {
  return [await bench.createCue(), await bench.createCue(), await bench.createCue()];
}

async function rosterAgain(bench: Bench, etagOf: (etag: string) => string) {
  await bench.createAgent();
  const etag = String((await bench.call('GET /v1/agents/roster')).headers.get('etag'));
  return bench.call('GET /v1/agents/roster', { headers: { 'If-None-Match': etagOf(etag) } });
}

export const COLLECTION_PROBES: Record<keyof typeof COLLECTION_DEFECTS, Probe> = {
  'page-repeats-item': fact(async (bench) => {
    await threeCues(bench);
    const pages = [...(await listCues(bench, 'limit=1')), ...(await listCues(bench, 'limit=1&offset=1'))];
    return new Set(pages).size === 2;
  }),
  'cue-order-unstable': fact(async (bench) => {
    await threeCues(bench);
    const [first, second] = [await listCues(bench, ''), await listCues(bench, '')];
    return String(first) === String(second);
  }),
  'agent-list-limit-ignored': {
    async run(bench) {
      for (let count = 0; count < 3; count++) await bench.createAgent();
      return items(await bench.call('GET /v1/agents?limit=1'), 'agents').length === 1;
    },
    clean: true,
    broken: false,
  },
  'execution-total-is-page-size': {
    async run(bench) {
      const cue = await bench.createCue();
      for (let count = 0; count < 3; count++) await bench.fire(cue);
      return (await bench.call(`GET /v1/executions?cue_id=${cue}&limit=1`)).body.total;
    },
    clean: 3,
    broken: 1,
  },
  'event-cursor-stuck': {
    async run(bench) {
      const { to_agent_id } = (await message(bench)).body;
      const first = await bench.call(`GET /v1/agents/${to_agent_id}/events`);
      const next = await bench.call(`GET /v1/agents/${to_agent_id}/events?since=${first.body.next_cursor}`);
      return items(next, 'events').length;
    },
    clean: 0,
    broken: 1,
  },
  'cue-status-filter-ignored': fact(async (bench) => {
    const cue = await bench.createCue();
    return !(await listCues(bench, 'status=paused')).includes(cue);
  }),
  'cue-id-filter-first-page-only': {
    async run(bench) {
      const cue = await bench.createCue();
      await bench.fire(cue);
      await bench.fire(await bench.createCue());
      const answer = await bench.call(`GET /v1/executions?cue_id=${cue}&limit=1&offset=1`);
      return items(answer, 'executions').length;
    },
    clean: 0,
    broken: 1,
  },
  'claimable-task-filter-ignored': {
    async run(bench) {
      await bench.fire(await bench.createCue({ payload: { task: 'a' } }));
      return items(await bench.call('GET /v1/executions/claimable?task=nobody'), 'executions').length;
    },
    clean: 0,
    broken: 1,
  },
  'deleted-cue-still-listed': fact(async (bench) => {
    const cue = await bench.createCue();
    await bench.call(`DELETE /v1/cues/${cue}`);
    return !(await listCues(bench, '')).includes(cue);
  }),
  'deleted-agent-still-readable': status(404, 200, async (bench) => {
    const agent = await bench.createAgent();
    await bench.call(`DELETE /v1/agents/${agent}`);
    return bench.call(`GET /v1/agents/${agent}`);
  }),
  'deleted-worker-still-listed': fact(async (bench) => {
    const worker_id = freshName('worker');
    await post(bench, '/v1/worker/heartbeat', { worker_id });
    await bench.call(`DELETE /v1/workers/${worker_id}`);
    return !items(await bench.call('GET /v1/workers'), 'workers').some((worker) => worker.worker_id === worker_id);
  }),
  'roster-never-304': status(304, 200, (bench) => rosterAgain(bench, (etag) => etag)),
  'roster-etag-unstable': status(304, 200, (bench) => rosterAgain(bench, (etag) => etag)),
  'roster-always-304': status(200, 304, (bench) => rosterAgain(bench, () => 'W/"0000000000000000"')),
};
