import { ApiError } from '../errors.ts';
import { ok, type SandboxReply } from '../http/message.ts';
import { cutPage, newestFirst, pageFields } from '../http/page.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import type { Execution } from '../records/execution.ts';
import { createExecution } from '../runs/executions.ts';
import { offset } from '../time-format.ts';
import { onHosted } from '../validate/by-profile.ts';
import { object } from '../validate/containers.ts';
import { type Infer, maybe } from '../validate/schema.ts';
import { boolean, isUuid, text } from '../validate/values.ts';
import { viewExecution } from '../views/execution-view.ts';
import type { World } from '../world.ts';
import { executionClaimRoutes } from './execution-claims.ts';
import { executionOutcomeRoutes } from './execution-outcomes.ts';
import { findExecution } from './lookup.ts';

type ListQuery = Infer<ReturnType<typeof listQuery>>;

export function executionRoutes(world: World): readonly Route[] {
  return [
    userRoute({
      operation: 'executions.list',
      request: 'GET /v1/executions',
      query: listQuery(world),
      handle: listExecutions,
    }),
    ...executionClaimRoutes(world),
    userRoute({ operation: 'executions.get', request: 'GET /v1/executions/{execution_id}', handle: getExecution }),
    userRoute({
      operation: 'executions.replay',
      request: 'POST /v1/executions/{execution_id}/replay',
      handle: replayExecution,
    }),
    ...executionOutcomeRoutes(world),
  ];
}

function listQuery(world: World) {
  return object({
    cue_id: maybe(text()),
    status: maybe(text()),
    status__in: maybe(text()),
    worker_id: maybe(text()),
    outcome_state: maybe(text()),
    triggered_by: onHosted(world, maybe(text()), 'ignored'),
    result_type: onHosted(world, maybe(text()), 'ignored'),
    has_evidence: onHosted(world, maybe(boolean()), 'ignored'),
    ...pageFields({ limit: 20, max: 100 }),
  });
}

function listExecutions({ world, user, query }: Call<undefined, ListQuery>): SandboxReply {
  const { limit, offset: skipped } = query;
  const hasStatus = statusFilter(query);
  const isCueUnchecked = skipped > 0 && world.has('cue-id-filter-first-page-only');
  const candidates = newestFirst(world.state.executions.values()).filter(
    (execution) =>
      execution.user_id === user.id && matches(execution, isCueUnchecked ? { ...query, cue_id: null } : query),
  );
  const found = candidates.filter(hasStatus);
  const page = world.has('filter-after-limit')
    ? cutPage(candidates, { limit, offset: skipped }).filter(hasStatus)
    : cutPage(found, { limit, offset: skipped });
  return ok({
    executions: page.map((execution) => viewExecution(world, execution)),
    total: world.has('execution-total-is-page-size') ? page.length : found.length,
    limit,
    offset: skipped,
    has_more: skipped + limit < found.length,
    oldest_claimed_at: oldestClaim(found),
  });
}

/** An unknown status matches no execution. */
function statusFilter(query: ListQuery): (execution: Execution) => boolean {
  const { status, status__in } = query;
  if (!status__in) return (execution) => isAsked(status, execution.status);
  if (status) throw new ApiError(400, 'conflicting_filters', 'Use either status or status__in, not both');
  const wanted = status__in.split(',').map((name) => name.trim());
  if (wanted.every((name) => name === '')) throw new ApiError(400, 'invalid_status_in', 'status__in must not be empty');
  return (execution) => wanted.includes(execution.status);
}

function matches(execution: Execution, query: ListQuery): boolean {
  return (
    isAsked(query.cue_id, execution.cue_id) &&
    isAsked(query.worker_id, execution.claimed_by_worker) &&
    isAsked(query.outcome_state, execution.outcome_state) &&
    isAsked(query.triggered_by, execution.triggered_by) &&
    isAsked(query.result_type, execution.evidence.result_type) &&
    isAsked(query.has_evidence, hasEvidence(execution))
  );
}

/** An absent or empty filter matches every value. */
function isAsked<T>(asked: T | null | undefined, actual: T | null): boolean {
  return asked == null || asked === '' || asked === actual;
}

function hasEvidence({ evidence }: Execution): boolean {
  return Object.values(evidence).some((value) => value !== null);
}

/** Returns the time of the oldest claim in the whole list, even if the returned page does not contain this claim. */
function oldestClaim(executions: readonly Execution[]): string | null {
  const claims = executions.flatMap(({ claimed_at }) => (claimed_at === null ? [] : [claimed_at]));
  return claims.length === 0 ? null : offset(Math.min(...claims));
}

function getExecution({ world, user, params }: Call): SandboxReply {
  const id = params.execution_id ?? '';
  if (!isUuid(id) && world.has('malformed-id-crashes')) throw new TypeError('badly formed hexadecimal UUID string');
  const stranger = world.has('execution-visible-to-others') ? world.state.executions.get(id) : undefined;
  return ok(viewExecution(world, stranger ?? findExecution(world, user, id)));
}

const REPLAYABLE = new Set(['success', 'failed', 'missed', 'outcome_timeout']);

function replayExecution({ world, user, params }: Call): SandboxReply {
  const original = findExecution(world, user, params.execution_id);
  const cue = world.state.cues.get(original.cue_id);
  if (!cue) throw new ApiError(404, 'execution_not_found', 'Execution not found');
  if (!REPLAYABLE.has(original.status) && !world.has('replay-in-flight-accepted')) {
    throw new ApiError(409, 'execution_in_flight', `An execution that is ${original.status} cannot be replayed`);
  }
  const { payload, payload_override } = original;
  const scheduled_for = world.clock.now();
  const replay = createExecution(world, cue, { scheduled_for, triggered_by: 'replay', payload, payload_override });
  return ok({
    id: replay.id,
    cue_id: cue.id,
    scheduled_for: offset(scheduled_for),
    status: 'pending',
    triggered_by: 'replay',
    replayed_from: original.id,
  });
}
