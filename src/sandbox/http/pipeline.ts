import { ApiError, errorBody, RawApiError } from '../errors.ts';
import { checkGlobalLimit } from '../global-limit.ts';
import type { World } from '../world.ts';
import { empty, headerOf, json, type SandboxReply, type SandboxRequest, withHeaders } from './message.ts';
import type { Route } from './route.ts';
import { findRoute, runRoute } from './router.ts';
import { addVerifyEcho } from './verify-echo.ts';

interface App {
  readonly world: World;
  readonly routes: readonly Route[];
}

/** From outside in: request id, body size, rate limit, verify echo, CORS, route. */
export async function answerRequest(app: App, request: SandboxRequest): Promise<SandboxReply> {
  try {
    return await answerWithId(app, request);
  } catch {
    // Made outside the stack, so without request id, limits and CORS, as in the server.
    return json(500, errorBody(new ApiError(500, 'internal_error', 'An unexpected error occurred')));
  }
}

async function answerWithId(app: App, request: SandboxRequest): Promise<SandboxReply> {
  const { reply, operation } = await answerWithinLimits(app, request);
  if (operation === 'workers.list' && app.world.has('request-id-missing')) return reply;
  return withHeaders(reply, { 'X-Request-Id': app.world.ids.uuid() });
}

interface Answered {
  readonly reply: SandboxReply;
  /** Empty when no operation was reached. */
  readonly operation: string;
}

async function answerWithinLimits(app: App, request: SandboxRequest): Promise<Answered> {
  if (request.isBodyTooLarge) {
    const error = new ApiError(413, 'request_too_large', 'Request body exceeds 1048576 bytes');
    return { reply: json(413, errorBody(error)), operation: '' };
  }
  const limit = checkGlobalLimit(app.world, request);
  if (limit.refusal) return { reply: limit.refusal, operation: '' };
  const answered = await answerRouted(app, request);
  return { ...answered, reply: withHeaders(answered.reply, limit.headers) };
}

async function answerRouted(app: App, request: SandboxRequest): Promise<Answered> {
  const preflight = answerPreflight(request);
  if (preflight) return { reply: preflight, operation: '' };
  let operation = '';
  const reply = await asReply(async () => {
    const match = findRoute(app.routes, request);
    if (!('route' in match)) return match;
    operation = match.route.operation;
    const plain = await runRoute(match, app.world, request);
    return addVerifyEcho(plain, { world: app.world, request, operation });
  });
  return { reply: addCors(reply, request), operation };
}

async function asReply(answer: () => Promise<SandboxReply>): Promise<SandboxReply> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof ApiError) return json(error.status, errorBody(error));
    if (error instanceof RawApiError) return json(error.status, { error: error.error });
    throw error;
  }
}

const EXPOSED =
  'X-Request-Id, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, X-CueAPI-Usage-Warning';

/** The answer to a preflight request, or undefined when this is none. */
function answerPreflight(request: SandboxRequest): SandboxReply | undefined {
  const asked = headerOf(request, 'access-control-request-method');
  if (request.method !== 'OPTIONS' || asked === undefined || headerOf(request, 'origin') === undefined)
    return undefined;
  return withHeaders(addCors(empty(200), request), {
    'Access-Control-Allow-Methods': 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT',
    'Access-Control-Allow-Headers': headerOf(request, 'access-control-request-headers') ?? '',
    'Access-Control-Max-Age': '600',
  });
}

function addCors(reply: SandboxReply, request: SandboxRequest): SandboxReply {
  const origin = headerOf(request, 'origin');
  if (origin === undefined) return reply;
  return withHeaders(reply, {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Expose-Headers': EXPOSED,
    Vary: 'Origin',
  });
}
