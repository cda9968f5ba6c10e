import { ApiError, httpError, RawApiError } from '../errors.ts';
import { ok, type SandboxReply } from '../http/message.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import type { Execution, StoredEvidence } from '../records/execution.ts';
import { anyObject, list, object } from '../validate/containers.ts';
import { type Infer, maybe, withDefault } from '../validate/schema.ts';
import { anything, boolean, text } from '../validate/values.ts';
import { findExecution } from './execution-lookup.ts';

export function executionVerificationRoutes(): readonly Route[] {
  return [
    userRoute({
      operation: 'executions.verify',
      request: 'POST /v1/executions/{execution_id}/verify',
      body: VERIFY,
      handle: verify,
    }),
    userRoute({
      operation: 'executions.mark_verification_pending',
      request: 'POST /v1/executions/{execution_id}/verification-pending',
      handle: markPending,
    }),
    userRoute({
      operation: 'executions.evidence',
      request: 'PATCH /v1/executions/{execution_id}/evidence',
      body: EVIDENCE,
      handle: addEvidence,
    }),
  ];
}

const VERIFY = maybe(object({ valid: withDefault(boolean(), true), reason: maybe(text()) }));

/** Core validates nothing here, and its database answers 500 to what does not fit. A server that keeps the contract refuses it. */
const EVIDENCE = object({
  external_id: maybe(text({ max: 500 })),
  result_url: maybe(text()),
  result_ref: maybe(text({ max: 500 })),
  result_type: maybe(text({ max: 100 })),
  summary: maybe(text()),
  artifacts: maybe(list(anything())),
  metadata: maybe(anyObject()),
});

const LONGEST_SUMMARY = 500;

const VERIFIABLE = new Set(['reported_success', 'reported_failure', 'verification_pending']);

/** Without a body the outcome is held to be valid. */
function verify({ world, user, params, body }: Call<Infer<typeof VERIFY>>): SandboxReply {
  const execution = findExecution(world, user, params.execution_id);
  if (!VERIFIABLE.has(execution.outcome_state ?? '')) {
    throw new ApiError(409, 'invalid_state', `Cannot verify from outcome state ${execution.outcome_state}`);
  }
  const valid = body?.valid ?? true;
  execution.outcome_state = valid ? 'verified_success' : 'verification_failed';
  if (!valid && body?.reason) noteReason(execution, body.reason);
  execution.updated_at = world.clock.now();
  return ok({
    execution_id: execution.id,
    outcome_state: execution.outcome_state,
    valid,
    reason: body?.reason ?? null,
  });
}

/** The reason is kept as the summary of the evidence, behind one that is there. */
function noteReason(execution: Execution, reason: string): void {
  const { summary } = execution.evidence;
  const note = summary ? `${summary} | verification rejected: ${reason}` : reason;
  execution.evidence = { ...execution.evidence, summary: note.slice(0, LONGEST_SUMMARY) };
}

/** Two refusals here are not as everywhere: the 404 has no code of its own, the 409 no status. */
function markPending({ world, user, params }: Call): SandboxReply {
  const execution = world.state.executions.get(params.execution_id ?? '');
  if (execution?.user_id !== user.id) throw httpError(404, 'Execution not found');
  if (execution.outcome === null) {
    throw new RawApiError(409, { code: 'no_outcome', message: 'No outcome has been recorded' });
  }
  execution.outcome_state = 'verification_pending';
  execution.updated_at = world.clock.now();
  return ok({ execution_id: execution.id, outcome_state: execution.outcome_state });
}

/** Empty values are passed over. */
function addEvidence({ world, user, params, body }: Call<EvidenceRequest>): SandboxReply {
  const execution = findExecution(world, user, params.execution_id);
  if (execution.outcome === null && !world.has('evidence-before-outcome-accepted')) {
    throw new ApiError(409, 'no_outcome', 'No outcome has been recorded');
  }
  execution.evidence = mergeEvidence(execution.evidence, body);
  execution.updated_at = world.clock.now();
  return ok({ execution_id: execution.id, outcome_state: execution.outcome_state, evidence_updated: true });
}

type EvidenceRequest = Infer<typeof EVIDENCE>;

function mergeEvidence(before: StoredEvidence, given: EvidenceRequest): StoredEvidence {
  const { artifacts, metadata } = given;
  return {
    external_id: given.external_id || before.external_id,
    result_url: given.result_url || before.result_url,
    result_ref: given.result_ref || before.result_ref,
    result_type: given.result_type || before.result_type,
    summary: (given.summary || before.summary)?.slice(0, LONGEST_SUMMARY) ?? null,
    artifacts: artifacts && artifacts.length > 0 ? artifacts : before.artifacts,
    metadata: metadata && Object.keys(metadata).length > 0 ? metadata : before.metadata,
  };
}
