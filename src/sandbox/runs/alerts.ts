import { deliver } from '../delivery.ts';
import { pythonJson } from '../python-json.ts';
import type { Alert, User } from '../records/account.ts';
import type { Execution } from '../records/execution.ts';
import { signatureHeaders } from '../signing.ts';
import { zulu } from '../time-format.ts';
import type { World } from '../world.ts';

type NewAlert = Pick<Alert, 'alert_type' | 'severity' | 'message' | 'metadata'>;

/** Stores an alert about an execution, and calls the account's alert webhook if there is one. */
export function raiseAlert(world: World, execution: Execution, given: NewAlert): void {
  const alert: Alert = {
    id: world.ids.uuid(),
    user_id: execution.user_id,
    cue_id: execution.cue_id,
    execution_id: execution.id,
    ...given,
    acknowledged: false,
    created_at: world.clock.now(),
  };
  world.state.alerts.push(alert);
  const user = world.state.users.get(alert.user_id);
  if (user?.alert_webhook_url) world.agenda.add(alert.created_at, () => sendAlert(world, alert, user));
}

const FAILURES_BEFORE_ALERT = 3;

/** Raises an alert if at least three executions in a row were reported as failed. */
export function alertOnFailures(world: World, execution: Execution): void {
  const count = failuresInARow(world, execution.cue_id);
  if (count < FAILURES_BEFORE_ALERT) return;
  const message = `Cue ${execution.cue_id} has ${count} consecutive failed executions.`;
  const metadata = { consecutive_failures: count };
  raiseAlert(world, execution, { alert_type: 'consecutive_failures', severity: 'warning', message, metadata });
}

/** Returns the number of failed executions since the last success of the cue. */
function failuresInARow(world: World, cueId: string): number {
  const ended = [...world.state.executions.values()].filter(
    ({ cue_id, status }) => cue_id === cueId && (status === 'success' || status === 'failed'),
  );
  return ended.length - 1 - ended.findLastIndex(({ status }) => status === 'success');
}

export function alertSecret(world: World, user: User): string {
  user.alert_webhook_secret ??= world.ids.hex('', 64);
  return user.alert_webhook_secret;
}

async function sendAlert(world: World, alert: Alert, user: User): Promise<void> {
  if (user.alert_webhook_url === null) return;
  const payload = {
    alert_id: alert.id,
    alert_type: alert.alert_type,
    severity: alert.severity,
    message: alert.message,
    execution_id: alert.execution_id,
    cue_id: alert.cue_id,
    created_at: zulu(alert.created_at),
    metadata: alert.metadata,
  };
  await deliver(world, {
    url: user.alert_webhook_url,
    headers: {
      'X-CueAPI-Alert-Id': alert.id,
      'X-CueAPI-Alert-Type': alert.alert_type,
      ...signatureHeaders(alertSecret(world, user), payload, world.clock.now()),
    },
    body: pythonJson(payload, { compact: false, ascii: true }),
  });
}
