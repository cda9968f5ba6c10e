import { resolve } from 'node:path';
import { chooseProfile } from '../app/choose-target.ts';
import type { Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { type OverhearFlags, overhear } from '../app/proxy/overhear.ts';
import { judgeEntries, type VerdictFlags } from '../app/reports/conclude.ts';
import { recordedTraffic } from '../app/reports/har-entries.ts';
import { recordedEvidence } from '../app/reports/page-evidence.ts';
import { checkReportFiles, parseReporters, type ReportFlags, writeReports } from '../app/reports/write-reports.ts';
import { untilStopped } from '../app/until-signal.ts';
import { runCommand } from '../clients/install/run-command.ts';
import { clientEnvironment } from '../lib/client-environment.ts';
import { userError } from '../lib/error.ts';
import { loadIntent } from '../load/load-intent.ts';
import type { Config } from '../model/target.ts';
import type { Workspace } from '../model/workspace.ts';
import { readRecording } from '../recording/read-recording.ts';
import { variablesOf } from '../run/target/credentials.ts';

interface CaptureFlags extends WorkspaceFlags, OverhearFlags, VerdictFlags, ReportFlags {
  /** Variables that receive the recorder's origin (`NAME`), optionally with a suffix (`NAME=/suffix`). */
  readonly env?: readonly string[];
  /** File with the calls that the command should make, in order. */
  readonly intent?: string;
}

/** Runs a command against the recorder and judges its requests. */
export async function capture(command: readonly string[], flags: CaptureFlags, io: Io): Promise<number> {
  parseReporters(flags);
  const addresses = parseAddresses(flags.env ?? []);
  const workspace = await openWorkspace(flags, io);
  await checkReportFiles(flags, workspace, io);
  const file = resolve(io.cwd, workspace.config.reports, 'capture.jsonl');
  const ended = await recordCommand(command, { workspace, flags, io, file, addresses });
  const verdict = await judgeEntries(readRecording(file), workspace, { flags, io });
  await writeReports(verdict, workspace, {
    flags,
    io,
    evidence: recordedEvidence(() => readRecording(file), workspace.contracts),
    har: () => recordedTraffic(readRecording(file)),
  });
  if (ended === null || verdict.exitCode === 130) return verdict.exitCode;
  const failed = `the command ended with ${ended}: ${command.join(' ')}`;
  io.err(`parity: ${verdict.exitCode === 0 ? `exit 1, because ${failed}` : failed}\n`);
  return verdict.exitCode || 1;
}

interface CaptureContext {
  readonly workspace: Workspace;
  readonly flags: CaptureFlags;
  readonly io: Io;
  readonly file: string;
  readonly addresses: readonly Address[];
}

/** Returns how the command failed, or null. @throws command-not-started */
async function recordCommand(command: readonly string[], context: CaptureContext): Promise<string | null> {
  const { workspace, flags, io, file, addresses } = context;
  const calls = await intendedCalls(context);
  const overhearing = await overhear({ workspace, flags, io, name: 'capture', file, ...(calls && { calls }) });
  const stop = new AbortController();
  const set = Object.fromEntries(addresses.map(({ name, suffix }) => [name, overhearing.origin + suffix]));
  const env = clientEnvironment(io.env, { secretNames: secretNames(workspace.config), set });
  try {
    const started = { command, cwd: io.cwd, env, out: io.out, err: io.err };
    return await untilStopped(io, (signal) => runCommand({ ...started, signal }), stop);
  } finally {
    await overhearing.finish(stop.signal.aborted ? String(stop.signal.reason) : null);
  }
}

function intendedCalls({ workspace: { contracts }, flags, io }: CaptureContext) {
  const profile = chooseProfile(contracts, flags.profile);
  return flags.intent === undefined ? undefined : loadIntent(flags.intent, { contracts, profile, cwd: io.cwd });
}

interface Address {
  readonly name: string;
  readonly suffix: string;
}

function parseAddresses(texts: readonly string[]): readonly Address[] {
  return ['PARITY_BASE_URL', ...texts].map((text) => {
    const [, name, suffix = ''] = /^([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?$/s.exec(text) ?? [];
    if (name !== undefined && /^($|\/)/.test(suffix)) return { name, suffix };
    throw userError('usage-invalid', `--env must be NAME or NAME=/path; was "${text}"`, {
      hint: "The variable is set to the recorder's origin followed by the path. For other variables: -- env NAME=value COMMAND",
    });
  });
}

/** Names of environment variables that contain credentials of targets. */
function secretNames({ targets }: Config): readonly string[] {
  return Object.values(targets).flatMap(({ actors }) => variablesOf(actors));
}
