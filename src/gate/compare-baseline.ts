import type { BaselineComparison, Verdict } from '../model/verdict.ts';
import { stepsOf } from './steps-of.ts';

/** A cause of an earlier run, and the steps that showed it. */
export interface BaselineCause {
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
