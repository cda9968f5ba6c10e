import { join } from 'node:path';
import { createJudge } from '../../judge/create-judge.ts';
import { findDoubts } from '../../judge/find-doubts.ts';
import { judgeExchange } from '../../judge/judge-exchange.ts';
import type { Exchange, RecordingEntry, ScenarioEnd } from '../../model/exchange.ts';
import type { Plan } from '../../model/plan.ts';
import type { Target } from '../../model/target.ts';
import type { Workspace } from '../../model/workspace.ts';
import { type Journal, NO_JOURNAL, openJournal } from '../../recording/journal.ts';
import { openRecordingWriter } from '../../recording/recording-writer.ts';
import { createRedactor, type Redactor } from '../../recording/redaction/create-redactor.ts';
import { openTransport } from '../../run/http/transport.ts';
import type { ProgressListener } from '../../run/progress.ts';
import { createRunId } from '../../run/run-id.ts';
import { runPlan } from '../../run/scenarios/run-plan.ts';
import { type OpenTarget, openTarget } from '../../run/target/open-target.ts';
import { drawStatus, type StatusLine, TIMES_FILE } from '../draw-status.ts';
import type { Io } from '../io.ts';
import type { SelectionFlags } from './selection.ts';

export interface RecordFlags extends Pick<SelectionFlags, 'shard'> {
  readonly bail?: number;
  readonly budgetMs?: number;
  readonly runId?: string;
  readonly seed?: number;
}

export interface RecordContext {
  readonly flags: RecordFlags;
  readonly io: Io;
  readonly workspace: Workspace;
  readonly target: Target;
  /** Name of the recording in the reports folder, by default `recording.jsonl`. */
  readonly recordingName?: string;
  /** True for calls that only check whether the target can be tested. */
  readonly preflight?: boolean;
  readonly onEntries?: (entries: readonly RecordingEntry[]) => void;
}

/** Returns the path of the recording. */
export async function record(plan: Plan, context: RecordContext): Promise<string> {
  const { target, workspace, io } = context;
  const stop = new AbortController();
  const force = new AbortController();
  const offSignal = io.onSignal((signal) => (stop.signal.aborted ? force : stop).abort(signal));
  const status = drawStatus(io, join(io.cwd, workspace.config.reports, TIMES_FILE));
  try {
    status.wait(waitingText(target));
    const open = await openTarget(target, io.env, {
      authKinds: Object.keys(workspace.contracts.api.auth),
      signal: stop.signal,
      startSandbox: async (sandbox) =>
        (await import('./sandbox-target.ts')).startSandboxTarget(sandbox, context.flags.seed),
    });
    try {
      return await recordOn(open, plan, { ...context, status, stop: stop.signal, force: force.signal });
    } finally {
      await open.close();
    }
  } finally {
    status.clear();
    offSignal();
  }
}

function waitingText(target: Target): string {
  if (target.kind === 'command') return `starting ${target.name}: ${target.command.join(' ')}`;
  return target.kind === 'sandbox' ? 'starting the sandbox' : `connecting to ${target.name}`;
}

interface OpenContext extends RecordContext {
  readonly status: StatusLine;
  readonly stop: AbortSignal;
  readonly force: AbortSignal;
}

async function recordOn(open: OpenTarget, plan: Plan, context: OpenContext): Promise<string> {
  const { workspace, target, flags, io, onEntries, status } = context;
  const { contracts, config } = workspace;
  const runId = flags.runId ?? createRunId(io.random);
  const { patterns, fields } = contracts.api.secrets;
  const redactor = createRedactor({ values: new Map(), patterns, fields, salt: `${runId}${io.random()}` });
  const writer = await openRecordingWriter({
    file: join(io.cwd, config.reports, context.recordingName ?? 'recording.jsonl'),
    run: runId,
    redactor,
    onEntries,
  });
  const journal = openRunJournal(open, runId, { ...context, redactor });
  const transport = await openTransport({ ...open, timeoutMs: target.timeoutMs });
  try {
    const { leftovers } = await runPlan(plan, {
      contracts,
      journal,
      target: open,
      transport,
      record: writer,
      redactor,
      progress: progressListener(status),
      runId,
      preflight: context.preflight,
      replan: plan.replan,
      ...settingsOf(context),
      ...(await liveQuestions(plan, context)),
    });
    journal.close(leftovers.length === 0);
  } finally {
    status.clear();
    await transport.close();
    await writer.close();
  }
  return writer.file;
}

function settingsOf({ flags, io, stop, force }: OpenContext) {
  return {
    clock: { now: () => io.now().getTime() },
    signal: stop,
    force,
    seed: flags.seed ?? 0,
    tool: `wireparity ${io.version}`,
    ...(flags.budgetMs !== undefined && { budgetMs: flags.budgetMs }),
    ...(flags.shard && { shard: flags.shard }),
  };
}

/** A sandbox ends with the run, so nothing has to be cleaned up later. */
function openRunJournal(
  { name, origin }: OpenTarget,
  run: string,
  { io, workspace, target, redactor }: OpenContext & { readonly redactor: Redactor },
): Journal {
  if (target.kind === 'sandbox') return NO_JOURNAL;
  return openJournal(join(io.cwd, workspace.config.reports), { run, target: { name, origin } }, redactor);
}

/** Opens the judge before the run opens hundreds of connections, because the judge opens files too. */
async function liveQuestions(plan: Plan, { workspace, target, flags }: RecordContext) {
  const generated = plan.scenarios.some(({ source }) => source !== 'suite');
  const { contracts, config, ledger } = workspace;
  const { profile, name: where } = target;
  const judge = await createJudge({ contracts, profile, where, severity: config.severity });
  const causeOf = (exchange: Exchange) =>
    judgeExchange(exchange, judge).find((finding) => finding.severity === 'error')?.fingerprint;
  const excused = new Set(
    ledger.entries.flatMap((entry) => (entry.where === where && 'step' in entry.place ? [entry.place.step] : [])),
  );
  const doubtsOf = (scenario: ScenarioEnd, exchanges: readonly Exchange[]) => findDoubts(scenario, exchanges, judge);
  const isFailure = (exchange: Exchange) => !excused.has(exchange.address) && causeOf(exchange) !== undefined;
  return { doubtsOf, ...(generated && { causeOf }), ...(flags.bail !== undefined && { bail: flags.bail, isFailure }) };
}

function progressListener(status: StatusLine): ProgressListener {
  let state = { unit: 'scenarios', done: 0, total: 0, failed: 0, current: null as string | null };
  return (event) => {
    if (event.kind === 'run-started') state = { ...state, total: event.total };
    if (event.kind === 'scenario-started') state = { ...state, current: event.address };
    if (event.kind === 'scenario-ended') {
      const { done, total, failed } = event;
      state = { ...state, done, total, failed };
    }
    if (event.kind === 'stopping')
      status.note(`stopping: ${event.reason}; removing what was created (interrupt again to stop immediately)`);
    status.show(state);
  };
}
