import { DAY } from './clock.ts';
import { ApiError } from './errors.ts';
import { headerOf, type SandboxRequest } from './http/message.ts';
import { verifySession } from './jwt.ts';
import type { User } from './records/account.ts';
import { isUuid } from './validate/values.ts';
import type { World } from './world.ts';

/** Finds the user by the bearer token. The token can be the internal token, an API key or a session token. */
export function authenticate(world: World, request: SandboxRequest, operation: string): User {
  const token = bearerOf(request);
  if (token === undefined) return answerWithoutCredentials(world, operation);
  if (token === world.secrets.internalToken) return findOnBehalf(world, request);
  if (token.startsWith('cue_sk_')) return findByApiKey(world, token, operation);
  return findBySession(world, token);
}

export function bearerOf(request: SandboxRequest): string | undefined {
  const [scheme, token, ...rest] = (headerOf(request, 'authorization') ?? '').split(' ');
  return scheme === 'Bearer' && token && rest.length === 0 ? token : undefined;
}

/** Checks the token for operations that only the backend itself may call. */
export function requireInternalToken(world: World, request: SandboxRequest): void {
  if (bearerOf(request) !== world.secrets.internalToken) {
    throw new ApiError(401, 'invalid_internal_token', 'Invalid internal token');
  }
}

export function requireConfirmation(request: SandboxRequest): void {
  if (headerOf(request, 'x-confirm-destructive') === 'true') return;
  throw new ApiError(
    400,
    'confirmation_required',
    'This action is destructive. Set the X-Confirm-Destructive header to true to proceed.',
  );
}

function answerWithoutCredentials(world: World, operation: string): User {
  const someone = [...world.state.users.values()][0];
  if (operation === 'agents.list' && world.has('agents-list-without-credentials') && someone) return someone;
  throw new ApiError(401, 'invalid_api_key', 'Missing or invalid API key');
}

function findByApiKey(world: World, key: string, operation: string): User {
  const user = [...world.state.users.values()].find((candidate) => candidate.api_key === key);
  if (user) return user;
  const rotatedAt = world.state.rotatedKeys.get(key);
  if (rotatedAt !== undefined && world.clock.now() - rotatedAt < DAY) {
    throw new ApiError(401, 'key_rotated', 'This API key was rotated. Use the new key.');
  }
  const status = operation === 'auth.me' && world.has('wrong-key-forbidden') ? 403 : 401;
  throw new ApiError(status, 'invalid_api_key', 'Missing or invalid API key');
}

function findBySession(world: World, token: string): User {
  const claims = verifySession(token, world.secrets.sessionKey);
  if (!claims) throw new ApiError(401, 'invalid_session', 'Invalid session token');
  if (claims.exp * 1000 <= world.clock.now()) throw new ApiError(401, 'session_expired', 'Session has expired');
  const user = world.state.users.get(claims.sub);
  if (!user) throw new ApiError(401, 'user_not_found', 'User not found');
  return user;
}

function findOnBehalf(world: World, request: SandboxRequest): User {
  const id = headerOf(request, 'x-on-behalf-of');
  if (!id) {
    const message = 'The internal token needs an X-On-Behalf-Of header';
    throw new ApiError(400, 'internal_token_requires_on_behalf_of', message);
  }
  if (!isUuid(id)) throw new ApiError(400, 'invalid_on_behalf_of', 'X-On-Behalf-Of must be a user UUID');
  const user = world.state.users.get(id.toLowerCase());
  if (!user) throw new ApiError(404, 'user_not_found', 'User not found');
  return user;
}
