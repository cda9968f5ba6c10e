import type { Instant } from '../clock.ts';
import { backoff, deliver } from '../delivery.ts';
import { pythonJson } from '../python-json.ts';
import { countDelivery } from '../quota.ts';
import type { Cue } from '../records/cue.ts';
import { type Execution, NO_EVIDENCE } from '../records/execution.ts';
import { signatureHeaders } from '../signing.ts';
import { offset } from '../time-format.ts';
import type { ObjectValue } from '../validate/containers.ts';
import type { World } from '../world.ts';
import { raiseAlert } from './alerts.ts';

/** A worker holds an execution for this many seconds after a claim or a heartbeat. */
export const LEASE_SECONDS = 900;

const LONGEST_CHAIN = 10;

interface NewExecution {
  readonly scheduled_for: Instant;
  readonly triggered_by: Execution['triggered_by'];
  readonly payload?: ObjectValue;
  readonly payload_override?: ObjectValue | null;
  readonly parent?: Execution;
}

/** An execution waits until a worker claims it or, for a webhook cue, until it is due. */
export function createExecution(world: World, cue: Cue, given: NewExecution): Execution {
  const now = world.clock.now();
  const execution: Execution = {
    ...BLANK,
    id: world.ids.uuid(),
    user_id: cue.user_id,
    cue_id: cue.id,
    scheduled_for: given.scheduled_for,
    payload: given.payload ?? cue.payload,
    payload_override: given.payload_override ?? null,
    triggered_by: given.triggered_by,
    chain_parent_id: given.parent?.id ?? null,
    chain_depth: given.parent ? given.parent.chain_depth + 1 : 0,
    created_at: now,
    updated_at: now,
  };
  world.state.executions.set(execution.id, execution);
  // Scheduled executions are counted, but not executions that were fired by hand, replayed or chained.
  if (given.triggered_by === 'scheduled') cue.fired_count += 1;
  if (cue.transport === 'webhook') queueDelivery(world, cue, execution);
  return execution;
}

function queueDelivery(world: World, cue: Cue, execution: Execution): void {
  const finish = (status: 'success' | 'failed') => {
    finishExecution(world, execution, status);
    if (status === 'failed') pauseAfterFailure(cue);
  };
  const awaitOutcome = () => watchOutcomeDeadline(world, cue, execution);
  world.agenda.add(execution.scheduled_for, () => deliverCue(world, { cue, execution, finish, awaitOutcome }));
}

const BLANK = {
  status: 'pending',
  http_status: null,
  attempts: 0,
  error_message: null,
  started_at: null,
  delivered_at: null,
  last_attempt_at: null,
  outcome: null,
  outcome_state: null,
  evidence: NO_EVIDENCE,
  claimed_by_worker: null,
  claimed_at: null,
  last_heartbeat_at: null,
  lease_until: null,
  live_claim: null,
} as const satisfies Partial<Execution>;

export function finishExecution(world: World, execution: Execution, status: 'success' | 'failed'): void {
  execution.status = status;
  execution.lease_until = null;
  execution.updated_at = world.clock.now();
  const cue = world.state.cues.get(execution.cue_id);
  if (!cue) return;
  cue.last_run = execution.updated_at;
  cue.updated_at = execution.updated_at;
  // a one-time cue ends even if it was fired by hand before its time
  if (cue.schedule.type === 'once') cue.status = status === 'success' ? 'completed' : 'failed';
  if (status === 'success') fireNext(world, cue, execution);
}

/** Extends the lease of the worker. After the lease, any worker may claim the execution. */
export function extendLease(world: World, execution: Execution): Instant {
  const until = world.clock.now() + LEASE_SECONDS * 1000;
  execution.lease_until = until;
  world.agenda.add(until, () => {
    if (execution.lease_until !== until || execution.status !== 'delivering') return;
    Object.assign(execution, { status: 'pending', claimed_by_worker: null, claimed_at: null, lease_until: null });
    execution.updated_at = world.clock.now();
  });
  return until;
}

/** Only the hosted server has a deadline for outcomes. */
export function watchOutcomeDeadline(world: World, cue: Cue, execution: Execution): void {
  const seconds = cue.hosted.delivery?.outcome_deadline_seconds;
  if (!seconds) return;
  world.agenda.add(world.clock.now() + seconds * 1000, () => {
    if (execution.outcome !== null || !['delivering', 'pending_outcome'].includes(execution.status)) return;
    execution.status = 'outcome_timeout';
    execution.updated_at = world.clock.now();
    const message = `No outcome within ${seconds} seconds`;
    raiseAlert(world, execution, { alert_type: 'outcome_timeout', severity: 'warning', message, metadata: null });
  });
}

/** Pauses a cue after a failed delivery, but not after a failure that a worker reports. */
function pauseAfterFailure(cue: Cue): void {
  if (cue.on_failure.pause && cue.schedule.type !== 'once') Object.assign(cue, { status: 'paused', next_run: null });
}

/** Fires the cue whose id is in the field `on_success_fire`. Only the hosted server has this field. */
function fireNext(world: World, cue: Cue, execution: Execution): void {
  const next = world.state.cues.get(cue.hosted.on_success_fire ?? '');
  if (!next || next.user_id !== cue.user_id || execution.chain_depth >= LONGEST_CHAIN) return;
  createExecution(world, next, { scheduled_for: world.clock.now(), triggered_by: 'chain', parent: execution });
}

interface CueDelivery {
  readonly cue: Cue;
  readonly execution: Execution;
  /** This function is called after the last attempt, or after a success that needs no outcome. */
  readonly finish: (status: 'success' | 'failed') => void;
  /** This function is called if the receiver has accepted the delivery but has not reported an outcome. */
  readonly awaitOutcome: () => void;
}

/** Sends one request to the webhook of a cue. After a failure, schedules the next attempt. */
async function deliverCue(world: World, delivery: CueDelivery): Promise<void> {
  const { cue, execution } = delivery;
  const isWaiting = execution.status === 'pending' || execution.status === 'retrying';
  if (!isWaiting || !world.state.executions.has(execution.id)) return;
  startAttempt(world, execution);
  const result = await deliver(world, cueRequest(world, cue, execution));
  cue.run_count += 1;
  if (readStatus(execution) !== 'delivering') return;
  execution.http_status = result.status;
  execution.error_message = result.error;
  execution.updated_at = world.clock.now();
  if (result.ok) return recordDelivered(world, delivery);
  if (execution.attempts >= cue.retry.max_attempts) return delivery.finish('failed');
  execution.status = 'retrying';
  const due = world.clock.now() + backoff(execution.attempts, cue.retry.backoff_minutes);
  world.agenda.add(due, () => deliverCue(world, delivery));
}

/** TypeScript would assume that an `await` does not change `status`. A function call avoids this assumption. */
function readStatus(execution: Execution): Execution['status'] {
  return execution.status;
}

function startAttempt(world: World, execution: Execution): void {
  const now = world.clock.now();
  execution.status = 'delivering';
  execution.attempts += 1;
  execution.started_at ??= now;
  execution.last_attempt_at = now;
  execution.updated_at = now;
}

function recordDelivered(world: World, { cue, execution, finish, awaitOutcome }: CueDelivery): void {
  execution.delivered_at = world.clock.now();
  countDelivery(world, execution.user_id);
  const isOutcomeAwaited = Boolean(cue.hosted.delivery?.outcome_deadline_seconds);
  // A receiver may report the outcome first and respond to the delivery later.
  if (isOutcomeAwaited && execution.outcome === null) {
    execution.status = 'pending_outcome';
    awaitOutcome();
  } else finish(isOutcomeAwaited && execution.outcome?.success === false ? 'failed' : 'success');
}

function cueRequest(world: World, cue: Cue, execution: Execution) {
  const scheduled = offset(execution.scheduled_for);
  const payload = {
    execution_id: execution.id,
    cue_id: cue.id,
    name: cue.name,
    scheduled_for: scheduled,
    attempt: execution.attempts,
    payload: execution.payload,
  };
  const timeout = cue.hosted.delivery?.timeout_seconds;
  return {
    url: cue.callback.url ?? '',
    method: cue.callback.method,
    headers: {
      'X-CueAPI-Cue-Id': cue.id,
      'X-CueAPI-Execution-Id': execution.id,
      'X-CueAPI-Scheduled-For': scheduled,
      'X-CueAPI-Attempt': String(execution.attempts),
      ...signatureHeaders(world.state.users.get(cue.user_id)?.webhook_secret ?? '', payload, world.clock.now()),
      // Headers of the cue's owner come last and override even the signature.
      ...cue.callback.headers,
    },
    body: pythonJson(payload, { compact: false, ascii: true }),
    ...(timeout ? { timeoutMs: timeout * 1000 } : {}),
  };
}
