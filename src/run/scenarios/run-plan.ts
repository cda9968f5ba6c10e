import { formatDuration } from '../../lib/duration.ts';
import { abortReason, onAbort } from '../../lib/on-abort.ts';
import type { ContractSet } from '../../model/contract.ts';
import { type Exchange, RECORDING_FAILED, type RunEnd, type RunStart } from '../../model/exchange.ts';
import type { Plan, PlannedScenario } from '../../model/plan.ts';
import { type Journal, NO_JOURNAL } from '../../recording/journal.ts';
import { createRecorder } from '../../recording/recorder.ts';
import type { RecordingWriter } from '../../recording/recording-writer.ts';
import type { Redactor } from '../../recording/redaction/create-redactor.ts';
import { redactEnd } from '../../recording/redaction/redact-entry.ts';
import { createRateLimiter } from '../http/rate-limiter.ts';
import type { Transport } from '../http/transport.ts';
import type { ProgressListener } from '../progress.ts';
import type { RunContext } from '../run-context.ts';
import { createRunSignals, type RunSignals } from '../run-signals.ts';
import type { OpenTarget } from '../target/open-target.ts';
import { interruption } from './call-step.ts';
import { createEnvironmentWatch, isBaseCall } from './environment-watch.ts';
import { type Crash, notRun } from './run-scenario.ts';
import { createScheduler, type SchedulerOptions } from './scheduler.ts';
import { type CauseOf, createShrinker } from './shrink-failures.ts';

export interface RunOptions {
  readonly contracts: ContractSet;
  readonly target: OpenTarget;
  readonly transport: Transport;
  /** Opened and closed by the caller; closing it renames the recording to its final name, even after an interruption. */
  readonly record: RecordingWriter;
  readonly redactor: Redactor;
  /** Opened and closed by the caller; without it nothing is journalled. */
  readonly journal?: Journal;
  /** Milliseconds since 1970. */
  readonly clock: { readonly now: () => number };
  /** Aborted with a signal's name: no new steps, open requests are cancelled, clean-ups still run. */
  readonly signal: AbortSignal;
  /** If aborted, stops immediately, without clean-ups. */
  readonly force?: AbortSignal;
  readonly progress?: ProgressListener;
  /** No new scenario starts after this many failures. */
  readonly bail?: number;
  readonly isFailure?: (exchange: Exchange) => boolean;
  /** If given, failing generated scenarios are rerun with fewer fields, to find a small request. */
  readonly causeOf?: CauseOf;
  /** Default: the target's own setting. */
  readonly retries?: number;
  readonly concurrency?: number;
  /** Time for generated scenarios, from the run's start; handwritten suites always run. */
  readonly budgetMs?: number;
  readonly runId: string;
  readonly seed: number;
  /** Name and version of this program. */
  readonly tool: string;
  readonly shard?: RunStart['shard'];
  /** Time for clean-ups after an interruption; default: 10 s. */
  readonly cleanupGraceMs?: number;
}

type OnAnswer = NonNullable<SchedulerOptions['onAnswer']>;

const CLEANUP_GRACE_MS = 10_000;

/**
 * Runs a plan against a target. Whatever the target does is recorded and not thrown.
 * @throws recording-unwritable, or an internal error, after the clean-ups.
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<RunEnd> {
  const { signal, force, cleanupGraceMs: graceMs = CLEANUP_GRACE_MS } = options;
  const signals = createRunSignals({ signal, force, graceMs });
  try {
    return await runWith(plan, options, signals);
  } finally {
    signals.dispose();
  }
}

async function runWith(plan: Plan, options: RunOptions, signals: RunSignals): Promise<RunEnd> {
  const run = createContext(options, signals);
  const { progress } = options;
  for (const secret of run.target.secrets) run.redactor.addSecret(secret);
  run.recorder.record(runStart(plan, options));
  onAbort(signals.steps, () => progress?.({ kind: 'stopping', reason: abortReason(signals.steps) }));
  const runnable = plan.scenarios.filter((scenario) => scenario.skip === undefined);
  progress?.({ kind: 'run-started', total: runnable.length, skipped: plan.scenarios.length - runnable.length });
  for (const scenario of plan.scenarios)
    if (scenario.skip !== undefined)
      run.recorder.record(notRun(scenario, scenario.skipState ?? 'skipped', scenario.skip));
  const { bailed, crash } = await runScenarios(run, runnable, options);
  const interrupted = signals.steps.aborted ? abortReason(signals.steps) : null;
  const end = redactEnd(runEnd(run, { bailed, interrupted }), run.redactor);
  run.recorder.record(end);
  const problem = run.recorder.error();
  if (problem !== undefined) throw problem;
  if (crash !== undefined) throw crash.error;
  progress?.({ kind: 'run-ended', durationMs: end.durationMs });
  return end;
}

async function runScenarios(
  run: RunContext,
  scenarios: readonly PlannedScenario[],
  options: RunOptions,
): Promise<{ readonly bailed: boolean; readonly crash: Crash | undefined }> {
  const { bail, isFailure, progress, budgetMs, causeOf } = options;
  const shrinker = causeOf === undefined ? undefined : createShrinker(run.contracts, causeOf);
  const onAnswer: OnAnswer = (planned, exchange) => {
    run.environment.note(planned, exchange);
    shrinker?.note(planned, exchange);
  };
  const listeners = { isFailure, progress, onAnswer };
  const scheduler = createScheduler(run, { total: scenarios.length, bail, budgetMs, ...listeners });
  const concurrency = options.concurrency ?? run.target.policy.concurrency;
  const ordered = scenarios.toSorted(byValue);
  const together = ordered.filter((scenario) => !isAlone(scenario));
  const isFirst = (scenario: PlannedScenario) => scenario.source === 'suite' || isBaseCall(scenario);
  await scheduler.runTogether(together.filter(isFirst), concurrency);
  const worthTrying = await leaveOutHopeless(
    run,
    ordered.filter((scenario) => !isFirst(scenario) || isAlone(scenario)),
  );
  await scheduler.runTogether(
    worthTrying.filter((scenario) => !isAlone(scenario)),
    concurrency,
  );
  await scheduler.runTogether(worthTrying.filter(isAlone), 1);
  await scheduler.settleRemovals();
  if (scheduler.crash() === undefined && run.environment.problem() === undefined) await shrinker?.shrink(run);
  const reason = scheduler.bailed()
    ? `not run: the run stopped after ${bail} failed ${bail === 1 ? 'scenario' : 'scenarios'}`
    : scheduler.crash() === undefined
      ? interruption(run.signal)
      : 'not run: the run stopped after an internal error';
  for (const scenario of scheduler.notStarted())
    run.recorder.record(notRun(scenario, scheduler.bailed() ? 'skipped' : 'blocked', reason));
  const spent = `left out: the budget of ${formatDuration(budgetMs ?? 0)} for generated scenarios was used up`;
  for (const scenario of scheduler.leftOut()) run.recorder.record(notRun(scenario, 'skipped', spent));
  return { bailed: scheduler.bailed(), crash: scheduler.crash() };
}

/** Records the end of scenarios that cannot show anything after the first calls, and returns the others. */
async function leaveOutHopeless(
  run: RunContext,
  scenarios: readonly PlannedScenario[],
): Promise<readonly PlannedScenario[]> {
  const problem = run.environment.problem();
  const left: PlannedScenario[] = [];
  for (const scenario of scenarios) {
    const failed = run.environment.failedBase(scenario);
    if (problem !== undefined) await run.recorder.record(notRun(scenario, 'blocked', problem));
    else if (failed !== undefined) await run.recorder.record(notRun(scenario, 'not-tried', failed));
    else left.push(scenario);
  }
  return left;
}

/** Handwritten scenarios first, then generated ones by rank. */
function byValue(a: PlannedScenario, b: PlannedScenario): number {
  return rankOf(a) - rankOf(b) || (a.address < b.address ? -1 : 1);
}

function rankOf({ source, rank = 0 }: PlannedScenario): number {
  return source === 'suite' ? -1 : rank;
}

/** Moving the target's clock affects every scenario. */
function isAlone({ scenario, steps }: PlannedScenario): boolean {
  return scenario.alone || steps.some(({ step }) => step.kind === 'advance');
}

function createContext(options: RunOptions, signals: RunSignals): RunContext {
  const { runId, contracts, target, transport, redactor, clock } = options;
  return {
    ...{ runId, contracts, target, transport, redactor },
    journal: options.journal ?? NO_JOURNAL,
    limiter: createRateLimiter(target.policy.rateLimit),
    retries: options.retries ?? target.policy.retries,
    recorder: createRecorder(options.record, () => signals.stop(RECORDING_FAILED)),
    now: clock.now,
    startedAt: clock.now(),
    signal: signals.steps,
    cleanupSignal: signals.cleanups,
    tally: { created: 0, removed: 0, leftovers: [] },
    environment: createEnvironmentWatch(contracts),
  };
}

function runStart(plan: Plan, { target, contracts, runId, seed, tool, shard }: RunOptions): RunStart {
  const { name, origin, profile } = target;
  const narrowed = plan.narrowed ?? [];
  return {
    kind: 'run',
    format: 1,
    tool,
    run: runId,
    target: { name, origin, profile },
    seed,
    shard: shard ?? null,
    contracts: contracts.hash,
    whole: narrowed.length === 0,
    ...(narrowed.length === 0 ? {} : { narrowed }),
  };
}

function runEnd(run: RunContext, how: Pick<RunEnd, 'bailed' | 'interrupted'>): RunEnd {
  const { created, removed, leftovers } = run.tally;
  const sorted = leftovers.toSorted((a, b) => (a.madeBy < b.madeBy ? -1 : Number(a.madeBy > b.madeBy)));
  const durationMs = Math.round(run.now() - run.startedAt);
  const environment = run.environment.problem();
  return {
    ...{ kind: 'end', ...how, created, removed, leftovers: sorted, durationMs },
    ...(environment !== undefined && { environment }),
  };
}
