import { chooseClients, type SkippedClient } from '../app/choose-clients.ts';
import { errorLines, type Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import type { VerdictFlags } from '../app/reports/conclude.ts';
import { tracedTraffic } from '../app/reports/har-entries.ts';
import { tracedEvidence } from '../app/reports/page-evidence.ts';
import { checkReportFiles, parseReporters, type ReportFlags, writeReports } from '../app/reports/write-reports.ts';
import { traceFileOf } from '../app/trace/client-evidence.ts';
import { driveClient } from '../app/trace/drive-client.ts';
import { judgeTrace } from '../app/trace/judge-trace.ts';
import { keepSnapshot, makeSnapshot, type SnapshotFlags } from '../app/trace/keep-snapshot.ts';
import { untilStopped } from '../app/until-signal.ts';
import { isUserError, type UserError, userError } from '../lib/error.ts';
import type { Client } from '../model/client.ts';
import type { ClientSurface } from '../model/client-surface.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Workspace } from '../model/workspace.ts';

export interface TraceFlags extends WorkspaceFlags, VerdictFlags, ReportFlags, SnapshotFlags {
  readonly resume?: boolean;
}

export interface TraceResult {
  readonly exitCode: number;
  readonly clients: readonly TracedClient[];
  /** Clients that cannot run here, or none if the user named clients. */
  readonly skipped: readonly SkippedClient[];
}

export type TracedClient =
  | { readonly client: string; readonly exitCode: number; readonly error: UserError }
  | {
      readonly client: string;
      readonly exitCode: number;
      readonly verdict: Verdict;
      readonly surface: ClientSurface;
      /** Compares the surface with the snapshot next to the client file. */
      readonly snapshot: 'same' | 'written' | 'differs';
    };

/** Without names, traces all clients that can run on this machine. */
export async function trace(names: readonly string[], flags: TraceFlags, io: Io): Promise<TraceResult> {
  parseReporters(flags);
  const workspace = await openWorkspace(flags, io);
  await checkReportFiles(flags, workspace, io);
  const stop = new AbortController();
  const context: TraceCommand = { workspace, flags, io, stop };
  const { chosen, skipped } = await chooseClients(names, context);
  const clients: TracedClient[] = [];
  for (const client of chosen) {
    if (stop.signal.aborted) break;
    clients.push(await traceOrSay(client, context));
  }
  if (stop.signal.aborted) return { clients, skipped, exitCode: 130 };
  if (clients.length === 0) throw nothingTraced(workspace);
  return { clients, skipped, exitCode: worstOf(clients.map(({ exitCode }) => exitCode)) };
}

interface TraceCommand {
  readonly workspace: Workspace;
  readonly flags: TraceFlags;
  readonly io: Io;
  readonly stop: AbortController;
}

function nothingTraced({ config, clients }: Workspace): Error {
  const message =
    clients.length === 0 ? `there are no clients in ${config.clients}/` : 'no client can run on this machine';
  const hint = clients.length === 0 ? 'See docs/reference/clients.md.' : 'The lines above say what each client needs.';
  return userError('trace-empty', message, { exitCode: 5, hint });
}

/** A client that cannot be started does not prevent the traces of the other clients. */
async function traceOrSay(client: Client, context: TraceCommand): Promise<TracedClient> {
  try {
    return await traceOne(client, context);
  } catch (error) {
    if (!isUserError(error) || error.exitCode !== 3 || context.stop.signal.aborted) throw error;
    context.io.err(errorLines(error));
    return { client: client.name, exitCode: error.exitCode, error };
  }
}

async function traceOne(client: Client, context: TraceCommand): Promise<TracedClient> {
  const { workspace, flags, io } = context;
  const file = traceFileOf(client, { workspace, io });
  // Judging needs no clean-up, so a second Ctrl-C ends the command at once.
  const drive = (signal: AbortSignal) =>
    driveClient(client, { ...context, signal, file, resume: flags.resume ?? false });
  const trace = await untilStopped(io, drive, context.stop);
  const { surface, verdict, findings } = await judgeTrace(trace, client, { workspace, flags, io });
  const har = async () => tracedTraffic(trace);
  await writeReports(verdict, workspace, { flags, io, name: client.name, evidence: tracedEvidence(trace), har });
  const snapshot = await keepSnapshot(makeSnapshot({ surface, findings, trace }, workspace), client, {
    workspace,
    flags,
    io,
  });
  const exitCode = snapshot === 'differs' && verdict.exitCode === 0 ? 1 : verdict.exitCode;
  return { client: client.name, exitCode, verdict, surface, snapshot };
}

/** An environment problem (3) has precedence over a failure (1), because an environment problem makes the results incomplete. */
function worstOf(codes: readonly number[]): number {
  const order = [70, 3, 4, 1, 5, 0];
  return order.find((code) => codes.includes(code)) ?? 0;
}
