import type { Address, ExchangeId } from './address.ts';
import type { Place } from './contract.ts';
import type { JsonObject, JsonPointer } from './json.ts';
import type { OperationId } from './operation-id.ts';

export type Severity = 'error' | 'warning';

/** The level of a finding kind in the settings. With `off`, nothing is reported. */
export type Level = Severity | 'off';

/** The part of a recording that shows the finding. With this information, a reader can check the finding. */
interface Evidence {
  readonly exchange: ExchangeId;
  /** JSON pointer into the exchange, such as `/response/body/id`. */
  readonly pointer: JsonPointer;
  readonly excerpt: string;
}

/** One observed difference between an API, its contracts and its clients. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** Id of the cause, such as `server-error/nul/5xx`. The id is the same in every run. */
  readonly cause: string;
  /** A hash of the cause, the operation and the field. The hash is the same in every run. */
  readonly fingerprint: string;
  /** Name of the target or client with the finding. */
  readonly where: string;
  readonly operation: OperationId;
  readonly address: Address;
  /** Logical name of a request field, a JSON pointer into the response, or the name of a header. */
  readonly field: string | null;
  readonly expected: string;
  readonly observed: string;
  /** For a misplaced field, the place in the contract and the place in the request. */
  readonly places?: { readonly declared: Place; readonly sent: Place };
  readonly evidence: Evidence;
  /** curl commands that repeat the requests of a generated scenario. The last command shows the finding. */
  readonly reproduction?: readonly string[];
  readonly tried?: Tried;
  /** The status class of the response, such as `5xx`, or the name of the transport failure. */
  readonly outcome?: string;
  /** Values that the scenario assumes because the target's settings lack them, such as `{ max_items: 10 }`. */
  readonly assumes?: JsonObject;
  readonly methods?: readonly string[];
  /** The methods and responses that show the finding, such as `orders.list on 429`. */
  readonly shows?: readonly string[];
}

/** What a generated scenario changes in a call, compared with a normal call. */
export interface Tried {
  /** Name of the variation, for example `nul` or `exclusive_claim.race`. */
  readonly what: string;
  /** The field that was varied, or null if the whole call was varied. */
  readonly about: string | null;
  readonly value?: string;
}

/** All finding kinds, in the order in which the findings of one exchange are reported. */
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
