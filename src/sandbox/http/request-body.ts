import { ApiError } from '../errors.ts';
import { headerOf, type SandboxRequest } from './message.ts';

export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown }
  /** Bytes of another content type: there, but not an object. */
  | { readonly kind: 'opaque' };

/** Throws 400 `invalid_json`. This happens before authentication, as in the server's framework. */
export function parseBody(request: SandboxRequest): RequestBody {
  if (request.body.length === 0) return { kind: 'none' };
  if (!isJsonType(headerOf(request, 'content-type'))) return { kind: 'opaque' };
  try {
    return { kind: 'json', value: JSON.parse(request.body.toString('utf8')) };
  } catch {
    throw new ApiError(400, 'invalid_json', 'Request body is not valid JSON');
  }
}

/** A request without content type is given the benefit of the doubt; the facts only speak of a wrong one. */
function isJsonType(contentType: string | undefined): boolean {
  const type = (contentType ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? '';
  return type === 'application/json' || /^application\/[^;]*\+json$/.test(type);
}
