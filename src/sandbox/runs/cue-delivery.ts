import { backoff, deliver } from '../delivery.ts';
import { pythonJson } from '../python-json.ts';
import { countDelivery } from '../quota.ts';
import type { Cue } from '../records/cue.ts';
import type { Execution } from '../records/execution.ts';
import { signatureHeaders } from '../signing.ts';
import { offset } from '../time-format.ts';
import type { World } from '../world.ts';

interface CueDelivery {
  readonly cue: Cue;
  readonly execution: Execution;
  /** Called with the end of the execution, after the last attempt or a success that needs no outcome. */
  readonly finish: (status: 'success' | 'failed') => void;
  /** Called when the receiver took it and is yet to report an outcome. */
  readonly awaitOutcome: () => void;
}

/** One attempt at a cue's webhook, and the next one's date if it failed. */
export async function deliverCue(world: World, delivery: CueDelivery): Promise<void> {
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

/** A call, so that the compiler forgets what it knew of the status before the wait. */
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
  // A receiver may have reported the outcome before it answered.
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
      // The owner's headers win over all of these, the signature too.
      ...cue.callback.headers,
    },
    body: pythonJson(payload, { compact: false, ascii: true }),
    ...(timeout ? { timeoutMs: timeout * 1000 } : {}),
  };
}
