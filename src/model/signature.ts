import type { Position } from './diagnostic.ts';
import type { Json } from './json.ts';

export const SIGNATURE_ALGORITHMS = ['hmac-sha256', 'hmac-sha512', 'hmac-sha1'] as const;
type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

/** `sorted-json` is the output of Python's `json.dumps(payload, sort_keys=True)`, and `raw` is the unchanged body. */
export const PAYLOAD_FORMS = ['sorted-json', 'raw'] as const;
type PayloadForm = (typeof PAYLOAD_FORMS)[number];

/** How a server signs webhook deliveries, from one key of `contracts/signatures.yaml`. */
export interface SignatureScheme {
  readonly name: string;
  readonly headers: {
    readonly signature: string;
    /** The name of the timestamp header, if the timestamp has its own header. */
    readonly timestamp: string | null;
  };
  readonly algorithm: SignatureAlgorithm;
  /** Format of the signature header, such as `t=${timestamp},v1=${hex}`. */
  readonly format: string;
  /** The signed text, such as `${timestamp}.${payload}` with unix seconds. */
  readonly signed: string;
  readonly payload: PayloadForm;
  /** The largest allowed difference between the timestamp and the current time, or null for no limit. */
  readonly toleranceMs: number | null;
  readonly vectors: readonly SignatureVector[];
  readonly note?: string;
  readonly at: Position;
}

/** The type that the payload must have in the call of the client's function. */
export const PAYLOAD_KINDS = ['text', 'bytes', 'object'] as const;
export type PayloadKind = (typeof PAYLOAD_KINDS)[number];

/** How a webhook delivery is changed after signing. */
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

/** A webhook delivery, and whether the client must accept it. */
export interface SignatureVector {
  readonly name: string;
  /** Either a JSON value whose members keep their order, or a text that is sent unchanged. */
  readonly content: { readonly kind: 'json'; readonly value: Json } | { readonly kind: 'body'; readonly text: string };
  readonly as: PayloadKind;
  /** With `signed`, the payload is the signed text. With `compact`, it is JSON without spaces, in the given order. */
  readonly spelling: 'signed' | 'compact';
  readonly change: SignatureChange;
  /** The age of the delivery, negative for a timestamp in the future. */
  readonly ageMs: number;
  readonly valid: boolean;
  readonly at: Position;
}

/** Returns the scheme with this name, or the only scheme if no name is given. */
export function findScheme(
  schemes: readonly SignatureScheme[] | undefined,
  name: string | undefined,
): SignatureScheme | undefined {
  if (name === undefined) return schemes?.length === 1 ? schemes[0] : undefined;
  return schemes?.find((scheme) => scheme.name === name);
}
