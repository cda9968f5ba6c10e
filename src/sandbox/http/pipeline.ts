import { createHash } from 'node:crypto';
import { bearerOf } from '../auth.ts';
import { MINUTE } from '../clock.ts';
import { ApiError, errorBody, httpError, RawApiError } from '../errors.ts';
import { pythonJson } from '../python-json.ts';
import { monthlyExecutions } from '../quota.ts';
import type { LimitVerdict } from '../rate-limit.ts';
import type { User } from '../records/account.ts';
import { isObject } from '../validate/containers.ts';
import type { World } from '../world.ts';
import { empty, headerOf, json, type SandboxReply, type SandboxRequest, withHeaders } from './message.ts';
import type { Route } from './route.ts';

interface App {
  readonly world: World;
  readonly routes: readonly Route[];
}

/** From the outermost to the innermost, the layers are request id, body size, rate limit, CORS, verify echo, route. */
export async function answerRequest(app: App, request: SandboxRequest): Promise<SandboxReply> {
  try {
    return await answerWithId(app, request);
  } catch {
    // As on the real server, a 500 after an unexpected error has no request id, rate-limit headers or CORS headers.
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
  /** The id of the operation, or an empty text if the request did not reach an operation. */
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
    const plain = await match.route.answer(app.world, request, match.params);
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

/** Returns undefined if the request is not a CORS preflight request. */
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

/** Adds the received body to the response if the request has the header `X-CueAPI-Verify-Echo: true`. */
function addVerifyEcho(reply: SandboxReply, { world, request, operation }: Echoed): SandboxReply {
  const isAsked = headerOf(request, 'x-cueapi-verify-echo')?.toLowerCase() === 'true';
  const isWrite = ['POST', 'PATCH', 'PUT'].includes(request.method);
  if (!isAsked || !isWrite || reply.status >= 300) return reply;
  if (reply.content.kind !== 'json' || !isObject(reply.content.value)) return reply;
  const { received, hashed } = whatWasReceived(world, request, operation);
  const sha256 = createHash('sha256').update(hashed, 'utf8').digest('hex');
  const value = { ...reply.content.value, body_received: received, body_received_sha256: sha256 };
  return { ...reply, content: { kind: 'json', value } };
}

interface Echoed {
  readonly world: World;
  readonly request: SandboxRequest;
  readonly operation: string;
}

/** Returns the part of the body that the operation echoes. */
function whatWasReceived(world: World, request: SandboxRequest, operation: string) {
  if (operation === 'cues.fire') return { received: null, hashed: '' };
  const body = parseLeniently(request.body.toString('utf8'));
  if (operation === 'messages.send' && isObject(body) && !world.has('body-echo-object')) {
    return { received: body.body, hashed: String(body.body) };
  }
  if (body === null) return { received: null, hashed: '' };
  if (typeof body === 'string') return { received: body, hashed: body };
  return { received: body, hashed: pythonJson(body, { compact: true, ascii: false }) };
}

function parseLeniently(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Returns a 405, a 404, or a redirect to the path without the last slash. */
function findRoute(routes: readonly Route[], request: SandboxRequest): Match | SandboxReply {
  const matches = matchPath(routes, request.path);
  const found = matches.find(({ route }) => route.method === request.method);
  if (found) return found;
  if (matches.length > 0) throw httpError(405, 'Method Not Allowed');
  const slashless = request.path.replace(/\/$/, '');
  if (slashless !== request.path && matchPath(routes, slashless).length > 0) return redirect(request);
  throw httpError(404, 'Not Found');
}

function matchPath(routes: readonly Route[], path: string): readonly Match[] {
  const segments = path.split('/');
  return routes.flatMap((route) => {
    const params = matchSegments(route.segments, segments);
    return params ? [{ route, params }] : [];
  });
}

function matchSegments(pattern: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith('{') && value !== '') params[part.slice(1, -1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}

function redirect(request: SandboxRequest): SandboxReply {
  const [path = '', query] = request.target.split('?', 2);
  const location = `http://${headerOf(request, 'host') ?? '127.0.0.1'}${path.replace(/\/$/, '')}`;
  return empty(307, { Location: query === undefined ? location : `${location}?${query}` });
}

interface LimitCheck {
  readonly refusal?: SandboxReply;
  /** These rate-limit headers are added to the response. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Requests are counted per API key, or per IP address if the key is unknown. */
function checkGlobalLimit(world: World, request: SandboxRequest): LimitCheck {
  const token = bearerOf(request);
  if (isExempt(request.path) || token === world.secrets.internalToken) return { headers: {} };
  const user = [...world.state.users.values()].find((candidate) => token && candidate.api_key === token);
  // With the real limit of 60 a minute for unknown keys, a run that tests rejections would fail.
  const limit = user?.limits.requests_per_minute ?? world.settings.ipCeiling;
  const rule = { limit: world.has('rate-limit-never') ? Number.MAX_SAFE_INTEGER : limit, windowMs: MINUTE };
  const verdict = world.limiter.hit(`global:${user?.api_key ?? request.ip}`, rule);
  const headers = limitHeaders(limit, verdict);
  if (!verdict.allowed) return { headers, refusal: refuse(world, headers, verdict) };
  return { headers: { ...headers, ...usageWarning(world, user) } };
}

const EXEMPT_PATHS = new Set([
  '/health',
  '/status',
  '/v1/info',
  '/docs',
  '/openapi.json',
  '/redoc',
  '/v1/billing/webhook',
  '/auth/device',
  '/v1/auth/verify',
  '/v1/internal/deploy-hook',
]);

function isExempt(path: string): boolean {
  return (
    EXEMPT_PATHS.has(path) ||
    path.startsWith('/v1/blog/') ||
    path.startsWith('/v1/internal/') ||
    path.startsWith('/__sandbox/')
  );
}

function limitHeaders(limit: number, verdict: LimitVerdict): Record<string, string> {
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(Math.min(limit, verdict.remaining)),
    'X-RateLimit-Reset': String(Math.ceil(verdict.resetAt / 1000)),
  };
}

function refuse(world: World, headers: Readonly<Record<string, string>>, verdict: LimitVerdict): SandboxReply {
  const seconds = Math.max(1, Math.ceil((verdict.resetAt - world.clock.now()) / 1000));
  const error = new ApiError(429, 'rate_limit_exceeded', `Rate limit exceeded. Retry after ${seconds} seconds.`);
  const retry: Record<string, string> = world.has('retry-after-missing') ? {} : { 'Retry-After': String(seconds) };
  return json(429, errorBody(error), { ...headers, ...retry });
}

function usageWarning(world: World, user: User | undefined): Record<string, string> {
  const isClose = user && monthlyExecutions(world, user) >= 0.8 * user.limits.monthly_executions;
  return isClose ? { 'X-CueAPI-Usage-Warning': 'approaching_limit' } : {};
}
