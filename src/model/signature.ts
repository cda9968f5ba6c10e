import type { Position } from './diagnostic.ts';
import type { Json } from './json.ts';

export const SIGNATURE_ALGORITHMS = ['hmac-sha256', 'hmac-sha512', 'hmac-sha1'] as const;
type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

/**
 * Which form of the payload is signed. `raw`: the bytes of the body. `sorted-json`: the body's JSON with sorted keys, a space
 * after comma and colon, ASCII only, as Python's `json.dumps(payload, sort_keys=True)` prints it.
 */
export const PAYLOAD_FORMS = ['sorted-json', 'raw'] as const;
type PayloadForm = (typeof PAYLOAD_FORMS)[number];

/** How a server signs webhook deliveries: one key of `contracts/signatures.yaml`. */
export interface SignatureScheme {
  readonly name: string;
  readonly headers: {
    readonly signature: string;
    /** The header that contains the timestamp. null if the time is part of the signature header, or is not sent. */
    readonly timestamp: string | null;
  };
  readonly algorithm: SignatureAlgorithm;
  /** Format of the signature header: text with one of `${hex}` and `${base64}`, and optionally `${timestamp}`. */
  readonly format: string;
  /** The text that is signed. It contains `${payload}` and usually `${timestamp}` (unix seconds). */
  readonly signed: string;
  readonly payload: PayloadForm;
  /** The maximum difference between the timestamp and the current time, in both directions. Null: no limit. */
  readonly toleranceMs: number | null;
  readonly vectors: readonly SignatureVector[];
  readonly note?: string;
  readonly at: Position;
}

/** The type in which a receiver passes the payload to the client's function. */
export const PAYLOAD_KINDS = ['text', 'bytes', 'object'] as const;
export type PayloadKind = (typeof PAYLOAD_KINDS)[number];

/** The ways in which a delivery can be changed after it was signed. `src/wire/play-vector.ts` makes these changes. */
export const SIGNATURE_CHANGES = [
  'none',
  'payload',
  'signature',
  'truncated',
  'empty',
  'not-ascii',
  'prefix',
  'secret',
  'timestamp',
  'not-a-time',
] as const;
type SignatureChange = (typeof SIGNATURE_CHANGES)[number];

/**
 * A test case for signature checks: one delivery, and whether a function must accept it. The values are computed when the
 * delivery is sent, because its time is relative to the current time.
 */
export interface SignatureVector {
  readonly name: string;
  /** The payload. Members are in the order in which the receiver sees them. A text is a body that is sent unchanged. */
  readonly content: { readonly kind: 'json'; readonly value: Json } | { readonly kind: 'body'; readonly text: string };
  readonly as: PayloadKind;
  /** How JSON is written if the payload is text or bytes: as it was signed, or compact with its members in the given order. */
  readonly spelling: 'signed' | 'compact';
  readonly change: SignatureChange;
  /** Age of the delivery. Negative: its timestamp is in the future. */
  readonly ageMs: number;
  readonly valid: boolean;
  readonly at: Position;
}

/** Returns the signature scheme with the given name. Without a name, returns the only scheme. */
export function findScheme(
  schemes: readonly SignatureScheme[] | undefined,
  name: string | undefined,
): SignatureScheme | undefined {
  if (name === undefined) return schemes?.length === 1 ? schemes[0] : undefined;
  return schemes?.find((scheme) => scheme.name === name);
}
