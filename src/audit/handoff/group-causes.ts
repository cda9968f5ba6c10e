import { KINDS } from '../../judge/kinds.ts';
import { groupBy } from '../../lib/group-by.ts';
import { shortHash } from '../../lib/stable-hash.ts';
import type { ContractSet } from '../../model/contract.ts';
import type { Finding } from '../../model/finding.ts';
import { allFields } from '../../schema/field-tree.ts';
import { guardsOwnership, isMissing } from './priority.ts';

/** Findings that disappear after a single change of the client. */
export interface CauseGroup {
  readonly fingerprint: string;
  readonly findings: readonly [Finding, ...Finding[]];
}

export function groupCauses(findings: readonly Finding[], contracts: ContractSet): readonly CauseGroup[] {
  const everywhere = fieldsEverywhere(findings, contracts);
  const groups = groupBy(findings, (finding) => keyOf(finding, contracts, everywhere));
  return [...groups].map(([key, group]) => ({ fingerprint: key, findings: operationsFirst(group) }));
}

function operationsFirst(group: CauseGroup['findings']): CauseGroup['findings'] {
  const [first, ...rest] = group.toSorted((a, b) => Number(a.field !== null) - Number(b.field !== null));
  return first === undefined ? group : [first, ...rest];
}

/** Findings with equal parts share a row. Returns undefined if each finding has its own row. */
function sharedParts({ kind, operation, address, places }: Finding): readonly string[] | undefined {
  const { repair } = KINDS[kind];
  if (repair === undefined) return undefined;
  if (repair === 'operation') return [operation];
  return [operation, address, places?.declared.location ?? '', places?.sent.location ?? ''];
}

/** Missing operations and fields get the same key if their `since` is the same. */
function keyOf(finding: Finding, contracts: ContractSet, everywhere: ReadonlySet<string>): string {
  const { kind, operation, field, where, fingerprint } = finding;
  if (isMissing(kind)) {
    if (guardsOwnership(finding, contracts)) return shortHash([kind, where, operation, field ?? '']);
    const since = sinceOf(finding, contracts);
    if (since !== '') return shortHash(['feature', where, since]);
    if (field === null) return shortHash([kind, where, 'resource', operation.split('.')[0] ?? operation]);
    return shortHash([kind, where, ...(everywhere.has(field) ? ['*', field] : [operation])]);
  }
  const parts = sharedParts(finding);
  return parts === undefined ? fingerprint : shortHash([kind, where, ...parts]);
}

/** Returns fields that are missing in several operations and have no `since`. */
function fieldsEverywhere(findings: readonly Finding[], contracts: ContractSet): ReadonlySet<string> {
  const seen = new Map<string, Set<string>>();
  for (const finding of findings) {
    if (finding.kind !== 'field-not-sendable' || finding.field === null || sinceOf(finding, contracts) !== '') continue;
    seen.set(finding.field, (seen.get(finding.field) ?? new Set()).add(finding.operation));
  }
  return new Set([...seen].filter(([, operations]) => operations.size > 1).map(([field]) => field));
}

function sinceOf({ operation, field }: Finding, { operations }: ContractSet): string {
  const contract = operations.get(operation);
  if (contract === undefined || field === null) return contract?.since ?? '';
  return allFields(contract).find(({ name }) => name === field)?.since ?? '';
}
