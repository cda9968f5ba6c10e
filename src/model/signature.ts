import type { Position } from './diagnostic.ts';
import type { Json } from './json.ts';

export const SIGNATURE_ALGORITHMS = ['hmac-sha256', 'hmac-sha512', 'hmac-sha1'] as const;
type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

/**
 * The form of the payload that is signed. `raw`: the bytes of the body. `sorted-json`: the JSON of the body with sorted
 * keys, a space after each comma and colon, and only ASCII characters. Python's `json.dumps(payload, sort_keys=True)`
 * prints this form.
 */
export const PAYLOAD_FORMS = ['sorted-json', 'raw'] as const;
type PayloadForm = (typeof PAYLOAD_FORMS)[number];

/** How a server signs webhook deliveries. Each key of `contracts/signatures.yaml` is one such scheme. */
export interface SignatureScheme {
  readonly name: string;
  readonly headers: {
    readonly signature: string;
    /**
     * The header that contains the timestamp. null if the signature header contains the time, or if no time is sent.
     */
    readonly timestamp: string | null;
  };
  readonly algorithm: SignatureAlgorithm;
  /** Format of the signature header: text with one of `${hex}` and `${base64}`, and optionally `${timestamp}`. */
  readonly format: string;
  /** The text that is signed. It contains `${payload}` and usually `${timestamp}` (unix seconds). */
  readonly signed: string;
  readonly payload: PayloadForm;
  /**
   * The maximum difference between the timestamp and the current time. The timestamp may be earlier or later. Null: no
   * limit.
   */
  readonly toleranceMs: number | null;
  readonly vectors: readonly SignatureVector[];
  readonly note?: string;
  readonly at: Position;
}

/** The type in which a receiver passes the payload to the function of the client. */
export const PAYLOAD_KINDS = ['text', 'bytes', 'object'] as const;
export type PayloadKind = (typeof PAYLOAD_KINDS)[number];

/** The ways to change a delivery after it was signed. `src/wire/play-vector.ts` makes the changes. */
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
 * A test case for signature checks. It has one delivery and says whether a function must accept the delivery. The
 * values are computed when the delivery is sent, because the age of a delivery depends on the current time.
 */
export interface SignatureVector {
  readonly name: string;
  /**
   * The payload. Its members are in the order in which the receiver sees them. If the payload is a text, the text is
   * the body, and it is sent unchanged.
   */
  readonly content: { readonly kind: 'json'; readonly value: Json } | { readonly kind: 'body'; readonly text: string };
  readonly as: PayloadKind;
  /**
   * How JSON is written if the payload is text or bytes. `signed`: as it was signed. `compact`: without spaces, members
   * in the given order.
   */
  readonly spelling: 'signed' | 'compact';
  readonly change: SignatureChange;
  /** Age of the delivery. Negative: its timestamp is in the future. */
  readonly ageMs: number;
  readonly valid: boolean;
  readonly at: Position;
}

/** Returns the signature scheme with the given name. If no name is given, returns the only scheme. */
export function findScheme(
  schemes: readonly SignatureScheme[] | undefined,
  name: string | undefined,
): SignatureScheme | undefined {
  if (name === undefined) return schemes?.length === 1 ? schemes[0] : undefined;
  return schemes?.find((scheme) => scheme.name === name);
}
