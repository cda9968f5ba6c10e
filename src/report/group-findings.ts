import type { Finding } from '../model/finding.ts';
import type { Address } from '../model/plan.ts';

/** Findings of one cause. `first` stands for all of them. */
export interface FindingGroup {
  /** The one with the smallest request that shows it; of equal ones the first. */
  readonly first: Finding;
  readonly findings: readonly Finding[];
  /** Each step once, that of `first` before the others, which stand in order. */
  readonly addresses: readonly Address[];
}

/**
 * One group for each fingerprint, in the order in which they are first met. Variants of one try of a generated scenario have
 * the same: a thousand probes that fail for one cause are one group.
 */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.fingerprint}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap((group) => {
    const [one] = group;
    if (one === undefined) return [];
    const first = group.reduce((best, finding) => (sizeOf(finding) < sizeOf(best) ? finding : best), one);
    return [{ first, findings: group, addresses: addressesOf([first, ...group]) }];
  });
}

/** How often a group was found, beside its name; nothing for once. */
export function countMark({ findings }: FindingGroup): string {
  return findings.length === 1 ? '' : ` ×${findings.length}`;
}

/** The request that shows it before what was sent to get there. */
function sizeOf({ reproduction }: Finding): number {
  if (reproduction === undefined) return Number.POSITIVE_INFINITY;
  const all = reproduction.reduce((sum, line) => sum + line.length, 0);
  return (reproduction.at(-1)?.length ?? 0) + all / 1e9;
}

function addressesOf(findings: readonly Finding[]): readonly Address[] {
  return [...new Set(findings.map((finding) => finding.address))];
}
