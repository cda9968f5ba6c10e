import type { Execution } from '../records/execution.ts';
import { zulu, zuluOrNull } from '../time-format.ts';
import type { ObjectValue } from '../validate/containers.ts';
import type { World } from '../world.ts';

/** The core server stores all fields, but only the hosted server shows all of them. */
export function viewExecution(world: World, execution: Execution): ObjectValue {
  const plain = {
    id: execution.id,
    cue_id: execution.cue_id,
    scheduled_for: zulu(execution.scheduled_for),
    status: execution.status,
    http_status: execution.http_status,
    attempts: execution.attempts,
    error_message: execution.error_message,
    started_at: zuluOrNull(execution.started_at),
    delivered_at: zuluOrNull(execution.delivered_at),
    last_attempt_at: zuluOrNull(execution.last_attempt_at),
    outcome: viewOutcome(execution),
    created_at: zulu(execution.created_at),
    updated_at: zulu(execution.updated_at),
  };
  return world.hosted ? { ...plain, ...viewHosted(execution) } : plain;
}

function viewOutcome({ outcome }: Execution): ObjectValue | null {
  return outcome && { ...outcome, recorded_at: zulu(outcome.recorded_at) };
}

/** The documentation names groups such as `evidence_*`, but not their members. These names are guesses. */
function viewHosted(execution: Execution): ObjectValue {
  return {
    payload: execution.payload,
    payload_override: execution.payload_override,
    triggered_by: execution.triggered_by,
    outcome_state: execution.outcome_state,
    evidence_external_id: execution.evidence.external_id,
    evidence_result_url: execution.evidence.result_url,
    evidence_result_ref: execution.evidence.result_ref,
    evidence_result_type: execution.evidence.result_type,
    evidence_summary: execution.evidence.summary,
    evidence_artifacts: execution.evidence.artifacts,
    evidence_metadata: execution.evidence.metadata,
    claimed_by_worker: execution.claimed_by_worker,
    claimed_at: zuluOrNull(execution.claimed_at),
    last_heartbeat_at: zuluOrNull(execution.last_heartbeat_at),
    chain_parent_id: execution.chain_parent_id,
    chain_depth: execution.chain_depth,
  };
}
