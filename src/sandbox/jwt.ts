import { createHmac, timingSafeEqual } from 'node:crypto';
import { isObject } from './validate/containers.ts';

interface SessionClaims {
  readonly sub: string;
  readonly email: string;
  readonly type: 'session';
  /** The time at which the token was issued, in unix seconds. */
  readonly iat: number;
  readonly exp: number;
}

export function signSession(claims: SessionClaims, key: string): string {
  const head = encode({ alg: 'HS256', typ: 'JWT' });
  const body = encode(claims);
  return `${head}.${body}.${digest(`${head}.${body}`, key)}`;
}

/** Returns undefined if this server did not issue the token. An expired token is accepted. */
export function verifySession(token: string, key: string): { readonly sub: string; readonly exp: number } | undefined {
  const [head, body, signature, ...rest] = token.split('.');
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0) return undefined;
  const expected = Buffer.from(digest(`${head}.${body}`, key));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
  const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
  if (!isObject(claims) || claims.type !== 'session') return undefined;
  return { sub: String(claims.sub), exp: Number(claims.exp) };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function digest(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
