import { newWebhookSecret } from '../accounts.ts';
import { findOwnAgent } from '../agents/lookup.ts';
import { requireConfirmation } from '../auth.ts';
import { ApiError } from '../errors.ts';
import { ok, type SandboxReply } from '../http/message.ts';
import { type Call, type Route, userRoute } from '../http/route.ts';

export function agentSecretRoutes(): readonly Route[] {
  return [
    userRoute({
      operation: 'agents.get_webhook_secret',
      request: 'GET /v1/agents/{ref}/webhook-secret',
      handle: getSecret,
    }),
    userRoute({
      operation: 'agents.regenerate_webhook_secret',
      request: 'POST /v1/agents/{ref}/webhook-secret/regenerate',
      handle: regenerateSecret,
    }),
  ];
}

function getSecret({ world, user, params }: Call): SandboxReply {
  const secret = secretOf({ world, user, params });
  if (secret === null) throw new ApiError(404, 'no_webhook_secret', 'Agent has no webhook secret');
  return ok({ webhook_secret: secret });
}

function secretOf({ world, user, params }: Pick<Call, 'world' | 'user' | 'params'>): string | null {
  try {
    return findOwnAgent(world, user, params.ref).webhook_secret;
  } catch (error) {
    if (world.has('secret-error-code-swapped') && error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** Confirmation is asked for before the agent is looked up. */
function regenerateSecret({ world, user, params, request }: Call): SandboxReply {
  if (!world.has('agent-secret-unconfirmed')) requireConfirmation(request);
  const agent = findOwnAgent(world, user, params.ref);
  if (agent.webhook_url === null) throw new ApiError(409, 'no_webhook_url', 'Agent has no webhook_url');
  agent.webhook_secret = newWebhookSecret(world);
  return ok({ webhook_secret: agent.webhook_secret });
}
