import { WHOLE_CLIENT } from '../judge/client/subject.ts';
import { KINDS } from '../judge/kinds.ts';
import { compareText } from '../lib/compare-text.ts';
import type { Finding } from '../model/finding.ts';
import type { GateResult } from '../model/gate-result.ts';
import { stepsOf, type Verdict } from '../model/verdict.ts';

export interface GateInput {
  readonly base: { readonly revision: string; readonly verdict: Verdict; readonly versions: readonly string[] };
  readonly head: { readonly revision: string; readonly verdict: Verdict; readonly versions: readonly string[] };
  /** Null if the contracts did not change, or are not in the repository. */
  readonly byOldContracts: { readonly base: Verdict; readonly head: Verdict } | null;
  readonly manifest: readonly string[] | null;
  /** True if new warnings fail the pull request. */
  readonly strictWarnings: boolean;
}

/** Base and head were judged by the same contracts, so every difference comes from the client. */
export function compareVerdicts({ base, head, byOldContracts, manifest, strictWarnings }: GateInput): GateResult {
  const before = knownOf(base.verdict.findings);
  const now = knownOf(head.verdict.findings);
  const blocked = blockedOf(head.verdict);
  const stuck = blocked.filter(({ method }) => !blockedOf(base.verdict).some((other) => other.method === method));
  const isUnseen = unseenOf(stuck, base.verdict);
  const fresh = sorted(head.verdict.findings.filter((finding) => !before.has(finding) && !isUnseen(finding)));
  const knownByOld = knownOf(byOldContracts?.base.findings ?? []);
  const contractBacked = sorted((byOldContracts?.head.findings ?? []).filter(isSuspicious)).filter(
    (finding) => !now.has(finding) && !knownByOld.has(finding),
  );
  const versions = head.versions.filter((text) => !base.versions.includes(text));
  const methods = new Set(stepsOf(base.verdict.scenarios).map(({ address }) => methodOf(address)));
  const isWithNew = (finding: Finding) =>
    comesWith(finding, base.verdict) || isInherited(finding, base.verdict, methods);
  const result = {
    client: head.verdict.run.target.name,
    base: base.revision,
    head: head.revision,
    added: fresh.filter((finding) => !isWithNew(finding)),
    comesWith: fresh.filter(isWithNew),
    unrepeated: [],
    contractBacked,
    known: sorted(head.verdict.findings.filter((finding) => before.has(finding))),
    excused: sorted(stepsOf(head.verdict.scenarios).flatMap((step) => step.excused.map(({ finding }) => finding))),
    gone: sorted(
      base.verdict.findings.filter((finding) => !now.shows.has(finding.cause) && !isHidden(finding, blocked)),
    ),
    reduced: reducedFrom(before, now),
    coverage: { base: base.verdict.coverage.exercised, head: head.verdict.coverage.exercised },
    versions,
    manifest,
    blocked: stuck.filter(({ method }) => methods.has(method)),
    notTried: stuck.filter(({ method }) => !methods.has(method)),
    ledgerProblems: head.verdict.ledgerProblems,
    strictWarnings,
  };
  return { ...result, exitCode: exitCodeOf(result) };
}

/** A finding or a blocked method counts only if a second trace repeats the result. */
export function confirmResult(first: GateResult, second: GateResult): GateResult {
  const causes = new Set([...second.added, ...second.contractBacked].map(({ cause }) => cause));
  const repeats = ({ cause }: Finding) => causes.has(cause);
  const result = {
    ...first,
    added: first.added.filter(repeats),
    contractBacked: first.contractBacked.filter(repeats),
    unrepeated: [...first.added, ...first.contractBacked].filter((finding) => !repeats(finding)),
    blocked: first.blocked.filter(({ method }) => second.blocked.some((other) => other.method === method)),
  };
  return { ...result, exitCode: exitCodeOf(result) };
}

export function failingOf({
  added,
  contractBacked,
  strictWarnings,
}: Pick<GateResult, 'added' | 'contractBacked' | 'strictWarnings'>): readonly Finding[] {
  return [...added, ...contractBacked].filter(({ severity }) => strictWarnings || severity === 'error');
}

function exitCodeOf(result: Omit<GateResult, 'exitCode'>): number {
  const { versions, manifest, blocked, ledgerProblems } = result;
  if (failingOf(result).length + versions.length + (manifest?.length ?? 0) > 0) return 1;
  if (blocked.length > 0) return 3;
  return ledgerProblems.length > 0 ? 4 : 0;
}

/** Findings about undeclared fields are not suspicious, because a pull request often declares new fields. */
function isSuspicious({ kind }: Finding): boolean {
  return kind !== 'field-undeclared' && kind !== 'operation-undocumented' && KINDS[kind].about !== 'response';
}

interface Known {
  /** Returns true if every method that shows the finding at the head also shows the finding at the base. */
  has(finding: Finding): boolean;
  /** For each cause, the methods that show the cause. */
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

/** Returns the operation if the finding is about a missing operation or field. */
function showsOf({ kind, operation, shows, methods, address }: Finding): readonly string[] {
  return KINDS[kind].priority === 'P2' ? [operation] : (shows ?? methods ?? [address]);
}

/** If a method that showed the finding is now blocked, the finding may still exist. */
function isHidden({ methods }: Finding, blocked: GateResult['blocked']): boolean {
  return (methods ?? []).some((name) => blocked.some(({ method }) => method === name));
}

/** Finds causes that occur at fewer places than at the base, and at no new place. */
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
    .map(({ address, reason }) => ({ method: methodOf(address), reason: reason ?? '' }));
}

/** If a method is blocked at the head, its operations do not count as missing. */
function unseenOf(stuck: GateResult['blocked'], base: Verdict): (finding: Finding) => boolean {
  const names = new Set(stuck.map(({ method }) => method));
  const steps = stepsOf(base.scenarios).filter(({ address }) => names.has(methodOf(address)));
  const operations = new Set<string>(steps.flatMap(({ operation }) => operation ?? []));
  return ({ kind, field, operation }) => KINDS[kind].priority === 'P2' && field === null && operations.has(operation);
}

function methodOf(address: string): string {
  return address.slice(address.indexOf('/') + 1);
}

function sorted(findings: readonly Finding[]): readonly Finding[] {
  const unique = [...new Map(findings.map((finding) => [`${finding.fingerprint} ${finding.cause}`, finding])).values()];
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

/** Returns true if the base also lacked the operation, or the object around the field. */
function comesWith({ kind, operation, field }: Finding, base: Verdict): boolean {
  if (KINDS[kind].priority !== 'P2' || field === null) return false;
  if (!base.coverage.exercised.includes(operation)) return true;
  return base.findings.some(
    (other) =>
      KINDS[other.kind].priority === 'P2' &&
      other.operation === operation &&
      (other.field === null || isAbove(other.field, field)),
  );
}

/** Returns true if the finding is so common at the base that a new method only repeats it. */
function isInherited(finding: Finding, base: Verdict, all: ReadonlySet<string>): boolean {
  if (finding.operation !== WHOLE_CLIENT) return false;
  const known = base.findings.filter(({ cause }) => cause === finding.cause);
  const shown = new Set(known.flatMap(({ methods = [] }) => methods));
  const tried = stepsOf(base.scenarios).filter(({ address, outcome }) => TRIED.has(outcome) && isMethod(address));
  if (shown.size < 3 || shown.size * 2 < tried.length) return false;
  const before = new Set(known.flatMap(showsOf));
  const fresh = (finding.methods ?? []).filter((name) => !all.has(name));
  return showsOf(finding).every(
    (place) => before.has(place) || fresh.some((name) => place === name || place.startsWith(`${name} `)),
  );
}

const TRIED: ReadonlySet<string> = new Set(['failed', 'xpassed', 'xfailed', 'flaky', 'passed']);

function isMethod(address: string): boolean {
  return methodOf(address) !== 'client';
}

/** Field names are joined by dots (`options.limit`) or by slashes (`/options/limit`). */
function isAbove(outer: string, inner: string): boolean {
  return inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}/`);
}
