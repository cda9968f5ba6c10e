import type { Instant } from '../clock.ts';
import { nextCronRun } from '../cron.ts';
import type { Cue, Schedule } from '../records/cue.ts';
import type { World } from '../world.ts';
import { createExecution } from './executions.ts';

/** Works out the next run and puts it on the agenda. A cue that is paused by then lets it pass. */
export function scheduleNextRun(world: World, cue: Cue): void {
  cue.next_run = nextRun(cue.schedule, world.clock.now());
  const due = cue.next_run;
  if (due !== null) world.agenda.add(due, () => runCue(world, cue, due));
}

/** A one-time cue whose moment has passed has no next run. */
function nextRun(schedule: Schedule, after: Instant): Instant | null {
  if (schedule.type === 'once') return schedule.at !== null && schedule.at > after ? schedule.at : null;
  return schedule.cron === null ? null : nextCronRun(schedule.cron, schedule.timezone, after);
}

/** The agenda keeps entries of cues that were since changed or deleted. */
function runCue(world: World, cue: Cue, due: Instant): void {
  if (cue.next_run !== due || cue.status !== 'active' || world.state.cues.get(cue.id) !== cue) return;
  cue.next_run = null;
  createExecution(world, cue, { scheduled_for: due, triggered_by: 'scheduled' });
  if (cue.schedule.type === 'recurring') scheduleNextRun(world, cue);
}
