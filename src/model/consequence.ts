import type { FindingKind } from './finding.ts';

/** What a trace finds, by consequence: what breaks a call before what loses something before what is missing. */
const GRAVEST: readonly FindingKind[] = [
  'operation-undocumented',
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
  'path-escaping',
  'duplicate-request',
  'header-duplicated',
  'answer-refused',
  'signature-check-differs',
  'error-class-differs',
  'error-detail-lost',
  'response-field-invented',
  'operation-not-covered',
  'field-not-sendable',
  'response-field-dropped',
  'default-undeclared',
  'user-agent-version-differs',
];

/** Position in the order; what the order does not know comes last. */
export function gravityOf(kind: FindingKind): number {
  const rank = GRAVEST.indexOf(kind);
  return rank < 0 ? GRAVEST.length : rank;
}
