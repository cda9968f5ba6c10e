import { writeJson } from '../lib/json-text.ts';
import type { DriverValue } from '../model/driver.ts';
import type { Json } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import type { SignatureScheme, SignatureVector } from '../model/signature.ts';
import { sign } from './sign.ts';
import { sortedJson } from './signed-json.ts';

/** One webhook delivery as a receiver gets it. */
export interface PlayedVector {
  readonly payload: DriverValue;
  readonly signature: string;
  readonly timestamp: string;
  readonly secret: string;
  readonly headers: { readonly [name: string]: string };
}

/** Signs the original delivery of a test vector, then makes the change that the vector describes. */
export function playVector(
  scheme: SignatureScheme,
  vector: SignatureVector,
  { secret, now }: { readonly secret: string; readonly now: Date },
): PlayedVector {
  const { change, as, content } = vector;
  const signedAt = Math.floor((now.getTime() - vector.ageMs) / 1000);
  const key = change === 'secret' ? `${secret}-of-somebody-else` : secret;
  const genuine = sign(scheme, { body: spell(scheme, vector, content), secret: key, timestamp: String(signedAt) });
  const told = change === 'payload' ? changed(content) : content;
  const timestamp = toldTime(vector, signedAt);
  const signature = toldSignature(scheme, vector, genuine);
  return {
    payload: as === 'object' && told.kind === 'json' ? told.value : handOver(spell(scheme, vector, told), vector),
    ...{ signature, timestamp, secret },
    headers: {
      [scheme.headers.signature]: signature,
      ...(scheme.headers.timestamp !== null && { [scheme.headers.timestamp]: timestamp }),
    },
  };
}

type Content = SignatureVector['content'];

function spell({ payload }: SignatureScheme, { spelling }: SignatureVector, content: Content): Uint8Array {
  if (content.kind === 'body') return Buffer.from(content.text);
  const compact = writeJson(content.value);
  return Buffer.from(payload === 'raw' || spelling === 'compact' ? compact : (sortedJson(compact) ?? compact));
}

function handOver(body: Uint8Array, { as }: SignatureVector): DriverValue {
  const bytes = Buffer.from(body);
  return as === 'bytes' ? { $type: 'bytes', base64: bytes.toString('base64') } : bytes.toString('utf8');
}

function changed(content: Content): Content {
  if (content.kind === 'json') return { kind: 'json', value: changeOne(content.value) };
  return { kind: 'body', text: /\d/.test(content.text) ? bumpDigit(content.text) : `${content.text}x` };
}

function bumpDigit(text: string): string {
  return text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
}

/** Modifies only the last, innermost value. A client that verifies only a part of the payload may miss this change. */
function changeOne(value: Json): Json {
  if (Array.isArray(value)) return value.length === 0 ? [0] : value.with(-1, changeOne(value.at(-1) ?? null));
  if (isJsonObject(value)) {
    const last = Object.keys(value).at(-1);
    return last === undefined ? { added: true } : { ...value, [last]: changeOne(value[last] ?? null) };
  }
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'number') return value + 1;
  return value === null ? 0 : !value;
}

/** A difference of one second is within the tolerance, so only the signature reveals the change. */
function toldTime({ change }: SignatureVector, signedAt: number): string {
  if (change === 'not-a-time') return 'yesterday';
  return String(change === 'timestamp' ? signedAt + 1 : signedAt);
}

function toldSignature({ format }: SignatureScheme, { change }: SignatureVector, signature: string): string {
  switch (change) {
    case 'signature':
      return changeLast(signature);
    case 'not-ascii':
      return `${signature.slice(0, -1)}é`;
    case 'truncated':
      return signature.slice(0, format.indexOf('${') + 16);
    case 'empty':
      return '';
    case 'prefix':
      return signature.slice(format.indexOf('${'));
    default:
      return signature;
  }
}

/** Replaces the last character before the Base64 padding. */
function changeLast(signature: string): string {
  const end = signature.replace(/=+$/, '').length - 1;
  return `${signature.slice(0, end)}${signature[end] === '0' ? '4' : '0'}${signature.slice(end + 1)}`;
}
