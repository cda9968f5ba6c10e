import { ApiError } from '../errors.ts';
import type { User } from '../records/account.ts';
import type { Cue } from '../records/cue.ts';
import type { Execution } from '../records/execution.ts';
import type { World } from '../world.ts';

/** Throws 404 `cue_not_found`, even for a cue of another account. */
export function findCue(world: World, user: User, id: string | undefined): Cue {
  const cue = world.state.cues.get(id ?? '');
  if (cue?.user_id !== user.id) throw new ApiError(404, 'cue_not_found', 'Cue not found');
  return cue;
}

/** Throws 404 `execution_not_found`, even for an execution of another account. */
export function findExecution(world: World, user: User, id: string | undefined): Execution {
  const execution = world.state.executions.get((id ?? '').toLowerCase());
  if (execution?.user_id !== user.id) throw new ApiError(404, 'execution_not_found', 'Execution not found');
  return execution;
}
