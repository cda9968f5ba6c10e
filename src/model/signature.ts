import type { Position } from './diagnostic.ts';
import type { Json } from './json.ts';

export const SIGNATURE_ALGORITHMS = ['hmac-sha256', 'hmac-sha512', 'hmac-sha1'] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

/**
 * What of a payload is signed. `sorted-json`: its JSON with sorted keys, a blank after comma and colon, ASCII only, as
 * Python's `json.dumps(payload, sort_keys=True)` prints it. `raw`: the body's bytes.
 */
export const PAYLOAD_FORMS = ['sorted-json', 'raw'] as const;
export type PayloadForm = (typeof PAYLOAD_FORMS)[number];

/** How a server signs what it delivers: one key of `contracts/signatures.yaml`. */
export interface SignatureScheme {
  readonly name: string;
  readonly headers: {
    readonly signature: string;
    /** null: the time stands in the signature's header, or nowhere. */
    readonly timestamp: string | null;
  };
  readonly algorithm: SignatureAlgorithm;
  /** The header's value: text with one of `${hex}` and `${base64}`, maybe with `${timestamp}`. */
  readonly format: string;
  /** What is signed: text with `${payload}`, mostly with `${timestamp}` (unix seconds). */
  readonly signed: string;
  readonly payload: PayloadForm;
  /** How far from now the timestamp may be, either way; null: any. */
  readonly toleranceMs: number | null;
  readonly vectors: readonly SignatureVector[];
  readonly note?: string;
  readonly at: Position;
}

/** How a receiver hands the payload to its function. */
export const PAYLOAD_KINDS = ['text', 'bytes', 'object'] as const;
export type PayloadKind = (typeof PAYLOAD_KINDS)[number];

/** What is wrong with a delivery. `src/wire/play-vector.ts` does it. */
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

/** One delivery, and whether it must be taken. Values are computed when it is played: a time is relative to now. */
export interface SignatureVector {
  readonly name: string;
  /** Members in the order in which the receiver sees them. Text: a body that is given to the letter. */
  readonly content: { readonly kind: 'json'; readonly value: Json } | { readonly kind: 'body'; readonly text: string };
  readonly as: PayloadKind;
  /** Of text and bytes made from JSON: spelled as it is signed, or compact with its members in the given order. */
  readonly spelling: 'signed' | 'compact';
  readonly change: SignatureChange;
  /** Before now; negative: in the future. */
  readonly ageMs: number;
  readonly valid: boolean;
  readonly at: Position;
}

/** The scheme that is asked for by its name, or the only one. */
export function findScheme(
  schemes: readonly SignatureScheme[] | undefined,
  name: string | undefined,
): SignatureScheme | undefined {
  if (name === undefined) return schemes?.length === 1 ? schemes[0] : undefined;
  return schemes?.find((scheme) => scheme.name === name);
}
