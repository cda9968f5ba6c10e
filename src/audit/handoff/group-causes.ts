import { KINDS } from '../../judge/kinds.ts';
import { shortHash } from '../../lib/stable-hash.ts';
import type { ContractSet } from '../../model/contract.ts';
import type { Finding } from '../../model/finding.ts';
import { allFields } from '../../schema/field-tree.ts';

/** Findings that one change of the client repairs. */
export interface CauseGroup {
  readonly fingerprint: string;
  readonly findings: readonly [Finding, ...Finding[]];
}

/** At most one row a cause. In the findings' order. */
export function groupCauses(findings: readonly Finding[], contracts: ContractSet): readonly CauseGroup[] {
  const everywhere = fieldsEverywhere(findings, contracts);
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const key = keyOf(finding, contracts, everywhere);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups].map(([key, group]) => ({ fingerprint: key, findings: group }));
}

/** What else must be the same, besides the kind; undefined: the finding itself. */
function sharedParts({ kind, operation, address, places }: Finding): readonly string[] | undefined {
  const { repair } = KINDS[kind];
  if (repair === undefined) return undefined;
  if (repair === 'operation') return [operation];
  return [operation, address, places?.declared.location ?? '', places?.sent.location ?? ''];
}

function keyOf(finding: Finding, contracts: ContractSet, everywhere: ReadonlySet<string>): string {
  const { kind, operation, field, where, fingerprint } = finding;
  if (kind === 'field-not-sendable') {
    const since = sinceOf(finding, contracts);
    const shared = `${field} ${since}`;
    return shortHash([kind, where, ...(everywhere.has(shared) ? ['*', field ?? '', since] : [operation, since])]);
  }
  const parts = sharedParts(finding);
  return parts === undefined ? fingerprint : shortHash([kind, where, ...parts]);
}

/** Fields that one change of the server brought to several operations. */
function fieldsEverywhere(findings: readonly Finding[], contracts: ContractSet): ReadonlySet<string> {
  const seen = new Map<string, Set<string>>();
  for (const finding of findings.filter(({ kind }) => kind === 'field-not-sendable')) {
    const key = `${finding.field} ${sinceOf(finding, contracts)}`;
    seen.set(key, (seen.get(key) ?? new Set()).add(finding.operation));
  }
  return new Set([...seen].filter(([, operations]) => operations.size > 1).map(([key]) => key));
}

/** Of the field itself: that of the operation says nothing of what came later. */
function sinceOf({ operation, field }: Finding, { operations }: ContractSet): string {
  const contract = operations.get(operation);
  return (contract && allFields(contract).find(({ name }) => name === field)?.since) ?? '';
}
