import { newSessionToken } from '../accounts.ts';
import { ApiError } from '../errors.ts';
import { ok, type SandboxReply } from '../http/message.ts';
import { type Call, type OpenCall, openRoute, type Route, userRoute } from '../http/route.ts';
import { object } from '../validate/containers.ts';
import { text } from '../validate/values.ts';

export function sessionRoutes(): readonly Route[] {
  return [
    openRoute({
      operation: 'auth.create_session',
      request: 'POST /v1/auth/session',
      body: object({ token: text() }),
      handle: createSession,
    }),
    userRoute({
      operation: 'auth.refresh_session',
      request: 'POST /v1/auth/session/refresh',
      handle: ({ world, user }: Call) => ok({ session_token: newSessionToken(world, user), email: user.email }),
    }),
  ];
}

/** Creates a session from the token of a device login. The token works only once. */
function createSession({ world, body }: OpenCall<{ readonly token: string }>): SandboxReply {
  const userId = world.state.sessionTokens.get(body.token);
  if (userId === undefined) throw new ApiError(401, 'invalid_token', 'Invalid or expired token');
  world.state.sessionTokens.delete(body.token);
  const user = world.state.users.get(userId);
  if (!user) throw new ApiError(401, 'user_not_found', 'User not found');
  return ok({ session_token: newSessionToken(world, user), email: user.email });
}
