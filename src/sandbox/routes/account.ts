import { createUser, findUserByEmail, newApiKey, newWebhookSecret } from '../accounts.ts';
import { requireConfirmation } from '../auth.ts';
import { callbackUrlProblem } from '../callback-url.ts';
import { ApiError } from '../errors.ts';
import { created, ok, type SandboxReply } from '../http/message.ts';
import { type Call, type OpenCall, openRoute, type Route, userRoute } from '../http/route.ts';
import { monthlyExecutions } from '../quota.ts';
import type { User } from '../records/account.ts';
import { alertSecret } from '../runs/alerts.ts';
import { offset } from '../time-format.ts';
import { object } from '../validate/containers.ts';
import { type Infer, maybe } from '../validate/schema.ts';
import { email, text } from '../validate/values.ts';
import type { World } from '../world.ts';

export function accountRoutes(world: World): readonly Route[] {
  const newAccount = object({ email: world.has('email-not-validated') ? text() : email() });
  return [
    openRoute({ operation: 'auth.register', request: 'POST /v1/auth/register', body: newAccount, handle: register }),
    userRoute({ operation: 'auth.regenerate_key', request: 'POST /v1/auth/key/regenerate', handle: regenerateKey }),
    userRoute({ operation: 'auth.get_key', request: 'GET /v1/auth/key', handle: getKey }),
    userRoute({ operation: 'auth.me', request: 'GET /v1/auth/me', handle: getMe }),
    userRoute({ operation: 'auth.update_me', request: 'PATCH /v1/auth/me', body: PATCH_ME, handle: updateMe }),
    userRoute({
      operation: 'auth.get_alert_webhook_secret',
      request: 'GET /v1/auth/alert-webhook-secret',
      handle: ({ world, user }) => ok({ alert_webhook_secret: alertSecret(world, user) }),
    }),
    userRoute({
      operation: 'auth.regenerate_alert_webhook_secret',
      request: 'POST /v1/auth/alert-webhook-secret/regenerate',
      handle: regenerateAlertSecret,
    }),
    userRoute({
      operation: 'auth.get_webhook_secret',
      request: 'GET /v1/auth/webhook-secret',
      handle: ({ user }) => ok({ webhook_secret: user.webhook_secret }),
    }),
    userRoute({
      operation: 'auth.regenerate_webhook_secret',
      request: 'POST /v1/auth/webhook-secret/regenerate',
      handle: regenerateSecret,
    }),
  ];
}

const PATCH_ME = object({ email: maybe(text()), alert_webhook_url: maybe(text()) });

function register({ world, body }: OpenCall<{ readonly email: string }>): SandboxReply {
  if (findUserByEmail(world, body.email)) throw new ApiError(409, 'duplicate_email', 'Email is already registered');
  // The core server cannot show the key again, but the hosted server perhaps can.
  const user = createUser(world, { email: body.email, hasKey: true, isKeyKept: world.hosted });
  return created({ api_key: user.api_key, email: user.email });
}

function regenerateKey({ world, user, request }: Call): SandboxReply {
  if (!world.has('regenerate-key-unconfirmed')) requireConfirmation(request);
  if (user.api_key !== null) world.state.rotatedKeys.set(user.api_key, world.clock.now());
  user.api_key = newApiKey(world);
  user.api_key_id = world.ids.uuid();
  user.is_key_kept = true;
  user.updated_at = world.clock.now();
  return ok({ api_key: user.api_key, previous_key_revoked: true });
}

/** A key that was not stored in readable form cannot be shown. */
function getKey({ world, user }: Call): SandboxReply {
  if (user.is_key_kept) return ok({ api_key: user.api_key });
  const message = 'The key cannot be shown again. Regenerate it to get a new one.';
  if (world.hosted) throw new ApiError(410, 'plaintext_unavailable', message);
  return ok({ api_key: null, prefix: keyPrefix(user), message });
}

function getMe({ world, user }: Call): SandboxReply {
  const cues = [...world.state.cues.values()].filter((cue) => cue.user_id === user.id);
  return ok({
    email: user.email,
    ...(world.has('me-plan-gone') ? {} : { plan: user.plan }),
    active_cues: cues.filter((cue) => cue.status === 'active').length,
    active_cue_limit: user.limits.active_cues,
    executions_this_month: monthlyExecutions(world, user),
    monthly_execution_limit: user.limits.monthly_executions,
    rate_limit_per_minute: user.limits.requests_per_minute,
    has_webhook_secret: true,
    api_key_prefix: keyPrefix(user),
    slug: user.slug,
  });
}

function keyPrefix(user: User): string {
  return (user.api_key ?? '').slice(0, 12);
}

function updateMe({ world, user, body }: Call<Infer<typeof PATCH_ME>>): SandboxReply {
  if (body.email == null && body.alert_webhook_url == null) {
    throw new ApiError(422, 'no_fields', 'No fields to update');
  }
  if (body.alert_webhook_url) {
    const problem = callbackUrlProblem(body.alert_webhook_url);
    if (problem) throw new ApiError(400, 'invalid_alert_webhook_url', problem);
  }
  user.email = body.email ?? user.email;
  if (body.alert_webhook_url != null) user.alert_webhook_url = body.alert_webhook_url || null;
  user.updated_at = world.clock.now();
  return ok({ updated_at: offset(user.updated_at) });
}

function regenerateAlertSecret({ world, user, request }: Call): SandboxReply {
  requireConfirmation(request);
  user.alert_webhook_secret = null;
  return ok({ alert_webhook_secret: alertSecret(world, user), previous_secret_revoked: true });
}

function regenerateSecret({ world, user, request }: Call): SandboxReply {
  requireConfirmation(request);
  user.webhook_secret = newWebhookSecret(world);
  return ok({ webhook_secret: user.webhook_secret, previous_secret_revoked: true });
}
