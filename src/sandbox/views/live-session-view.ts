import type { LiveSession } from '../records/agent.ts';
import { wholeSeconds, zulu } from '../time-format.ts';
import type { World } from '../world.ts';

export function viewLiveSession(world: World, session: LiveSession) {
  const { heartbeat_at } = session;
  return {
    label: session.label,
    cue_id: session.cue_id,
    task_name: session.task_name,
    is_default: session.is_default,
    attached: session.detached_at === null,
    heartbeat_age_sec: heartbeat_at === null ? null : wholeSeconds(heartbeat_at, world.clock.now()),
    last_claim_at: session.last_claim_at,
    last_claim_age_sec: null,
    monitor_version: session.monitor_version,
    attached_at: zulu(session.attached_at),
    session_token: session.session_token,
  };
}
