import { compareText } from '../../lib/compare-text.ts';
import type { Address } from '../../model/address.ts';
import type { Cause } from '../../model/cause.ts';
import type { Finding } from '../../model/finding.ts';
import type { StepVerdict } from '../../model/verdict.ts';
import { KINDS } from '../kinds.ts';

/** Sorts causes by severity, then by the rank of their kind, and then by id. */
export function groupCauses(
  findings: readonly Finding[],
  steps: Iterable<Pick<StepVerdict, 'address' | 'findings'>> = findings.map((finding) => ({
    address: finding.address,
    findings: [finding],
  })),
): readonly Cause[] {
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    const group = groups.get(finding.cause) ?? { findings: [], count: 0, addresses: new Set() };
    groups.set(finding.cause, group);
    group.findings.push(finding);
  }
  for (const step of steps)
    for (const { cause } of step.findings) {
      const group = groups.get(cause);
      if (group === undefined) continue;
      group.count += 1;
      group.addresses.add(step.address);
    }
  return [...groups.values()]
    .map(causeOf)
    .sort((a, b) => compareText(a.severity, b.severity) || a.gravity - b.gravity || compareText(a.id, b.id));
}

interface Group {
  readonly findings: Finding[];
  count: number;
  readonly addresses: Set<Address>;
}

function causeOf({ findings: group, count, addresses }: Group): Cause {
  const first = group.reduce((best, finding) => (sizeOf(finding) < sizeOf(best) ? finding : best));
  const { title, gravity } = KINDS[first.kind];
  return {
    id: first.cause,
    kind: first.kind,
    severity: group.some(({ severity }) => severity === 'error') ? 'error' : 'warning',
    gravity,
    title,
    tried: first.tried ?? null,
    outcome: first.outcome ?? null,
    operations: distinct(group.map(({ operation }) => operation)),
    fields: distinct(group.flatMap(({ field, tried }) => field ?? tried?.about ?? [])),
    count,
    addresses: [...new Set([first.address, ...[...addresses].sort()])],
    first,
  };
}

/** Sorts reproductions by the length of the last request, and then by the length of all requests. */
function sizeOf({ reproduction }: Finding): number {
  if (reproduction === undefined) return Number.POSITIVE_INFINITY;
  const all = reproduction.reduce((sum, line) => sum + line.length, 0);
  return (reproduction.at(-1)?.length ?? 0) + all / 1e9;
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
