import { KINDS } from '../../judge/kinds.ts';
import type { Finding, FindingKind } from '../../model/finding.ts';
import type { Priority } from '../../model/handoff.ts';

/** A warning breaks no call, and a field that guards ownership protects data that somebody else could change. */
export function priorityOf({ kind, severity }: Finding, guards: boolean): Priority {
  const { priority = 'P1' } = KINDS[kind];
  if (isMissing(kind)) return guards ? 'P1' : 'P2';
  return priority === 'P0' && severity !== 'error' ? 'P1' : priority;
}

export function isMissing(kind: FindingKind): boolean {
  return KINDS[kind].priority === 'P2';
}

/** A trace shows it. What only a server shows is never asked of a client. */
export function isOfClient({ kind }: Finding): boolean {
  const { about } = KINDS[kind];
  return about === 'client' || about === 'request';
}
