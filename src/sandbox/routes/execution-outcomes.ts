import { ApiError, httpError, RawApiError } from '../errors.ts';
import { ok, type SandboxReply } from '../http/message.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import type { Cue } from '../records/cue.ts';
import type { Execution, OutcomeState, StoredEvidence } from '../records/execution.ts';
import { alertOnFailures, raiseAlert } from '../runs/alerts.ts';
import { finishExecution } from '../runs/executions.ts';
import { zulu } from '../time-format.ts';
import { onHosted } from '../validate/by-profile.ts';
import { anyObject, list, object } from '../validate/containers.ts';
import { type Infer, maybe, type Schema, withDefault } from '../validate/schema.ts';
import { anything, boolean, httpUrl, text } from '../validate/values.ts';
import type { World } from '../world.ts';
import { findExecution } from './lookup.ts';

type OutcomeRequest = Infer<ReturnType<typeof outcomeSchema>>;

export function executionOutcomeRoutes(world: World): readonly Route[] {
  return [
    userRoute({
      operation: 'executions.outcome',
      request: 'POST /v1/executions/{execution_id}/outcome',
      body: outcomeSchema(world),
      handle: recordOutcome,
    }),
    ...executionVerificationRoutes(),
    userRoute({
      operation: 'executions.live_claim',
      request: 'POST /v1/executions/{execution_id}/live-claim',
      body: object({ session_token: text({ max: 128 }) }),
      handle: liveClaim,
    }),
  ];
}

function outcomeSchema(world: World) {
  const isOptional = world.has('outcome-success-not-required');
  const success: Schema<boolean> = isOptional ? withDefault(boolean(), false) : boolean();
  return object({
    success,
    result: maybe(text({ max: 2000 })),
    error: maybe(text({ max: 2000 })),
    metadata: maybe(anyObject()),
    external_id: maybe(text({ max: 500 })),
    result_url: maybe(httpUrl()),
    result_ref: maybe(text({ max: 500 })),
    result_type: maybe(text({ max: 100 })),
    summary: maybe(text({ max: 500 })),
    artifacts: maybe(list(anything())),
    assertions: onHosted(world, maybe(anyObject()), 'ignored'),
    delivery_route: onHosted(world, maybe(text()), 'ignored'),
  });
}

/** Maximum number of bytes of metadata as JSON. */
const LARGEST_METADATA = 10_240;

/** Any worker may write the outcome, even without a claim, but only once. */
function recordOutcome({ world, user, params, body }: Call<OutcomeRequest>): SandboxReply {
  const execution = findExecution(world, user, params.execution_id);
  if (execution.outcome !== null && !world.has('outcome-second-write-accepted')) {
    throw new ApiError(409, 'outcome_already_recorded', 'An outcome was already recorded');
  }
  if (Buffer.byteLength(JSON.stringify(body.metadata ?? null)) > LARGEST_METADATA) {
    throw new ApiError(400, 'metadata_too_large', `metadata exceeds ${LARGEST_METADATA} bytes`);
  }
  const cue = world.state.cues.get(execution.cue_id);
  execution.outcome = {
    success: body.success,
    result: body.result ?? null,
    error: body.error ?? null,
    metadata: body.metadata ?? null,
    recorded_at: world.clock.now(),
  };
  execution.evidence = evidenceOf(body);
  execution.outcome_state = outcomeState(cue, execution, body);
  settle(world, execution, body);
  return ok({
    execution_id: execution.id,
    outcome_recorded: true,
    outcome_state: execution.outcome_state,
    reason: null,
  });
}

/** Empty texts and lists count as absent. */
function evidenceOf(body: OutcomeRequest): StoredEvidence {
  return {
    external_id: body.external_id || null,
    result_url: body.result_url ?? null,
    result_ref: body.result_ref || null,
    result_type: body.result_type || null,
    summary: body.summary || null,
    artifacts: body.artifacts?.length ? body.artifacts : null,
    metadata: null,
  };
}

function outcomeState(cue: Cue | undefined, execution: Execution, body: OutcomeRequest): OutcomeState {
  if (!body.success) return 'reported_failure';
  const mode = cue?.verification?.mode ?? 'none';
  if (mode === 'manual') return 'verification_pending';
  const asserted = cue?.verification?.required_assertions ?? [];
  // It is a guess that `assertions` maps each name to true or false.
  if (asserted.some((name) => body.assertions?.[name] !== true)) return 'verification_failed';
  if (mode === 'none') return asserted.length > 0 ? 'verified_success' : 'reported_success';
  return isProven(mode, execution.evidence) ? 'verified_success' : 'verification_failed';
}

function isProven(mode: string, evidence: StoredEvidence): boolean {
  if (mode === 'require_external_id') return Boolean(evidence.external_id);
  if (mode === 'require_result_url') return Boolean(evidence.result_url);
  return (evidence.artifacts?.length ?? 0) > 0;
}

/** Ends the execution. An execution of a webhook cue ends only if its status is `pending_outcome`. */
function settle(world: World, execution: Execution, { success, error }: OutcomeRequest): void {
  const status = success ? 'success' : 'failed';
  const cue = world.state.cues.get(execution.cue_id);
  if (cue?.transport === 'worker') {
    cue.run_count += 1;
    if (success) execution.delivered_at = world.clock.now();
    else execution.error_message = error ?? null;
    finishExecution(world, execution, status);
  } else if (execution.status === 'pending_outcome') finishExecution(world, execution, status);
  if (execution.outcome_state === 'verification_failed') alertUnverified(world, execution, cue);
  if (!success) alertOnFailures(world, execution);
}

function alertUnverified(world: World, execution: Execution, cue: Cue | undefined): void {
  const message = `Execution ${execution.id} reported success but failed verification (required evidence missing).`;
  const metadata = { outcome_state: 'verification_failed', transport: cue?.transport ?? null };
  raiseAlert(world, execution, { alert_type: 'verification_failed', severity: 'warning', message, metadata });
}

function liveClaim({ world, user, params, body }: Call<{ readonly session_token: string }>): SandboxReply {
  const execution = findExecution(world, user, params.execution_id);
  const isRepeated = execution.live_claim?.session_token === body.session_token;
  if (execution.live_claim !== null && (!isRepeated || world.has('live-claim-not-repeatable'))) {
    throw new ApiError(409, 'already_attested', 'Execution was attested by another session');
  }
  execution.live_claim ??= { session_token: body.session_token, at: world.clock.now() };
  return ok({ attested: true, execution_id: execution.id, live_claimed_at: zulu(execution.live_claim.at) });
}

function executionVerificationRoutes(): readonly Route[] {
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

/** If its database cannot store the evidence, the core server responds with 500. The sandbox responds with 422 instead. */
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

/** A request without a body confirms the outcome. */
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

function noteReason(execution: Execution, reason: string): void {
  const { summary } = execution.evidence;
  const note = summary ? `${summary} | verification rejected: ${reason}` : reason;
  execution.evidence = { ...execution.evidence, summary: note.slice(0, LONGEST_SUMMARY) };
}

/** The 404 has no specific code. The error object of the 409 has no member `status`. */
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

/** Empty values in the request change nothing. */
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
