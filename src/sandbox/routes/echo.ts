import { mapValues } from '../../lib/map-values.ts';
import { HOUR, MINUTE } from '../clock.ts';
import { ApiError } from '../errors.ts';
import { ok, type SandboxReply } from '../http/message.ts';
import { type Call, type OpenCall, openRoute, type Route, userRoute } from '../http/route.ts';
import { offset } from '../time-format.ts';

export function echoRoutes(): readonly Route[] {
  return [
    openRoute({ operation: 'echo.store', request: 'POST /v1/echo/{token}', handle: storeEcho }),
    userRoute({ operation: 'echo.get', request: 'GET /v1/echo/{token}', handle: getEcho }),
  ];
}

const SHORTEST_TOKEN = 16;
const LARGEST_BODY = 1_000_000;
const KEPT_MS = 5 * MINUTE;

function storeEcho({ world, request, params }: OpenCall): SandboxReply {
  const token = params.token ?? '';
  const rule = { limit: world.settings.ipCeiling, windowMs: HOUR };
  if (!world.limiter.hit(`echo:${request.ip}`, rule).allowed) {
    throw new ApiError(429, 'rate_limit_exceeded', 'Too many requests');
  }
  if (token.length < SHORTEST_TOKEN) throw new ApiError(400, 'invalid_token', 'Token must have at least 16 characters');
  if (request.body.length >= LARGEST_BODY) throw new ApiError(413, 'payload_too_large', 'Payload too large');
  const headers = mapValues(request.headers, String);
  world.state.echoes.set(token, { payload: parse(request.body), headers, received_at: world.clock.now() });
  return ok({ stored: true });
}

/** The body must be JSON, whatever its content type is. */
function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new ApiError(400, 'invalid_json', 'Request body is not valid JSON');
  }
}

function getEcho({ world, params }: Call): SandboxReply {
  const echo = world.state.echoes.get(params.token ?? '');
  if (!echo || world.clock.now() - echo.received_at >= KEPT_MS) return ok({ status: 'waiting' });
  const { payload, headers, received_at } = echo;
  return ok({ status: 'delivered', payload, headers, received_at: offset(received_at) });
}
