import { join } from 'node:path';
import type { VerdictFlags } from '../app/conclude.ts';
import { driveClient } from '../app/drive-client.ts';
import { findClient } from '../app/find-client.ts';
import type { Io } from '../app/io.ts';
import { judgeTrace } from '../app/judge-trace.ts';
import { keepSnapshot, makeSnapshot, type SnapshotFlags } from '../app/keep-snapshot.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { tracedEvidence } from '../app/page-evidence.ts';
import { checkReportFiles, parseReporters, type ReportFlags, writeReports } from '../app/write-reports.ts';
import { findObstacle } from '../clients/install/find-obstacle.ts';
import { isUserError, userError } from '../lib/error.ts';
import type { Client } from '../model/client.ts';
import type { Workspace } from '../model/workspace.ts';

export interface TraceFlags extends WorkspaceFlags, VerdictFlags, ReportFlags, SnapshotFlags {
  readonly resume?: boolean;
}

/** Drives clients against the recorder and judges what they sent. Default: every client that can run here. */
export async function trace(names: readonly string[], flags: TraceFlags, io: Io): Promise<number> {
  parseReporters(flags);
  const workspace = await openWorkspace(flags, io);
  await checkReportFiles(flags, workspace, io);
  const stop = new AbortController();
  const context: TraceCommand = { workspace, flags, io, stop };
  const codes: number[] = [];
  for (const client of await chooseClients(names, context)) {
    if (stop.signal.aborted) break;
    codes.push(await traceOrSay(client, context));
  }
  if (stop.signal.aborted) return 130;
  if (codes.length === 0) throw nothingTraced(workspace);
  return worstOf(codes);
}

interface TraceCommand {
  readonly workspace: Workspace;
  readonly flags: TraceFlags;
  readonly io: Io;
  readonly stop: AbortController;
}

/** Named clients must run. If none is named, clients that cannot run are listed and left out. */
async function chooseClients(names: readonly string[], { workspace, io }: TraceCommand): Promise<readonly Client[]> {
  const { clients, root } = workspace;
  if (names.length > 0) return names.map((name) => findClient(name, clients));
  const chosen: Client[] = [];
  for (const client of clients) {
    const obstacle = await findObstacle(client, { root, env: io.env });
    if (obstacle === undefined) chosen.push(client);
    else io.err(`skipped ${client.name}: ${obstacle}\n`);
  }
  return chosen;
}

function nothingTraced({ config, clients }: Workspace): Error {
  const message = clients.length === 0 ? `there are no clients in ${config.clients}/` : 'no client can run here';
  const hint = clients.length === 0 ? 'See docs/reference/clients.md.' : 'The lines above say what each one needs.';
  return userError('trace-empty', message, { exitCode: 5, hint });
}

/** A client that cannot be started does not prevent the others from being traced. */
async function traceOrSay(client: Client, context: TraceCommand): Promise<number> {
  try {
    return await traceOne(client, context);
  } catch (error) {
    if (!isUserError(error) || error.exitCode !== 3 || context.stop.signal.aborted) throw error;
    context.io.err(`parity: ${error.message.trimEnd()}\n${error.hint ? `  ${error.hint}\n` : ''}`);
    return error.exitCode;
  }
}

async function traceOne(client: Client, context: TraceCommand): Promise<number> {
  const { workspace, flags, io } = context;
  const file = join(io.cwd, workspace.config.reports, `${client.name}.trace.jsonl`);
  const trace = await untilStopped(context, (signal) =>
    driveClient(client, { ...context, signal, file, resume: flags.resume ?? false }),
  );
  const { surface, verdict, findings } = await judgeTrace(trace, client, { workspace, flags, io });
  await writeReports(verdict, workspace, { flags, io, name: client.name, evidence: tracedEvidence(trace) });
  const snapshot = await keepSnapshot(makeSnapshot({ surface, findings, trace }, workspace), client, {
    workspace,
    flags,
    io,
  });
  return snapshot === 'differs' && verdict.exitCode === 0 ? 1 : verdict.exitCode;
}

/**
 * A signal ends the client's calls in order. Afterwards the trace is on disk and nothing needs to be cleaned up, so judging
 * handles no signals and the next one ends the command immediately.
 */
async function untilStopped<T>({ io, stop }: TraceCommand, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const offSignal = io.onSignal((signal) => stop.abort(signal));
  try {
    return await work(stop.signal);
  } finally {
    offSignal();
  }
}

/** The environment takes precedence over the contract: if something could not be exercised, the rest is inconclusive. */
function worstOf(codes: readonly number[]): number {
  const order = [70, 3, 4, 1, 5, 0];
  return order.find((code) => codes.includes(code)) ?? 0;
}
