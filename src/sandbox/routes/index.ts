import type { Route } from '../http/route.ts';
import type { World } from '../world.ts';
import { accountRoutes } from './account.ts';
import { agentRoutes } from './agents.ts';
import { alertRoutes } from './alerts.ts';
import { attachmentRoutes } from './attachments.ts';
import { controlRoutes } from './control.ts';
import { cueRoutes } from './cues.ts';
import { deviceCodeRoutes } from './device-codes.ts';
import { echoRoutes } from './echo.ts';
import { eventRoutes } from './events.ts';
import { executionRoutes } from './executions.ts';
import { healthRoutes } from './health.ts';
import { internalRoutes } from './internal.ts';
import { liveSessionRoutes } from './live-sessions.ts';
import { mailboxRoutes } from './mailbox.ts';
import { messageRoutes } from './messages.ts';
import { sessionRoutes } from './sessions.ts';
import { subscriptionRoutes } from './subscriptions.ts';
import { usageRoutes } from './usage.ts';
import { workerRoutes } from './workers.ts';

/** If a request matches two routes, the first route is used. */
export function allRoutes(world: World): readonly Route[] {
  return [
    ...controlRoutes(),
    ...healthRoutes(),
    ...accountRoutes(world),
    ...sessionRoutes(),
    ...deviceCodeRoutes(),
    ...usageRoutes(),
    ...echoRoutes(),
    ...alertRoutes(),
    ...agentRoutes(world),
    ...mailboxRoutes(),
    ...liveSessionRoutes(),
    ...attachmentRoutes(),
    ...subscriptionRoutes(world),
    ...eventRoutes(),
    ...messageRoutes(world),
    ...internalRoutes(world),
    ...cueRoutes(world),
    ...executionRoutes(world),
    ...workerRoutes(),
  ];
}
