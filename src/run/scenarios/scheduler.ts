import { compareText } from '../../lib/compare-text.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedScenario } from '../../model/plan.ts';
import type { ProgressListener } from '../progress.ts';
import type { RunContext } from '../run-context.ts';
import { createClearing, isRefused } from './clearing.ts';
import { type Crash, type RanScenario, recordEnd } from './run-scenario.ts';

interface SchedulerOptions {
  readonly total: number;
  readonly bail?: number;
  readonly isFailure?: (exchange: Exchange) => boolean;
  readonly progress?: ProgressListener;
  /** New scenarios may start for this many milliseconds after the start of the run. */
  readonly budgetMs?: number;
  /** `groupEnds` is true if the next scenario is about another operation. */
  readonly onEnded?: (how: { readonly groupEnds: boolean }) => Promise<void>;
  readonly stopped?: () => string | undefined;
  /** Returns true for a scenario that should wait, because it cannot show anything now. */
  readonly isHopeless?: (planned: PlannedScenario, isAlone: boolean) => boolean;
  readonly onRan?: (ran: RanScenario, isAlone: boolean) => void;
  readonly onAnswer?: (planned: PlannedScenario, exchange: Exchange) => void;
}

export interface Scheduler {
  runTogether(scenarios: readonly PlannedScenario[], concurrency: number): Promise<void>;
  runAlone(scenarios: readonly PlannedScenario[]): Promise<void>;
  settleWaiting(): Promise<void>;
  bailed(): boolean;
  /** The first internal error. No scenario starts after this error. */
  crash(): Crash | undefined;
  takeAside(): readonly PlannedScenario[];
  notStarted(): readonly PlannedScenario[];
  /** Scenarios that did not start because `budgetMs` had passed. */
  leftOut(): readonly PlannedScenario[];
}

export function createScheduler(run: RunContext, options: SchedulerOptions): Scheduler {
  const { bail = Number.POSITIVE_INFINITY, progress, budgetMs = Number.POSITIVE_INFINITY } = options;
  const [left, leftOut, aside]: [PlannedScenario[], PlannedScenario[], PlannedScenario[]] = [[], [], []];
  const { runOne, waiting, failed, crash } = createRunner(run, options);
  const isOver = () =>
    run.signal.aborted || failed() >= bail || crash() !== undefined || options.stopped?.() !== undefined;
  const runNext = async (planned: PlannedScenario, next: PlannedScenario | undefined, isAlone = false) => {
    if (isOver()) return void left.push(planned);
    if (run.now() - run.startedAt >= budgetMs) return void leftOut.push(planned);
    if (options.isHopeless?.(planned, isAlone) === true) return void aside.push(planned);
    await runOne(planned, isAlone);
    await options.onEnded?.({ groupEnds: next?.suite !== planned.suite });
  };
  return {
    runTogether: (scenarios, concurrency) => eachAtOnce(scenarios, concurrency, runNext),
    runAlone: (scenarios) => eachAtOnce(scenarios, 1, (planned, next) => runNext(planned, next, true)),
    settleWaiting: () => settleWaiting(run, waiting, progress),
    crash,
    takeAside: () => aside.splice(0),
    bailed: () => failed() >= bail && left.length > 0,
    notStarted: () => left,
    leftOut: () => leftOut,
  };
}

function createRunner(run: RunContext, { total, isFailure, progress, onAnswer, onRan }: SchedulerOptions) {
  const waiting: RanScenario[] = [];
  const clearing = createClearing();
  let [done, failed] = [0, 0];
  let crash: Crash | undefined;
  const runOne = async (planned: PlannedScenario, isAlone: boolean) => {
    progress?.({ kind: 'scenario-started', address: planned.address });
    let fails = false;
    const isQuiet = isAlone && !waiting.some(isRefused);
    const ran = await clearing.runScenario(isQuiet ? { ...run, isAlone } : run, planned, (exchange) => {
      if (isFailure?.(exchange) === true) fails = true;
      onAnswer?.(planned, exchange);
    });
    run.environment.ended(planned, ran.steps);
    onRan?.(ran, isQuiet);
    if (ran.removals.every(({ removed }) => removed)) await recordEnd(run, ran);
    else waiting.push(ran);
    crash ??= ran.crash;
    if (fails) failed += 1;
    progress?.({ kind: 'scenario-ended', address: planned.address, done: ++done, total, failed });
  };
  return { runOne, waiting, failed: () => failed, crash: () => crash };
}

async function eachAtOnce<Item>(
  items: readonly Item[],
  most: number,
  use: (item: Item, next: Item | undefined) => Promise<void>,
) {
  const queue = items.entries();
  const worker = async () => {
    for (const [at, item] of queue) await use(item, items[at + 1]);
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(most, items.length)) }, worker));
}

async function settleWaiting(run: RunContext, waiting: readonly RanScenario[], progress?: ProgressListener) {
  if (waiting.length > 0) progress?.({ kind: 'removing-leftovers', count: waiting.length });
  for (const ran of waiting.toSorted((a, b) => compareText(a.planned.address, b.planned.address)))
    await recordEnd(run, ran);
}
