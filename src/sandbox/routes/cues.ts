import { ApiError } from '../errors.ts';
import { ok, type SandboxReply } from '../http/message.ts';
import { cutPage, type ListPage, newestFirst, pageFields } from '../http/page.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import type { Cue } from '../records/cue.ts';
import { type ObjectValue, object } from '../validate/containers.ts';
import { type Infer, maybe, withDefault } from '../validate/schema.ts';
import { integer, text } from '../validate/values.ts';
import { viewCue, viewCueStats } from '../views/cue-view.ts';
import { viewExecution } from '../views/execution-view.ts';
import type { World } from '../world.ts';
import { cueFireRoute } from './cue-fire.ts';
import { cueWriteRoutes } from './cue-writes.ts';
import { findCue } from './lookup.ts';

export function cueRoutes(world: World): readonly Route[] {
  return [
    userRoute({ operation: 'cues.list', request: 'GET /v1/cues', query: listQuery(world), handle: listCues() }),
    userRoute({ operation: 'cues.get', request: 'GET /v1/cues/{cue_id}', query: DETAIL_QUERY, handle: getCue }),
    ...cueWriteRoutes(world),
    cueFireRoute(world),
  ];
}

function listQuery(world: World) {
  const max = world.has('cue-list-limit-unbounded') ? Number.MAX_SAFE_INTEGER : 100;
  return object({ status: maybe(text()), ...pageFields({ limit: 50, max }) });
}

const DETAIL_QUERY = object({
  execution_limit: withDefault(integer({ min: 1, max: 100 }), 10),
  execution_offset: withDefault(integer({ min: 0 }), 0),
});

const LARGEST_INT32 = 2_147_483_647;

/** An unknown status in the filter is not an error, but matches no cue. */
function listCues() {
  let requests = 0;
  return ({ world, user, query }: Call<undefined, Infer<ReturnType<typeof listQuery>>>): SandboxReply => {
    const { limit, offset } = query;
    if (offset > LARGEST_INT32 && world.has('huge-offset-crashes')) throw new RangeError('offset out of range');
    const status = world.has('cue-status-filter-ignored') ? null : query.status;
    const cues = newestFirst(world.state.cues.values()).filter(
      (cue) => cue.user_id === user.id && (!status || cue.status === status),
    );
    const isTurned = world.has('cue-order-unstable') && requests++ % 2 === 1;
    const page = cutPage(isTurned ? cues.toReversed() : cues, repeatingPage(world, { limit, offset }));
    return ok({ cues: page.map((cue) => viewCue(world, cue)), total: cues.length, limit, offset });
  };
}

function repeatingPage(world: World, page: ListPage): ListPage {
  return world.has('page-repeats-item') && page.offset > 0 ? { ...page, offset: page.offset - 1 } : page;
}

function getCue({ world, user, query, params }: Call<undefined, Infer<typeof DETAIL_QUERY>>): SandboxReply {
  const stranger = world.has('cue-visible-to-others') ? world.state.cues.get(params.cue_id ?? '') : undefined;
  const cue = stranger ?? findCueAsAsked(world, () => findCue(world, user, params.cue_id));
  const executions = newestFirst(world.state.executions.values()).filter(({ cue_id }) => cue_id === cue.id);
  const page = cutPage(executions, { limit: query.execution_limit, offset: query.execution_offset });
  return ok({
    ...viewDetail(world, cue),
    executions: page.map((execution) => viewExecution(world, execution)),
    execution_total: executions.length,
    execution_limit: query.execution_limit,
    execution_offset: query.execution_offset,
    ...(world.hosted ? { stats: viewCueStats(executions) } : {}),
  });
}

function viewDetail(world: World, cue: Cue): ObjectValue {
  const { run_count, ...rest } = viewCue(world, cue);
  return world.has('response-field-gone') ? rest : { ...rest, run_count };
}

function findCueAsAsked(world: World, find: () => Cue): Cue {
  try {
    return find();
  } catch (error) {
    if (!world.has('wrong-error-code')) throw error;
    throw new ApiError(404, 'not_found', 'Cue not found');
  }
}
