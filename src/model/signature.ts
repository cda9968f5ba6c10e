import type { Position } from './diagnostic.ts';
import type { Json } from './json.ts';

export const SIGNATURE_ALGORITHMS = ['hmac-sha256', 'hmac-sha512', 'hmac-sha1'] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

/**
 * The part of a payload that is signed. `sorted-json`: its JSON with sorted keys, a space after comma and colon, ASCII only, as
 * printed by Python's `json.dumps(payload, sort_keys=True)`. `raw`: the bytes of the body.
 */
export const PAYLOAD_FORMS = ['sorted-json', 'raw'] as const;
export type PayloadForm = (typeof PAYLOAD_FORMS)[number];

/** How a server signs deliveries: one key of `contracts/signatures.yaml`. */
export interface SignatureScheme {
  readonly name: string;
  readonly headers: {
    readonly signature: string;
    /** null if the time is part of the signature header, or is not sent. */
    readonly timestamp: string | null;
  };
  readonly algorithm: SignatureAlgorithm;
  /** The header's value: text with one of `${hex}` and `${base64}`, and optionally `${timestamp}`. */
  readonly format: string;
  /** The signed text, with `${payload}` and usually `${timestamp}` (unix seconds). */
  readonly signed: string;
  readonly payload: PayloadForm;
  /** The allowed distance between the timestamp and now, in both directions; null: any. */
  readonly toleranceMs: number | null;
  readonly vectors: readonly SignatureVector[];
  readonly note?: string;
  readonly at: Position;
}

/** The type in which a receiver passes the payload to its function. */
export const PAYLOAD_KINDS = ['text', 'bytes', 'object'] as const;
export type PayloadKind = (typeof PAYLOAD_KINDS)[number];

/** How a delivery is tampered with. `src/wire/play-vector.ts` applies it. */
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
export type SignatureChange = (typeof SIGNATURE_CHANGES)[number];

/** One delivery, and whether it must be accepted. Values are computed when it is played, because its time is relative to now. */
export interface SignatureVector {
  readonly name: string;
  /** Members in the order in which the receiver sees them. Text: a body that is sent unchanged. */
  readonly content: { readonly kind: 'json'; readonly value: Json } | { readonly kind: 'body'; readonly text: string };
  readonly as: PayloadKind;
  /** For text and bytes made from JSON: written as it was signed, or compact with its members in the given order. */
  readonly spelling: 'signed' | 'compact';
  readonly change: SignatureChange;
  /** Age of the delivery; negative: in the future. */
  readonly ageMs: number;
  readonly valid: boolean;
  readonly at: Position;
}

/** Returns the scheme with the given name, or the only one. */
export function findScheme(
  schemes: readonly SignatureScheme[] | undefined,
  name: string | undefined,
): SignatureScheme | undefined {
  if (name === undefined) return schemes?.length === 1 ? schemes[0] : undefined;
  return schemes?.find((scheme) => scheme.name === name);
}
