import { createHmac, timingSafeEqual } from 'node:crypto';
import { fillPlaceholders } from '../lib/placeholders.ts';
import { type HeaderList, headerValue } from '../model/http.ts';
import type { SignatureScheme } from '../model/signature.ts';
import { sortedJson } from './signed-json.ts';

interface Signing {
  readonly body: Uint8Array;
  readonly secret: string;
  /** The time in unix seconds, as text. */
  readonly timestamp: string;
}

/** Returns the value of the signature header. */
export function sign(scheme: SignatureScheme, { body, secret, timestamp }: Signing): string {
  return signText(scheme, { payload: payloadOf(scheme, body), secret, timestamp });
}

interface Delivered {
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  readonly secret: string;
  readonly now: Date;
}

export type SignatureVerdict =
  | { readonly kind: 'holds' }
  | { readonly kind: 'header-missing'; readonly header: string }
  | { readonly kind: 'no-time'; readonly timestamp: string }
  /** The age is negative if the timestamp is in the future. */
  | { readonly kind: 'out-of-time'; readonly ageMs: number }
  | { readonly kind: 'differs' };

export function checkSignature(scheme: SignatureScheme, { headers, body, secret, now }: Delivered): SignatureVerdict {
  const given = headerValue(headers, scheme.headers.signature);
  if (given === undefined) return { kind: 'header-missing', header: scheme.headers.signature };
  const stamped = readTimestamp(scheme, headers, given);
  if (stamped.kind !== 'time') return stamped;
  const { timestamp } = stamped;
  const ageMs = now.getTime() - Number(timestamp) * 1000;
  if (timestamp !== '' && scheme.toleranceMs !== null && Math.abs(ageMs) > scheme.toleranceMs)
    return { kind: 'out-of-time', ageMs };
  return isSame(given, sign(scheme, { body, secret, timestamp })) ? { kind: 'holds' } : { kind: 'differs' };
}

type Stamped =
  | { readonly kind: 'time'; readonly timestamp: string }
  | Extract<SignatureVerdict, { kind: `${string}-${string}` }>;

function readTimestamp(
  { headers: names, format, signed }: SignatureScheme,
  headers: HeaderList,
  given: string,
): Stamped {
  if (names.timestamp === null && !`${format}${signed}`.includes(TIMESTAMP)) return { kind: 'time', timestamp: '' };
  const timestamp = names.timestamp === null ? timeInside(format, given) : headerValue(headers, names.timestamp);
  if (timestamp === undefined) return { kind: 'header-missing', header: names.timestamp ?? names.signature };
  return /^\d{1,12}$/.test(timestamp) ? { kind: 'time', timestamp } : { kind: 'no-time', timestamp };
}

const TIMESTAMP = '${timestamp}';

/** Reads a timestamp from the signature header, such as `123` from `t=123,v1=ab`. */
function timeInside(format: string, given: string): string {
  const [before = ''] = format.split(TIMESTAMP);
  return given.startsWith(before) ? (/^\d*/.exec(given.slice(before.length))?.[0] ?? '') : '';
}

function payloadOf({ payload }: SignatureScheme, body: Uint8Array): Uint8Array {
  if (payload === 'raw') return body;
  const sorted = sortedJson(Buffer.from(body).toString('utf8'));
  return sorted === undefined ? body : Buffer.from(sorted);
}

interface SignedText extends Omit<Signing, 'body'> {
  readonly payload: Uint8Array;
}

function signText({ algorithm, format, signed }: SignatureScheme, { payload, secret, timestamp }: SignedText): string {
  const hmac = createHmac(algorithm.replace('hmac-', ''), secret);
  const parts = signed.split('${payload}');
  for (const [index, part] of parts.entries()) {
    hmac.update(fillPlaceholders(part, () => timestamp));
    if (index < parts.length - 1) hmac.update(payload);
  }
  const digest = hmac.digest();
  return fillPlaceholders(format, (name) =>
    name === 'timestamp' ? timestamp : digest.toString(name === 'base64' ? 'base64' : 'hex'),
  );
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
