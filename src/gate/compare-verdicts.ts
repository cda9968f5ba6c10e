import { KINDS } from '../judge/kinds.ts';
import type { Finding } from '../model/finding.ts';
import type { GateResult } from '../model/gate-result.ts';
import type { Verdict } from '../model/verdict.ts';
import { compareText } from './compare.ts';
import { stepsOf } from './steps-of.ts';

export interface GateInput {
  readonly base: { readonly revision: string; readonly verdict: Verdict; readonly versions: readonly string[] };
  readonly head: { readonly revision: string; readonly verdict: Verdict; readonly versions: readonly string[] };
  /** Both, judged by the contracts of the base; null when those are the same or not in the repository. */
  readonly byOldContracts: { readonly base: Verdict; readonly head: Verdict } | null;
  readonly manifest: readonly string[] | null;
}

/** What the head has and the base has not. Both were judged by the head's contracts, so that only the client differs. */
export function compareVerdicts({ base, head, byOldContracts, manifest }: GateInput): GateResult {
  const before = knownOf(base.verdict.findings);
  const now = knownOf(head.verdict.findings);
  const added = sorted(head.verdict.findings.filter((finding) => !before.has(finding)));
  const knownByOld = knownOf(byOldContracts?.base.findings ?? []);
  const contractBacked = sorted(
    (byOldContracts?.head.findings ?? []).filter(
      (finding) => isSuspicious(finding) && !now.has(finding) && !knownByOld.has(finding),
    ),
  );
  const versions = head.versions.filter((text) => !base.versions.includes(text));
  const blocked = blockedOf(head.verdict);
  const result = {
    client: head.verdict.run.target.name,
    base: base.revision,
    head: head.revision,
    added,
    contractBacked,
    known: sorted(head.verdict.findings.filter((finding) => before.has(finding))),
    excused: sorted(stepsOf(head.verdict.scenarios).flatMap((step) => step.excused.map(({ finding }) => finding))),
    gone: sorted(base.verdict.findings.filter(({ cause }) => !now.shows.has(cause))),
    reduced: reducedFrom(before, now),
    coverage: { base: base.verdict.coverage.exercised, head: head.verdict.coverage.exercised },
    versions,
    manifest,
    blocked: blocked.filter(({ method }) => !blockedOf(base.verdict).some((other) => other.method === method)),
    ledgerProblems: head.verdict.ledgerProblems,
  };
  return { ...result, exitCode: exitCodeOf(result) };
}

function exitCodeOf(result: Omit<GateResult, 'exitCode'>): number {
  const { added, contractBacked, versions, manifest, blocked, ledgerProblems } = result;
  if (added.length + contractBacked.length + versions.length + (manifest?.length ?? 0) > 0) return 1;
  if (blocked.length > 0) return 3;
  return ledgerProblems.length > 0 ? 4 : 0;
}

/** New fields and operations come with their contract; a declared thing that is declared otherwise now hides something. */
function isSuspicious({ kind }: Finding): boolean {
  return kind !== 'field-undeclared' && kind !== 'operation-undocumented' && KINDS[kind].about !== 'response';
}

interface Known {
  /** Everywhere that the finding shows: one method more counts as new. */
  has(finding: Finding): boolean;
  /** Cause → where it shows. */
  readonly shows: ReadonlyMap<string, ReadonlySet<string>>;
}

function knownOf(findings: readonly Finding[]): Known {
  const shows = new Map<string, Set<string>>();
  for (const finding of findings) {
    const places = shows.get(finding.cause) ?? new Set();
    shows.set(finding.cause, places);
    for (const place of showsOf(finding)) places.add(place);
  }
  return { shows, has: (finding) => showsOf(finding).every((place) => shows.get(finding.cause)?.has(place)) };
}

function showsOf({ shows, methods, address }: Finding): readonly string[] {
  return shows ?? methods ?? [address];
}

/** Causes that show at fewer places than before, and at no other: repaired in part. */
function reducedFrom(before: Known, now: Known): GateResult['reduced'] {
  return [...before.shows]
    .flatMap(([cause, places]) => {
      const left = now.shows.get(cause);
      if (left === undefined || left.size >= places.size || [...left].some((place) => !places.has(place))) return [];
      return [{ cause, before: places.size, now: left.size }];
    })
    .sort((a, b) => compareText(a.cause, b.cause));
}

function blockedOf(verdict: Verdict): GateResult['blocked'] {
  return stepsOf(verdict.scenarios)
    .filter(({ outcome }) => outcome === 'blocked')
    .map(({ address, reason }) => ({ method: address.slice(address.indexOf('/') + 1), reason: reason ?? '' }));
}

function sorted(findings: readonly Finding[]): readonly Finding[] {
  const unique = [...new Map(findings.map((finding) => [finding.fingerprint, finding])).values()];
  return unique.sort(
    (a, b) =>
      severityRank(a) - severityRank(b) ||
      KINDS[a.kind].gravity - KINDS[b.kind].gravity ||
      compareText(a.address, b.address) ||
      compareText(a.field ?? '', b.field ?? ''),
  );
}

function severityRank({ severity }: Finding): number {
  return severity === 'error' ? 0 : 1;
}
