import { formatDuration } from '../../lib/duration.ts';
import type { ContractSet } from '../../model/contract.ts';
import type { Exchange, Stopped } from '../../model/exchange.ts';
import type { PlannedScenario, PlannedStep } from '../../model/plan.ts';
import type { RunContext } from '../run-context.ts';
import { type Burdens, createBurdens } from './burdens.ts';
import { interruption } from './call-step.ts';
import { createCanary } from './canary.ts';
import { type EnvironmentProblem, FEWEST_EARLY, isBaseCall } from './environment-watch.ts';
import { createRepeater } from './repeat-doubts.ts';
import { inStages, type Replanner, replanner } from './replan-scenarios.ts';
import type { RunPlanOptions } from './run-options.ts';
import { type Crash, notRun, type RanScenario } from './run-scenario.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createShrinker } from './shrink-failures.ts';

interface RanScenarios {
  readonly bailed: boolean;
  readonly crash: Crash | undefined;
  readonly stopped: Stopped | undefined;
  readonly remarks: readonly string[];
}

/** Runs a few calls that only read, then handwritten scenarios and base calls, then all other scenarios. */
export async function runScenarios(
  shared: RunContext,
  scenarios: readonly PlannedScenario[],
  options: RunPlanOptions,
): Promise<RanScenarios> {
  const { bail, isFailure, progress, budgetMs, causeOf, doubtsOf } = options;
  const shrinker = causeOf === undefined ? undefined : createShrinker(shared.contracts, causeOf);
  const repeater = doubtsOf === undefined ? undefined : createRepeater(doubtsOf, shared.contracts);
  const canary = createCanary(shared.contracts);
  const burdens = createBurdens(shared.contracts, shared.environment.exclude);
  const run = { ...shared, onResponse: burdens.note };
  const scheduler = createScheduler(run, {
    ...{ total: scenarios.length, bail, budgetMs, isFailure, progress },
    ...listenersOf(run, { canary, burdens, shrinker, repeater }),
  });
  await runInOrder(run, scenarios, {
    replan: replanner(run, options.replan),
    together: (some) => scheduler.runTogether(some, options.concurrency ?? run.target.policy.concurrency),
    alone: (some) => scheduler.runTogether(some, 1),
    takeAside: scheduler.takeAside,
    quietly: scheduler.runAlone,
    burdens,
  });
  await canary.check(run, { groupEnds: true });
  await scheduler.settleWaiting();
  const isOver = scheduler.crash() !== undefined || canary.stopped() !== undefined;
  if (!isOver && !scheduler.bailed() && run.environment.problem() === undefined) {
    await repeater?.repeat(run);
    await shrinker?.shrink(run);
  }
  recordNotStarted(run, scheduler, { bail, budgetMs, stopped: canary.stopped()?.reason });
  const [bailed, crash] = [scheduler.bailed(), scheduler.crash()];
  return { bailed, crash, stopped: canary.stopped(), remarks: burdens.remarks() };
}

interface Watches {
  readonly canary: ReturnType<typeof createCanary>;
  readonly burdens: Burdens;
  readonly shrinker: ReturnType<typeof createShrinker> | undefined;
  readonly repeater: ReturnType<typeof createRepeater> | undefined;
}

function listenersOf(run: RunContext, { canary, burdens, shrinker, repeater }: Watches) {
  return {
    onAnswer: (planned: PlannedScenario, exchange: Exchange) => {
      run.environment.note(planned, exchange);
      canary.note(planned, exchange);
      run.version.note(exchange);
      shrinker?.note(planned, exchange);
      repeater?.note(planned, exchange);
    },
    onRan: (ran: RanScenario, isAlone: boolean) => {
      repeater?.ended(ran);
      if (isAlone) burdens.ranAlone(ran);
    },
    stopped: () => canary.stopped()?.reason,
    isHopeless: (planned: PlannedScenario, isAlone: boolean) =>
      run.environment.failedBase(planned) !== undefined || (!isAlone && burdens.isSuspected(planned)),
    onEnded: (how: { readonly groupEnds: boolean }) => canary.check(run, how),
  };
}

type RunSome = (scenarios: readonly PlannedScenario[]) => Promise<void>;

interface Order {
  readonly together: RunSome;
  readonly alone: RunSome;
  readonly takeAside: Scheduler['takeAside'];
  readonly replan: Replanner;
  /** Runs scenarios one at a time, because their items may disturb other calls. */
  readonly quietly: RunSome;
  readonly burdens: Burdens;
}

async function runInOrder(
  run: RunContext,
  scenarios: readonly PlannedScenario[],
  { together, alone, replan, takeAside, quietly, burdens }: Order,
): Promise<void> {
  const ordered = scenarios.toSorted(byValue);
  const isFirst = (scenario: PlannedScenario) =>
    !isAlone(scenario) && (scenario.source === 'suite' || isBaseCall(scenario));
  const first = ordered.filter(isFirst);
  const early = earlyCalls(first, run.contracts);
  await together(early);
  const others = first.filter((scenario) => !early.includes(scenario));
  for (const some of inStages(others)) await runAll(some, run.environment.earlyProblem);
  await runAll(
    ordered.filter((scenario) => !isFirst(scenario)),
    run.environment.problem,
  );

  async function runAll(some: readonly PlannedScenario[], problem: () => EnvironmentProblem | undefined) {
    const worthTrying = leaveOutHopeless(run, await replan(some), problem());
    await together(worthTrying.filter((scenario) => !isAlone(scenario)));
    await alone(worthTrying.filter(isAlone));
    // The loop ends, because each round decides some of the scenarios that were put aside.
    for (let aside = takeAside(); aside.length > 0; aside = takeAside()) await runAside(aside, problem);
  }

  async function runAside(aside: readonly PlannedScenario[], problem: () => EnvironmentProblem | undefined) {
    const worthTrying = leaveOutHopeless(run, await replan(aside), problem());
    await quietly(worthTrying.filter(burdens.isSuspected));
    const others = worthTrying.filter((planned) => !burdens.isSuspected(planned));
    await together(others.filter((scenario) => !isAlone(scenario)));
    await alone(others.filter(isAlone));
  }
}

interface NotStarted extends Pick<RunPlanOptions, 'bail' | 'budgetMs'> {
  readonly stopped: string | undefined;
}

function recordNotStarted(run: RunContext, scheduler: Scheduler, { bail, budgetMs, stopped }: NotStarted): void {
  const reason = scheduler.bailed()
    ? `not run: the run stopped after ${bail} failed ${bail === 1 ? 'scenario' : 'scenarios'}`
    : scheduler.crash() === undefined
      ? (stopped ?? interruption(run.signal))
      : 'not run: the run stopped after an internal error';
  for (const scenario of scheduler.notStarted())
    run.recorder.record(notRun(scenario, scheduler.bailed() ? 'skipped' : 'blocked', reason));
  const spent = `left out: the time limit of --budget (${formatDuration(budgetMs ?? 0)}) was reached`;
  for (const scenario of scheduler.leftOut()) run.recorder.record(notRun(scenario, 'skipped', spent));
}

const MOST_EARLY = 6;

/** Returns a few calls that only read, to check early that the API responds and accepts the credential. */
function earlyCalls(first: readonly PlannedScenario[], { operations }: ContractSet): readonly PlannedScenario[] {
  const found = new Map<string, PlannedScenario>();
  const isReading = ({ step }: PlannedStep) =>
    step.kind === 'call' && operations.get(step.call)?.safe === true && !step.invalid;
  for (const scenario of first.toSorted((a, b) => Number(isBaseCall(b)) - Number(isBaseCall(a)))) {
    const { step } = scenario.steps[0] ?? {};
    if (found.size >= MOST_EARLY || step?.kind !== 'call' || !scenario.steps.every(isReading)) continue;
    const resource = operations.get(step.call)?.resource ?? step.call;
    if (!found.has(resource)) found.set(resource, scenario);
  }
  return found.size < FEWEST_EARLY ? [] : [...found.values()];
}

function leaveOutHopeless(
  run: RunContext,
  scenarios: readonly PlannedScenario[],
  problem: EnvironmentProblem | undefined,
): readonly PlannedScenario[] {
  const left: PlannedScenario[] = [];
  for (const scenario of scenarios) {
    const failed = run.environment.failedBase(scenario);
    if (problem !== undefined) run.recorder.record(notRun(scenario, 'blocked', problem.reason));
    else if (failed !== undefined) run.recorder.record(notRun(scenario, 'not-tried', failed));
    else left.push(scenario);
  }
  return left;
}

function byValue(a: PlannedScenario, b: PlannedScenario): number {
  return rankOf(a) - rankOf(b) || (a.address < b.address ? -1 : 1);
}

function rankOf({ source, rank = 0 }: PlannedScenario): number {
  return source === 'suite' ? -1 : rank;
}

/** A scenario that moves the target's clock must run alone, because all scenarios use this clock. */
function isAlone({ scenario, steps }: PlannedScenario): boolean {
  return scenario.alone || steps.some(({ step }) => step.kind === 'advance');
}
