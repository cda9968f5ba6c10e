import type { BaselineEntry, Drift } from '../model/drift.ts';
import { type BaselineComparison, stepsOf, type Verdict } from '../model/verdict.ts';

interface BaselineVerdict {
  readonly fresh: readonly Drift[];
  readonly known: readonly { readonly drift: Drift; readonly entry: BaselineEntry }[];
  /** Drifts with an expired baseline entry. These drifts count as new. */
  readonly expired: readonly { readonly drift: Drift; readonly entry: BaselineEntry }[];
  /** Entries whose drift did not occur. These entries can be removed. */
  readonly gone: readonly BaselineEntry[];
}

/** A baseline entry is still valid on its expiry date. */
export function applyBaseline(
  drifts: readonly Drift[],
  baseline: readonly BaselineEntry[],
  today: string,
): BaselineVerdict {
  const entries = new Map(baseline.map((entry) => [entry.fingerprint, entry]));
  const found = new Set(drifts.map(({ fingerprint }) => fingerprint));
  const met = drifts.flatMap((drift) => {
    const entry = entries.get(drift.fingerprint);
    return entry === undefined ? [] : [{ drift, entry }];
  });
  return {
    fresh: drifts.filter(({ fingerprint }) => !entries.has(fingerprint)),
    known: met.filter(({ entry }) => today <= entry.expires),
    expired: met.filter(({ entry }) => today > entry.expires),
    gone: baseline.filter(({ fingerprint }) => !found.has(fingerprint)),
  };
}

interface NewEntries {
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

export function updateBaseline(
  drifts: readonly Drift[],
  baseline: readonly BaselineEntry[],
  words: NewEntries,
): readonly BaselineEntry[] {
  const entries = new Map(baseline.map((entry) => [entry.fingerprint, entry]));
  const unique = new Map(drifts.map((drift) => [drift.fingerprint, drift]));
  return [...unique.values()].map(
    ({ fingerprint, kind, operation, field }) =>
      entries.get(fingerprint) ?? { fingerprint, kind, operation, field, ...words },
  );
}

/** A cause of an earlier run, with the steps that showed it. */
interface BaselineCause {
  readonly id: string;
  readonly steps: readonly string[];
}

/** Causes with a ledger entry are compared too. */
export function compareBaseline(baseline: readonly BaselineCause[], verdict: Verdict): BaselineComparison {
  const steps = stepsOf(verdict.scenarios);
  const excused = steps.flatMap((step) => step.excused.map(({ finding }) => finding.cause));
  const now = new Set([...verdict.causes.map(({ id }) => id), ...excused]);
  const before = new Set(baseline.map(({ id }) => id));
  const ran = steps.filter(({ outcome }) => !NOT_RUN.has(outcome));
  const tried = new Set(ran.map(({ address }) => address));
  const decided = new Set(ran.filter(({ race }) => race !== true).map(({ address }) => address));
  const missing = baseline.filter(({ id }) => !now.has(id));
  const hasRun = (cause: BaselineCause) => cause.steps.some((step) => tried.has(step));
  const isGone = (cause: BaselineCause) => cause.steps.some((step) => decided.has(step));
  return {
    fresh: [...now].filter((id) => !before.has(id)).sort(),
    known: [...now].filter((id) => before.has(id)).sort(),
    gone: missing.filter(isGone).map(({ id }) => id),
    unseen: missing.filter((cause) => hasRun(cause) && !isGone(cause)).map(({ id }) => id),
    notTried: missing.filter((cause) => !hasRun(cause)).map(({ id }) => id),
  };
}

const NOT_RUN: ReadonlySet<string> = new Set(['blocked', 'skipped', 'not-tried']);
