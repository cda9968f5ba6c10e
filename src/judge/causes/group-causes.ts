import type { Cause } from '../../model/cause.ts';
import type { Finding } from '../../model/finding.ts';
import { KINDS } from '../kinds.ts';

/** Groups findings by what has to be repaired, errors first, then by gravity and id. */
export function groupCauses(findings: readonly Finding[]): readonly Cause[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.cause);
    if (group === undefined) groups.set(finding.cause, [finding]);
    else group.push(finding);
  }
  return [...groups.values()]
    .map(causeOf)
    .sort((a, b) => compareText(a.severity, b.severity) || a.gravity - b.gravity || compareText(a.id, b.id));
}

function causeOf(group: readonly Finding[]): Cause {
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
    count: group.length,
    addresses: [...new Set([first, ...group].map(({ address }) => address))],
    first,
  };
}

/** The length of the request that shows it counts before the length of the requests leading to it. */
function sizeOf({ reproduction }: Finding): number {
  if (reproduction === undefined) return Number.POSITIVE_INFINITY;
  const all = reproduction.reduce((sum, line) => sum + line.length, 0);
  return (reproduction.at(-1)?.length ?? 0) + all / 1e9;
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
