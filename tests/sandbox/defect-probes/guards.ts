import type { GUARD_DEFECTS } from '../../../src/sandbox/defects/guards.ts';
import type { Bench } from '../support.ts';
import { message, newExecution, type Probe, post, status } from './probe.ts';

/** Checks whether two of five concurrent workers get the same execution. */
function winners(claimPath: (id: string) => string): Probe {
  return {
    async run(bench) {
      const path = claimPath(await newExecution(bench));
      const workers = ['a', 'b', 'c', 'd', 'e'];
      const answers = await Promise.all(workers.map((worker_id) => post(bench, path, { worker_id })));
      const won = answers.map(({ body }) => body.execution_id).filter((id) => id !== undefined);
      return won.length > new Set(won).size;
    },
    clean: false,
    broken: true,
  };
}

const asOther = (clean: number, broken: number, request: (bench: Bench) => Promise<string>) =>
  status(clean, broken, async (bench) => bench.asOther(await request(bench)));

export const GUARD_PROBES: Record<keyof typeof GUARD_DEFECTS, Probe> = {
  'agents-list-without-credentials': status(401, 200, (bench) => bench.call('GET /v1/agents', { token: null })),
  'wrong-key-forbidden': status(401, 403, (bench) => bench.call('GET /v1/auth/me', { token: 'cue_sk_no' })),
  'cue-visible-to-others': asOther(404, 200, async (bench) => `GET /v1/cues/${await bench.createCue()}`),
  'cue-deletable-by-others': asOther(404, 204, async (bench) => `DELETE /v1/cues/${await bench.createCue()}`),
  'execution-visible-to-others': asOther(404, 200, async (bench) => `GET /v1/executions/${await newExecution(bench)}`),
  'agent-visible-to-others': asOther(404, 200, async (bench) => `GET /v1/agents/${await bench.createAgent()}`),
  'regenerate-key-unconfirmed': status(400, 200, async (bench) =>
    bench.call('POST /v1/auth/key/regenerate', { token: await bench.register() }),
  ),
  'agent-secret-unconfirmed': status(400, 200, async (bench) => {
    const agent = await bench.createAgent({ webhook_url: 'https://example.com' });
    return bench.call(`POST /v1/agents/${agent}/webhook-secret/regenerate`);
  }),
  'bulk-delete-unconfirmed': status(400, 200, async (bench) =>
    post(bench, '/v1/cues/bulk-delete', { ids: [await bench.createCue()] }),
  ),
  'claim-two-winners': winners((id) => `/v1/executions/${id}/claim`),
  'claim-next-two-winners': winners(() => '/v1/executions/claim'),
  'read-after-ack-accepted': status(409, 200, async (bench) => {
    const { id } = (await message(bench)).body;
    await bench.call(`POST /v1/messages/${id}/ack`);
    return bench.call(`POST /v1/messages/${id}/read`);
  }),
  'replay-in-flight-accepted': status(409, 200, async (bench) =>
    bench.call(`POST /v1/executions/${await newExecution(bench)}/replay`),
  ),
  'heartbeat-unclaimed-accepted': status(409, 200, async (bench) =>
    bench.call(`POST /v1/executions/${await newExecution(bench)}/heartbeat`),
  ),
  'evidence-before-outcome-accepted': status(409, 200, async (bench) => {
    const path = `PATCH /v1/executions/${await newExecution(bench)}/evidence`;
    return bench.call(path, { body: { external_id: 'x' } });
  }),
};
