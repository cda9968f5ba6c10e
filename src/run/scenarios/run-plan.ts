import { abortReason, onAbort } from '../../lib/on-abort.ts';
import { RECORDING_FAILED, type RunEnd, type RunStart } from '../../model/exchange.ts';
import type { HttpResponse } from '../../model/http.ts';
import type { Plan } from '../../model/plan.ts';
import { NO_JOURNAL } from '../../recording/journal.ts';
import { createRecorder } from '../../recording/recorder.ts';
import { redactEnd } from '../../recording/redaction/redact-entry.ts';
import { createPace } from '../http/pace.ts';
import { sendOnce } from '../http/send-once.ts';
import { createServiceWatch } from '../http/service-watch.ts';
import { ownAddress, type RunContext } from '../run-context.ts';
import { createRunSignals, type RunSignals } from '../run-signals.ts';
import { findBasePath } from '../target/find-base-path.ts';
import { createVersionWatch } from '../target/version-watch.ts';
import { createEnvironmentWatch, type EnvironmentProblem } from './environment-watch.ts';
import { prepareCall } from './prepare-call.ts';
import type { RunPlanOptions } from './run-options.ts';
import { notRun } from './run-scenario.ts';
import { runScenarios } from './run-scenarios.ts';

const CLEANUP_GRACE_MS = 10_000;

/**
 * A failure of the target becomes part of the result, and not an exception.
 * @throws recording-unwritable, or an internal error, after the clean-ups
 */
export async function runPlan(plan: Plan, options: RunPlanOptions): Promise<RunEnd> {
  const { signal, force, cleanupGraceMs: graceMs = CLEANUP_GRACE_MS } = options;
  const signals = createRunSignals({ signal, force, graceMs });
  try {
    return await runWith(plan, options, signals);
  } finally {
    signals.dispose();
  }
}

async function runWith(plan: Plan, options: RunPlanOptions, signals: RunSignals): Promise<RunEnd> {
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
  await run.version.read((operation) => askVersion(run, operation, 1));
  const { bailed, crash, stopped, remarks } = await runScenarios(run, runnable, options);
  await run.version.read((operation) => askVersion(run, operation, 2));
  const interrupted = signals.steps.aborted ? abortReason(signals.steps) : null;
  const environment = await problemOf(run);
  const how = { bailed, interrupted, remarks, ...(stopped && { stopped }) };
  const end = redactEnd(runEnd(run, how, environment), run.redactor);
  run.recorder.record(end);
  const problem = run.recorder.error();
  if (problem !== undefined) throw problem;
  if (crash !== undefined) throw crash.error;
  progress?.({ kind: 'run-ended', durationMs: end.durationMs });
  return end;
}

function createContext(options: RunPlanOptions, signals: RunSignals): RunContext {
  const { runId, contracts, target, transport, redactor, clock } = options;
  return {
    ...{ runId, contracts, target, transport, redactor },
    shard: options.shard ?? null,
    journal: options.journal ?? NO_JOURNAL,
    pace: createPace({ rate: target.policy.rateLimit, timeoutMs: target.policy.timeoutMs, date: clock.now }),
    retries: options.retries ?? target.policy.retries,
    recorder: createRecorder(options.record, () => signals.stop(RECORDING_FAILED)),
    now: clock.now,
    startedAt: clock.now(),
    signal: signals.steps,
    cleanupSignal: signals.cleanups,
    tally: { created: 0, removed: 0, leftovers: [] },
    removed: new Map(),
    service: createServiceWatch(),
    environment: createEnvironmentWatch(contracts, options.preflight === true ? 1 : undefined),
    version: createVersionWatch(target.version),
  };
}

function runStart(plan: Plan, { target, contracts, runId, seed, tool, shard }: RunPlanOptions): RunStart {
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

async function problemOf(run: RunContext): Promise<Problem | undefined> {
  const problem = run.environment.problem();
  if (problem?.mayBeElsewhere !== true || run.signal.aborted) return problem;
  const found = await findBasePath(run);
  if (found === undefined) return problem;
  const foundUrl = `${run.target.origin}${found}`;
  return {
    ...problem,
    reason: `${problem.reason}. The API responds at ${foundUrl}: set this address as the target's \`url\``,
    foundUrl,
  };
}

type Problem = EnvironmentProblem & Pick<RunEnd, 'foundUrl'>;

type EndParts = Pick<RunEnd, 'bailed' | 'interrupted' | 'stopped' | 'remarks'>;

function runEnd(run: RunContext, { remarks: found = [], ...how }: EndParts, problem: Problem | undefined): RunEnd {
  const { created, removed, leftovers } = run.tally;
  const sorted = leftovers.toSorted((a, b) => (a.madeBy < b.madeBy ? -1 : Number(a.madeBy > b.madeBy)));
  const durationMs = Math.round(run.now() - run.startedAt);
  const remarks = [...run.pace.remarks(), ...found, ...run.version.remarks()];
  const version = run.version.value();
  return {
    ...{ kind: 'end', ...how, created, removed, leftovers: sorted, durationMs },
    ...(problem !== undefined && { environment: problem.reason }),
    ...(problem?.foundUrl !== undefined && { foundUrl: problem.foundUrl }),
    ...(problem?.callerRefused === true && { callerRefused: true }),
    ...(remarks.length > 0 && { remarks }),
    ...(version !== undefined && { version }),
  };
}

async function askVersion(run: RunContext, operation: string, attempt: 1 | 2): Promise<HttpResponse | null> {
  const contract = run.contracts.operations.get(operation);
  if (contract === undefined || run.signal.aborted) return null;
  const prepared = prepareCall(run, {
    ...{
      address: ownAddress(run, 'version'),
      phase: 'watch',
      contract,
      with: {},
      caller: { as: 'main' },
      invalid: false,
    },
    expect: { status: [], headers: {} },
  });
  if (!prepared.ok) return null;
  const exchange = await sendOnce(run, prepared.call, { attempt, signal: run.signal });
  run.recorder.record(exchange);
  return exchange.response;
}
