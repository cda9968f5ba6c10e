import type { Address, ExchangeId } from './address.ts';
import type { Place } from './contract.ts';
import type { JsonPointer } from './json.ts';
import type { OperationId } from './operation-id.ts';

export type Severity = 'error' | 'warning';

/** The configured level of a kind. `off`: its findings are not reported. */
export type Level = Severity | 'off';

/** A pointer into a recording, so that a finding can be verified. */
export interface Evidence {
  readonly exchange: ExchangeId;
  /** Pointer into the exchange, such as `/response/body/id`. */
  readonly pointer: JsonPointer;
  /** The content there, truncated to one line. */
  readonly excerpt: string;
}

/** One established difference. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** Id of the thing to repair, the same in every run: `server-error/nul/5xx`. Findings of several operations may share it. */
  readonly cause: string;
  /** Identifies one occurrence of the cause, including operation and field. The same in every run. 12 hex digits. */
  readonly fingerprint: string;
  /** The target or client on which it was seen. */
  readonly where: string;
  readonly operation: OperationId;
  readonly address: Address;
  /** A logical field name of the request, a pointer into the response with `*` for list positions, or a header name. */
  readonly field: string | null;
  readonly expected: string;
  readonly observed: string;
  /** For a field at the wrong place. */
  readonly places?: { readonly declared: Place; readonly sent: Place };
  readonly evidence: Evidence;
  /** For a generated scenario: its requests as curl commands; the last one shows the finding. Credentials are shell variables. */
  readonly reproduction?: readonly string[];
  /** The generated scenario's variation. */
  readonly tried?: Tried;
  /** The response's status class, such as `5xx`, or the transport failure. */
  readonly outcome?: string;
  /** For a client: every method that shows it, sorted. */
  readonly methods?: readonly string[];
  /** For a client: every method and given value that shows it, sorted; the methods if absent. */
  readonly shows?: readonly string[];
}

/** The variation of a probe or a behavior. */
export interface Tried {
  /** `nul`, or `exclusive_claim.race`. */
  readonly what: string;
  /** The varied field; null if the variation concerns the whole call. */
  readonly about: string | null;
  /** The value, truncated to one line. */
  readonly value?: string;
}

/**
 * Every kind, listed here because data files name kinds; a kind is defined in `judge/kinds/<kind>.ts`. The order is the order in
 * which the findings of one exchange, trace or scenario are reported.
 */
export const FINDING_KINDS = [
  'server-error',
  'no-response',
  'operation-absent',
  'status-undeclared',
  'status-mismatch',
  'error-code-undeclared',
  'error-code-mismatch',
  'error-envelope-malformed',
  'response-content-type-mismatch',
  'response-body-unreadable',
  'response-body-unexpected',
  'response-field-missing',
  'response-field-retyped',
  'response-value-invalid',
  'response-field-undeclared',
  'response-header-missing',
  'response-header-invalid',
  'value-mismatch',
  'accepted-invalid',
  'rejected-valid',
  'field-ignored',
  'auth-not-enforced',
  'ownership-not-enforced',
  'confirmation-not-enforced',
  'not-idempotent',
  'race-lost',
  'pagination-broken',
  'filter-broken',
  'delete-not-effective',
  'cache-validator-broken',
  'rate-limit-broken',
  'transition-not-enforced',
  'credential-missing',
  'credential-malformed',
  'operation-undocumented',
  'operation-not-covered',
  'field-misplaced',
  'field-renamed',
  'field-missing',
  'field-undeclared',
  'declared-type-contradicts',
  'field-type-changed',
  'field-value-invalid',
  'value-changed',
  'serialization-differs',
  'argument-dropped',
  'default-sent',
  'default-undeclared',
  'field-not-sendable',
  'path-escaping',
  'duplicate-request',
  'retry-unsafe',
  'retry-after-ignored',
  'state-kept',
  'header-duplicated',
  'answer-refused',
  'response-value-changed',
  'response-field-dropped',
  'response-field-invented',
  'error-detail-lost',
  'error-class-differs',
  'signature-check-differs',
  'user-agent-version-differs',
  'origin-undeclared',
  'surface-break',
] as const;

export type FindingKind = (typeof FINDING_KINDS)[number];

export function isFindingKind(value: string): value is FindingKind {
  return FINDING_KINDS.some((kind) => kind === value);
}
