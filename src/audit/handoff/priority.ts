import { FINDING_KINDS, type Finding, type FindingKind } from '../../model/finding.ts';
import type { Priority } from '../../model/handoff.ts';

/** What a kind does to a caller. What only a server shows is none of a client's and never asked for. */
const BREAKS: ReadonlySet<FindingKind> = new Set<FindingKind>([
  'operation-undocumented',
  'field-misplaced',
  'field-renamed',
  'field-missing',
  'field-undeclared',
  'declared-type-contradicts',
  'field-type-changed',
  'field-value-invalid',
  'serialization-differs',
  'path-escaping',
  'duplicate-request',
  'answer-refused',
  'signature-check-differs',
]);

const LACKS: ReadonlySet<FindingKind> = new Set<FindingKind>(['operation-not-covered', 'field-not-sendable']);

export function priorityOf({ kind, severity }: Finding, guards: boolean): Priority {
  if (kind === 'user-agent-version-differs') return 'P3';
  // What guards ownership is data that somebody else can change.
  if (LACKS.has(kind)) return guards ? 'P1' : 'P2';
  return BREAKS.has(kind) && severity === 'error' ? 'P0' : 'P1';
}

export function isMissing(kind: FindingKind): boolean {
  return LACKS.has(kind);
}

/** A trace shows it; a server's answers are judged elsewhere. */
export function isOfClient({ kind }: Finding): boolean {
  const { about } = FINDING_KINDS[kind];
  return about === 'client' || about === 'request';
}
