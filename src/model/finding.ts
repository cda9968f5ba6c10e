import type { OperationId, Place } from './contract.ts';
import type { ExchangeId } from './exchange.ts';
import type { JsonPointer } from './json.ts';
import type { Address } from './plan.ts';

export type Severity = 'error' | 'warning';

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
  /** Stable over runs, rewording and values: kind, operation, field, place. 12 hex digits. */
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
  /** Of a client: what findings of several methods have in common, and every method that shows it, sorted. */
  readonly cause?: { readonly name: string; readonly methods: readonly string[] };
}

/** The catalogue. A kind does not compile until it is described here. One page each in `docs/findings/`. */
export const FINDING_KINDS = {
  'server-error': { about: 'response', title: 'The server answered 5xx' },
  'no-response': { about: 'response', title: 'The server gave no complete answer' },
  'operation-absent': { about: 'response', title: 'The server does not know the operation' },
  'status-undeclared': { about: 'response', title: 'The contract does not declare this status' },
  'status-mismatch': { about: 'response', title: 'The step expected another status' },
  'error-code-undeclared': { about: 'response', title: 'The contract does not declare this error code' },
  'error-code-mismatch': { about: 'response', title: 'The step expected another error code' },
  'error-envelope-malformed': { about: 'response', title: 'The error is not in the declared envelope' },
  'response-content-type-mismatch': { about: 'response', title: 'The answer has another content type' },
  'response-body-unreadable': { about: 'response', title: 'The body cannot be read as its content type' },
  'response-body-unexpected': { about: 'response', title: 'There is a body where none is declared' },
  'response-field-missing': { about: 'response', title: 'A declared response field is absent' },
  'response-field-retyped': { about: 'response', title: 'A response field has another type' },
  'response-value-invalid': { about: 'response', title: 'A response value breaks its schema' },
  'response-field-undeclared': { about: 'response', title: 'The answer has a field that the contract does not know' },
  'response-header-missing': { about: 'response', title: 'A declared response header is absent' },
  'response-header-invalid': { about: 'response', title: 'A response header breaks its schema' },
  'value-mismatch': { about: 'response', title: 'The step expected another value' },
  'accepted-invalid': { about: 'promise', title: 'The server took what the contract forbids' },
  'rejected-valid': { about: 'promise', title: 'The server refused what the contract allows' },
  'field-ignored': { about: 'promise', title: 'A field was taken, and a later read does not show it' },
  'auth-not-enforced': { about: 'promise', title: 'A call without the right credentials was not refused' },
  'ownership-not-enforced': { about: 'promise', title: "Somebody else's resource could be reached" },
  'confirmation-not-enforced': { about: 'promise', title: 'A destructive call needed no confirmation' },
  'not-idempotent': { about: 'promise', title: 'Repeating a call did not do what the contract says' },
  'race-lost': { about: 'promise', title: 'Of several callers at once not exactly one won' },
  'pagination-broken': { about: 'promise', title: 'The pages do not show every item exactly once' },
  'filter-broken': { about: 'promise', title: 'A filter let other items through, or lost some' },
  'delete-not-effective': { about: 'promise', title: 'What was deleted is still there' },
  'cache-validator-broken': { about: 'promise', title: 'An ETag does not do what it is for' },
  'rate-limit-broken': { about: 'promise', title: 'The declared rate limit does not hold' },
  'transition-not-enforced': { about: 'promise', title: 'A state was left in a way that the contract forbids' },
  'operation-undocumented': { about: 'request', title: 'A request that no contract knows' },
  'field-misplaced': { about: 'request', title: 'A field travels at another location than the contract says' },
  'field-missing': { about: 'request', title: 'A required field is absent' },
  'field-undeclared': { about: 'request', title: 'The contract does not know this request field' },
  'field-type-changed': { about: 'request', title: 'A request field has another type' },
  'field-value-invalid': { about: 'request', title: 'A request value breaks its schema' },
  'operation-not-covered': {
    about: 'client',
    severity: 'warning',
    title: 'No method of the client sends the operation',
  },
  'field-renamed': { about: 'client', title: 'A field is sent by a name that the server does not know' },
  'declared-type-contradicts': { about: 'client', title: 'The client declares a type that the server never takes' },
  'value-changed': { about: 'client', title: 'Another value is sent than the caller gave' },
  'serialization-differs': { about: 'client', title: 'A value is written in a way that the server does not read' },
  'argument-dropped': { about: 'client', title: 'An argument is accepted and not sent' },
  'default-undeclared': { about: 'client', severity: 'warning', title: 'The client sends a default of its own' },
  'field-not-sendable': { about: 'client', severity: 'warning', title: 'No argument of the client reaches a field' },
  'path-escaping': { about: 'client', title: 'A value in a path changes the path' },
  'duplicate-request': { about: 'client', title: 'One call sends the same request twice' },
  'header-duplicated': { about: 'client', title: 'A header stands twice in one request' },
  'answer-refused': { about: 'client', title: 'The client fails on an answer that the contract declares' },
  'response-field-dropped': { about: 'client', severity: 'warning', title: 'The client loses a field of the answer' },
  'response-field-invented': { about: 'client', title: 'The client promises a field that no server sends' },
  'error-detail-lost': { about: 'client', title: "The client loses the server's error code, message or Retry-After" },
  'error-class-differs': { about: 'client', title: 'An error surfaces as another class than the client promises' },
  'signature-check-differs': { about: 'client', title: 'The client judges a webhook signature wrongly' },
  'user-agent-version-differs': {
    about: 'client',
    severity: 'warning',
    title: 'The User-Agent names another version than the package is',
  },
} as const satisfies Record<string, KindEntry>;

interface KindEntry {
  /** `client`: only a trace shows it. */
  readonly about: 'request' | 'response' | 'promise' | 'client';
  readonly title: string;
  /** Unless the configuration says otherwise; an error when not said. */
  readonly severity?: Severity;
}

export type FindingKind = keyof typeof FINDING_KINDS;

/** What a generated scenario calls a mismatch: no check of its own looks for it. */
export type PromiseKind = KindAbout<'promise'>;

/** What only a trace shows. */
export type ClientKind = KindAbout<'client'>;

type KindAbout<About extends KindEntry['about']> = {
  [Kind in FindingKind]: (typeof FINDING_KINDS)[Kind]['about'] extends About ? Kind : never;
}[FindingKind];

export function isFindingKind(value: string): value is FindingKind {
  return Object.hasOwn(FINDING_KINDS, value);
}
