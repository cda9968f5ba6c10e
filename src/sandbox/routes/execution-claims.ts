import { setTimeout as wait } from 'node:timers/promises';
import { ApiError } from '../errors.ts';
import { ok, type SandboxReply } from '../http/message.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import type { User } from '../records/account.ts';
import type { Execution } from '../records/execution.ts';
import { extendLease, LEASE_SECONDS, watchOutcomeDeadline } from '../runs/executions.ts';
import { offset, zulu } from '../time-format.ts';
import { onHosted } from '../validate/by-profile.ts';
import { type ObjectValue, object } from '../validate/containers.ts';
import { type Infer, maybe } from '../validate/schema.ts';
import { text } from '../validate/values.ts';
import type { World } from '../world.ts';
import { findExecution } from './lookup.ts';

interface ClaimRequest {
  readonly worker_id: string;
}

type ClaimableQuery = Infer<ReturnType<typeof claimableQuery>>;

export function executionClaimRoutes(world: World): readonly Route[] {
  const strict = object({ worker_id: text({ min: 1, max: 255 }) });
  const loose = object({ worker_id: text({ max: 255 }) });
  return [
    userRoute({
      operation: 'executions.claimable',
      request: 'GET /v1/executions/claimable',
      query: claimableQuery(world),
      handle: listClaimable,
    }),
    userRoute({
      operation: 'executions.claim_next',
      request: 'POST /v1/executions/claim',
      body: strict,
      handle: claimNext,
    }),
    userRoute({
      operation: 'executions.claim',
      request: 'POST /v1/executions/{execution_id}/claim',
      body: world.has('claim-worker-id-empty-accepted') ? loose : strict,
      handle: claimOne,
    }),
    userRoute({
      operation: 'executions.heartbeat',
      request: 'POST /v1/executions/{execution_id}/heartbeat',
      handle: heartbeat,
    }),
  ];
}

function claimableQuery(world: World) {
  return object({ task: maybe(text()), agent: onHosted(world, maybe(text()), 'ignored') });
}

const CLAIMABLE_WINDOW = 50;

/** The hosted server applies the filters before the limit. The core server applies the limit first. */
function listClaimable({ world, user, query }: Call<undefined, ClaimableQuery>): SandboxReply {
  if (query.task != null && world.has('claimable-500')) throw new Error('column "task" does not exist');
  const wanted = (execution: Execution) => isWanted(world, query, execution);
  const claimable = workerExecutions(world, user).filter(
    ({ status }) => status === 'pending' || status === 'retry_ready',
  );
  const found = world.hosted
    ? claimable.filter(wanted).slice(0, CLAIMABLE_WINDOW)
    : claimable.slice(0, CLAIMABLE_WINDOW).filter(wanted);
  return ok({ executions: found.map((execution) => viewClaimable(world, execution)) });
}

/** It is a guess that the filter `agent` is compared with the member `agent` of the payload. */
function isWanted(world: World, { task, agent }: ClaimableQuery, execution: Execution): boolean {
  const payload = claimablePayload(world, execution);
  const isTask = !task || world.has('claimable-task-filter-ignored') || payload.task === task;
  return isTask && (agent == null || payload.agent === agent);
}

/** On the core server, an execution has no payload of its own, so the current payload of the cue is shown. */
function claimablePayload(world: World, execution: Execution): ObjectValue {
  return world.hosted ? execution.payload : (world.state.cues.get(execution.cue_id)?.payload ?? {});
}

function workerExecutions(world: World, user: User): readonly Execution[] {
  return [...world.state.executions.values()]
    .filter(({ user_id, cue_id }) => user_id === user.id && world.state.cues.get(cue_id)?.transport === 'worker')
    .sort((a, b) => a.scheduled_for - b.scheduled_for);
}

function viewClaimable(world: World, execution: Execution) {
  const payload = claimablePayload(world, execution);
  return {
    execution_id: execution.id,
    cue_id: execution.cue_id,
    cue_name: world.state.cues.get(execution.cue_id)?.name ?? '',
    task: typeof payload.task === 'string' ? payload.task : null,
    scheduled_for: zulu(execution.scheduled_for),
    payload,
    attempt: execution.attempts,
  };
}

async function claimNext({ world, user, body }: Call<ClaimRequest>): Promise<SandboxReply> {
  const next = workerExecutions(world, user).find(({ status }) => status === 'pending');
  if (world.has('claim-next-two-winners')) await wait(GAP_MS);
  return ok(claim(world, next, body.worker_id));
}

/** With a race defect, the server waits. A second worker can then claim the same execution. */
const GAP_MS = 300;

/** The response to an unknown id is a 409, as if another worker had claimed the execution. */
async function claimOne({ world, user, params, body }: Call<ClaimRequest>): Promise<SandboxReply> {
  const found = workerExecutions(world, user).find(({ id }) => id === params.execution_id);
  const pending = found?.status === 'pending' ? found : undefined;
  if (world.has('claim-two-winners')) await wait(GAP_MS);
  const reply = claim(world, pending, body.worker_id);
  return world.has('claim-lease-as-text') ? ok({ ...reply, lease_seconds: String(LEASE_SECONDS) }) : ok(reply);
}

/** A second check of the status would hide the defects in which two workers claim one execution. */
function claim(world: World, execution: Execution | undefined, workerId: string) {
  const cue = execution && world.state.cues.get(execution.cue_id);
  if (!execution || !cue) throw new ApiError(409, 'claim_failed', 'No execution could be claimed');
  const now = world.clock.now();
  execution.status = 'delivering';
  execution.attempts += 1;
  execution.claimed_by_worker = workerId;
  execution.claimed_at = now;
  execution.started_at = now;
  execution.last_attempt_at = now;
  execution.updated_at = now;
  extendLease(world, execution);
  watchOutcomeDeadline(world, cue, execution);
  return { claimed: true, execution_id: execution.id, lease_seconds: LEASE_SECONDS };
}

/** If the request has no header X-Worker-Id, the server does not check which worker holds the execution. */
function heartbeat({ world, user, params, header }: Call): SandboxReply {
  const execution = findExecution(world, user, params.execution_id);
  if (execution.status !== 'delivering' && !world.has('heartbeat-unclaimed-accepted')) {
    throw new ApiError(409, 'execution_not_claiming', 'Execution is not claimed');
  }
  const workerId = header('x-worker-id');
  const isOwner = !workerId || workerId === execution.claimed_by_worker;
  if (!isOwner && !world.has('heartbeat-ignores-worker-id')) {
    throw new ApiError(403, 'not_execution_owner', 'Execution is claimed by another worker');
  }
  execution.last_heartbeat_at = world.clock.now();
  const until = extendLease(world, execution);
  return ok({ execution_id: execution.id, lease_extended_until: offset(until), acknowledged: true });
}
