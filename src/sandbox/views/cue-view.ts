import type { Cue, Schedule, Verification } from '../records/cue.ts';
import type { Execution } from '../records/execution.ts';
import { offset, zulu, zuluOrNull } from '../time-format.ts';
import type { ObjectValue } from '../validate/containers.ts';
import type { World } from '../world.ts';

/** The hosted server shows more fields than core. */
export function viewCue(world: World, cue: Cue, warning: string | null = null): ObjectValue {
  const plain = {
    id: cue.id,
    name: cue.name,
    description: cue.description,
    status: cue.status,
    transport: cue.transport,
    schedule: viewSchedule(cue.schedule),
    callback: cue.callback,
    payload: cue.payload,
    retry: cue.retry,
    next_run: zuluOrNull(cue.next_run),
    last_run: zuluOrNull(cue.last_run),
    run_count: cue.run_count,
    fired_count: cue.fired_count,
    on_failure: cue.on_failure,
    verification: viewVerification(world, cue.verification),
    warning,
    created_at: zulu(cue.created_at),
    updated_at: zulu(cue.updated_at),
  };
  return world.hosted ? { ...plain, ...cue.hosted } : plain;
}

/** The documentation says that `stats` exists, but names no members. The members are guesses. */
export function viewCueStats(executions: readonly Execution[]): ObjectValue {
  const count = (status: Execution['status']) => executions.filter((execution) => execution.status === status).length;
  const [succeeded, failed] = [count('success'), count('failed')];
  return {
    total: executions.length,
    succeeded,
    failed,
    success_rate: succeeded + failed === 0 ? null : succeeded / (succeeded + failed),
  };
}

/** Only the time in `at` ends with an offset such as `+00:00` instead of `Z`. */
function viewSchedule(schedule: Schedule): ObjectValue {
  return {
    type: schedule.type,
    timezone: schedule.timezone,
    ...(schedule.cron === null ? {} : { cron: schedule.cron }),
    ...(schedule.at === null ? {} : { at: offset(schedule.at) }),
  };
}

function viewVerification(world: World, verification: Verification | null): ObjectValue | null {
  if (verification === null || world.hosted) return verification && { ...verification };
  return { mode: verification.mode };
}
