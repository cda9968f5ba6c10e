import type { VALIDATION_DEFECTS } from '../../../src/sandbox/defects/validation.ts';
import { freshName } from '../support.ts';
import { cueBody, message, newExecution, type Probe, post, status } from './probe.ts';

const createCue = (clean: number, broken: number, fields: object) =>
  status(clean, broken, (bench) => post(bench, '/v1/cues', cueBody(fields)));

const fire = (fields: object) =>
  status(422, 200, async (bench) => post(bench, `/v1/cues/${await bench.createCue()}/fire`, fields));

const createAgent = (fields: object) =>
  status(422, 201, (bench) => post(bench, '/v1/agents', { display_name: freshName('Probe'), ...fields }));

export const VALIDATION_PROBES: Record<keyof typeof VALIDATION_DEFECTS, Probe> = {
  'cue-name-not-required': createCue(422, 201, { name: undefined }),
  'cue-name-one-too-long': createCue(422, 201, { name: 'x'.repeat(256) }),
  'retry-attempts-unbounded': createCue(422, 201, { retry: { max_attempts: 0 } }),
  'cue-unknown-field-rejected': createCue(201, 422, { nonsense: 1 }),
  'cue-list-limit-unbounded': status(422, 200, (bench) => bench.call('GET /v1/cues?limit=101')),
  'merge-strategy-not-enforced': fire({ merge_strategy: 'odd' }),
  'exit-criteria-uncounted': fire({ exit_criteria: Array.from({ length: 21 }, String) }),
  'priority-any-type': status(422, 201, (bench) => message(bench, { priority: 'high' })),
  'message-to-empty-accepted': status(422, 201, (bench) => message(bench, { to: '' })),
  'agent-metadata-null-accepted': createAgent({ metadata: null }),
  'agent-unknown-field-accepted': createAgent({ nonsense: 1 }),
  'delivery-target-not-enforced': status(422, 201, async (bench) => {
    const path = `/v1/agents/${await bench.createAgent()}/subscriptions`;
    return post(bench, path, { event_type: 'turn.pass', delivery_target: 'pigeon' });
  }),
  'claim-worker-id-empty-accepted': status(422, 200, async (bench) =>
    post(bench, `/v1/executions/${await newExecution(bench)}/claim`, { worker_id: '' }),
  ),
  'email-not-validated': status(422, 201, (bench) => post(bench, '/v1/auth/register', { email: freshName('nobody') })),
  'outcome-success-not-required': status(422, 200, async (bench) =>
    post(bench, `/v1/executions/${await newExecution(bench)}/outcome`, {}),
  ),
};
