import { ApiError } from '../errors.ts';
import { ok, type SandboxReply } from '../http/message.ts';
import { cutPage, newestFirst, pageFields } from '../http/page.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';
import type { Alert } from '../records/account.ts';
import { zulu } from '../time-format.ts';
import { object } from '../validate/containers.ts';
import { datetime } from '../validate/datetime.ts';
import { type Infer, maybe } from '../validate/schema.ts';
import { text } from '../validate/values.ts';

export function alertRoutes(): readonly Route[] {
  return [userRoute({ operation: 'alerts.list', request: 'GET /v1/alerts', query: QUERY, handle: listAlerts })];
}

const QUERY = object({ alert_type: maybe(text()), since: maybe(datetime()), ...pageFields({ limit: 20, max: 100 }) });

const TYPES = ['outcome_timeout', 'verification_failed', 'consecutive_failures'];

function listAlerts({ world, user, query }: Call<undefined, Infer<typeof QUERY>>): SandboxReply {
  const { alert_type, since, limit, offset } = query;
  if (alert_type && !TYPES.includes(alert_type)) {
    throw new ApiError(400, 'invalid_filter', `alert_type must be one of ${TYPES.join(', ')}`);
  }
  const found = newestFirst(world.state.alerts).filter(
    (alert) =>
      alert.user_id === user.id &&
      (!alert_type || alert.alert_type === alert_type) &&
      (since == null || alert.created_at >= since.at),
  );
  const page = cutPage(found, { limit, offset });
  return ok({ alerts: page.map(viewAlert), total: found.length, limit, offset });
}

function viewAlert({ user_id: _owner, ...alert }: Alert) {
  return { ...alert, created_at: zulu(alert.created_at) };
}
