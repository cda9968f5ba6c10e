import { empty, headerOf, type SandboxReply, type SandboxRequest, withHeaders } from './message.ts';

const EXPOSED =
  'X-Request-Id, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, X-CueAPI-Usage-Warning';

/** The answer to a preflight request, or undefined when this is none. */
export function answerPreflight(request: SandboxRequest): SandboxReply | undefined {
  const asked = headerOf(request, 'access-control-request-method');
  if (request.method !== 'OPTIONS' || asked === undefined || headerOf(request, 'origin') === undefined)
    return undefined;
  return withHeaders(addCors(empty(200), request), {
    'Access-Control-Allow-Methods': 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT',
    'Access-Control-Allow-Headers': headerOf(request, 'access-control-request-headers') ?? '',
    'Access-Control-Max-Age': '600',
  });
}

export function addCors(reply: SandboxReply, request: SandboxRequest): SandboxReply {
  const origin = headerOf(request, 'origin');
  if (origin === undefined) return reply;
  return withHeaders(reply, {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Expose-Headers': EXPOSED,
    Vary: 'Origin',
  });
}
