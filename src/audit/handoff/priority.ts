import { KINDS } from '../../judge/kinds.ts';
import type { ContractSet } from '../../model/contract.ts';
import type { Finding, FindingKind } from '../../model/finding.ts';
import type { Priority } from '../../model/handoff.ts';

/** A missing field has the highest priority if the server checks ownership with this field. */
export function priorityOf({ kind, severity }: Finding, guards: boolean): Priority {
  const { priority = 'P1' } = KINDS[kind];
  if (isMissing(kind)) return guards ? 'P0' : 'P2';
  return priority === 'P0' && severity !== 'error' ? 'P1' : priority;
}

export function isMissing(kind: FindingKind): boolean {
  return KINDS[kind].priority === 'P2';
}

/** Findings about a server are not part of a hand-off, because a client's maintainers cannot repair them. */
export function isOfClient({ kind }: Finding): boolean {
  const { about } = KINDS[kind];
  return about === 'client' || about === 'request';
}

/** Returns true if the server uses this field to check who owns an object. */
export function guardsOwnership({ operation, field }: Finding, { operations }: ContractSet): boolean {
  const behaviors = operations.get(operation)?.behaviors ?? [];
  return behaviors.some((behavior) => behavior.kind === 'ownership_header' && behavior.field === field);
}
