import type { Address, ExchangeId } from './address.ts';
import type { Place } from './contract.ts';
import type { JsonObject, JsonPointer } from './json.ts';
import type { OperationId } from './operation-id.ts';

export type Severity = 'error' | 'warning';

/** The level of a finding kind in the settings. `off`: its findings are not reported. */
export type Level = Severity | 'off';

/** A place in a recording that shows a finding, so that a reader can verify it. */
interface Evidence {
  readonly exchange: ExchangeId;
  /** JSON pointer into the exchange, such as `/response/body/id`. */
  readonly pointer: JsonPointer;
  readonly excerpt: string;
}

/** One difference between an API, its contracts and its clients that was observed. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** Id of the cause, such as `server-error/nul/5xx`. It is the same in every run, and several operations may share it. */
  readonly cause: string;
  /** 12 hexadecimal digits, computed from cause, operation and field. They are the same in every run. */
  readonly fingerprint: string;
  /** The target or client that shows the finding. */
  readonly where: string;
  readonly operation: OperationId;
  readonly address: Address;
  /** The logical name of a request field, a pointer into the response, or the name of a header. `*` in a pointer: any item. */
  readonly field: string | null;
  readonly expected: string;
  readonly observed: string;
  /** The declared and the observed place of a misplaced field. */
  readonly places?: { readonly declared: Place; readonly sent: Place };
  readonly evidence: Evidence;
  /**
   * The requests of the generated scenario as curl commands, with credentials as shell variables. The last one shows the finding.
   */
  readonly reproduction?: readonly string[];
  /** The variation in the call of the generated scenario. */
  readonly tried?: Tried;
  /** The status class of the response, such as `5xx`, or the name of the transport failure. */
  readonly outcome?: string;
  /** Values that the scenario needs, but that the settings of the target do not state. */
  readonly assumes?: JsonObject;
  readonly methods?: readonly string[];
  /** For a client: each method with the value that shows the finding, sorted. Absent if the values are unknown. */
  readonly shows?: readonly string[];
}

/** The variation in a call of a probe, or of a scenario for a behavior. */
export interface Tried {
  /** Name of the variation, for example `nul` or `exclusive_claim.race`. */
  readonly what: string;
  /** The field that was varied. Null if the whole call was varied. */
  readonly about: string | null;
  readonly value?: string;
}

/**
 * All finding kinds, because data files contain their names. `judge/kinds/<kind>.ts` defines each kind. Findings of one exchange,
 * trace or scenario are reported in this order.
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
