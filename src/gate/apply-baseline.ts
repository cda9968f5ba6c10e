import type { BaselineEntry, Drift } from '../model/drift.ts';
import type { BaselineComparison, Verdict } from '../model/verdict.ts';
import { stepsOf } from './steps-of.ts';

/** What a baseline makes of the drifts that were found. */
interface BaselineVerdict {
  /** No entry knows them. */
  readonly fresh: readonly Drift[];
  readonly known: readonly { readonly drift: Drift; readonly entry: BaselineEntry }[];
  /** Known, and the last day is over: they count like new ones. */
  readonly expired: readonly { readonly drift: Drift; readonly entry: BaselineEntry }[];
  /** Entries whose drift did not occur: to be removed. */
  readonly gone: readonly BaselineEntry[];
}

/** Splits drifts into new and known ones. `today` is an ISO date; an entry holds on its last day. */
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

/** The baseline that knows exactly these drifts: what is known keeps its reason and date, what is gone goes. */
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

/** A cause of an earlier run, and the steps that showed it. */
interface BaselineCause {
  readonly id: string;
  readonly steps: readonly string[];
}

/** Causes of a run against those of an earlier one, by id. What the ledger excuses counts as found. */
export function compareBaseline(baseline: readonly BaselineCause[], verdict: Verdict): BaselineComparison {
  const steps = stepsOf(verdict.scenarios);
  const excused = steps.flatMap((step) => step.excused.map(({ finding }) => finding.cause));
  const now = new Set([...verdict.causes.map(({ id }) => id), ...excused]);
  const before = new Set(baseline.map(({ id }) => id));
  const ran = new Set(steps.flatMap(({ outcome, address }) => (NOT_RUN.has(outcome) ? [] : [address])));
  const missing = baseline.filter(({ id }) => !now.has(id));
  const hasRun = (cause: BaselineCause) => cause.steps.some((step) => ran.has(step));
  return {
    fresh: [...now].filter((id) => !before.has(id)).sort(),
    known: [...now].filter((id) => before.has(id)).sort(),
    gone: missing.filter(hasRun).map(({ id }) => id),
    notTried: missing.filter((cause) => !hasRun(cause)).map(({ id }) => id),
  };
}

const NOT_RUN: ReadonlySet<string> = new Set(['blocked', 'skipped', 'not-tried']);
