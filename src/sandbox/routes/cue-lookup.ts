import { ApiError } from '../errors.ts';
import type { User } from '../records/account.ts';
import type { Cue } from '../records/cue.ts';
import type { World } from '../world.ts';

/** Finds a cue. Throws 404 `cue_not_found`, also for another account's cue. */
export function findCue(world: World, user: User, id: string | undefined): Cue {
  const cue = world.state.cues.get(id ?? '');
  if (cue?.user_id !== user.id) throw new ApiError(404, 'cue_not_found', 'Cue not found');
  return cue;
}
