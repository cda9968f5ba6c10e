import type { Exchange } from '../../model/exchange.ts';
import type { PlannedScenario } from '../../model/plan.ts';
import { retryRemoval, type TriedRemoval } from '../cleanup/run-removals.ts';
import type { ProgressListener } from '../progress.ts';
import type { RunContext } from '../run-context.ts';
import { type Crash, type RanScenario, recordEnd, runScenario } from './run-scenario.ts';

export interface SchedulerOptions {
  readonly total: number;
  readonly bail?: number;
  readonly isFailure?: (exchange: Exchange) => boolean;
  readonly progress?: ProgressListener;
  /** Generated scenarios start only so many milliseconds into the run. */
  readonly budgetMs?: number;
  /** Told each answer that counts. */
  readonly onAnswer?: (planned: PlannedScenario, exchange: Exchange) => void;
}

interface Scheduler {
  /** Runs scenarios in order, at most so many at once; returns when all that started have ended. */
  runTogether(scenarios: readonly PlannedScenario[], concurrency: number): Promise<void>;
  /** Tries once more to remove what is left, and writes the scenarios that waited for it. */
  settleRemovals(): Promise<void>;
  bailed(): boolean;
  /** The first error of ours: no scenario starts after it. */
  crash(): Crash | undefined;
  /** Scenarios that had no turn, because the run stopped before. */
  notStarted(): readonly PlannedScenario[];
  /** Generated scenarios that had no turn, because the budget was used up. */
  leftOut(): readonly PlannedScenario[];
}

export function createScheduler(run: RunContext, options: SchedulerOptions): Scheduler {
  const { total, bail = Number.POSITIVE_INFINITY, isFailure, progress, budgetMs = Number.POSITIVE_INFINITY } = options;
  const waiting: RanScenario[] = [];
  const left: PlannedScenario[] = [];
  const leftOut: PlannedScenario[] = [];
  let done = 0;
  let failed = 0;
  let crash: Crash | undefined;

  const runOne = async (planned: PlannedScenario) => {
    const { address } = planned;
    progress?.({ kind: 'scenario-started', address });
    let fails = false;
    const ran = await runScenario(run, planned, (exchange) => {
      if (isFailure?.(exchange) === true) fails = true;
      options.onAnswer?.(planned, exchange);
    });
    run.environment.ended(planned, ran.steps);
    if (ran.removals.every(({ removed }) => removed)) await recordEnd(run, ran, ran.removals);
    else waiting.push(ran);
    crash ??= ran.crash;
    done += 1;
    if (fails) failed += 1;
    progress?.({ kind: 'scenario-ended', address, done, total, failed });
  };

  return {
    runTogether: (scenarios, concurrency) =>
      eachAtOnce(scenarios, concurrency, async (planned) => {
        if (run.signal.aborted || failed >= bail || crash !== undefined) left.push(planned);
        else if (planned.source !== 'suite' && run.now() - run.startedAt >= budgetMs) leftOut.push(planned);
        else await runOne(planned);
      }),
    settleRemovals: () => settleRemovals(run, waiting, progress),
    crash: () => crash,
    bailed: () => failed >= bail && left.length > 0,
    notStarted: () => left,
    leftOut: () => leftOut,
  };
}

/** Starts them in order, at most so many at once. */
async function eachAtOnce<Item>(items: readonly Item[], most: number, use: (item: Item) => Promise<void>) {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await use(item);
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(most, items.length)) }, worker));
}

async function settleRemovals(run: RunContext, waiting: readonly RanScenario[], progress?: ProgressListener) {
  if (waiting.length > 0) progress?.({ kind: 'removing-leftovers', count: waiting.length });
  for (const ran of waiting.toSorted((a, b) => (a.planned.address < b.planned.address ? -1 : 1))) {
    const settled: TriedRemoval[] = [];
    for (const tried of ran.removals) settled.push(await retryRemoval(run, tried));
    await recordEnd(run, ran, settled);
  }
}
