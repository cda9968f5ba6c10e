import type { Address, ExchangeId } from './address.ts';
import type { Place } from './contract.ts';
import type { JsonPointer } from './json.ts';
import type { OperationId } from './operation-id.ts';

export type Severity = 'error' | 'warning';

/** What the configuration says of a kind. `off`: its findings are not reported. */
export type Level = Severity | 'off';

/** A pointer into a recording. A finding without one is a rumour. */
export interface Evidence {
  readonly exchange: ExchangeId;
  /** Into the exchange, as `/response/body/id`. */
  readonly pointer: JsonPointer;
  /** What stands there, cut to a line. */
  readonly excerpt: string;
}

/** One established difference. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** Id of what is to be repaired, the same in every run: `server-error/nul/5xx`. Findings of several operations may share it. */
  readonly cause: string;
  /** Of one place of the cause: also the operation and the field. Stable between runs. 12 hex digits. */
  readonly fingerprint: string;
  /** The target or client that it was seen on. */
  readonly where: string;
  readonly operation: OperationId;
  readonly address: Address;
  /** A request field's logical name, or a pointer into the answer with `*` for list positions, or a header's name. */
  readonly field: string | null;
  readonly expected: string;
  readonly observed: string;
  /** For a field at the wrong place. */
  readonly places?: { readonly declared: Place; readonly sent: Place };
  readonly evidence: Evidence;
  /** For a generated scenario: its requests as curl, the last one showing it. Credentials are shell variables. */
  readonly reproduction?: readonly string[];
  /** What the generated scenario varied. */
  readonly tried?: Tried;
  /** Class of the response, `5xx`, or the transport failure. */
  readonly outcome?: string;
  /** Of a client: every method that shows it, sorted. */
  readonly methods?: readonly string[];
  /** Of a client: the method, and what it was given, for every place that shows it, sorted; the methods when absent. */
  readonly shows?: readonly string[];
}

/** What a probe or a behavior varied. */
export interface Tried {
  /** `nul`, or `exclusive_claim.race`. */
  readonly what: string;
  /** The field that it was tried with; null when it is about the whole call. */
  readonly about: string | null;
  /** The value, cut to a line. */
  readonly value?: string;
}

/**
 * Every kind. The list stands here because the data files name kinds; what a kind is stands in `judge/kinds/<kind>.ts`.
 * In the order in which the findings of one exchange, trace or scenario are reported.
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
