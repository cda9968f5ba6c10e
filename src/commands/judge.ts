import { resolve } from 'node:path';
import { judgeEntries, type VerdictFlags } from '../app/conclude.ts';
import { type HarFlags, harEntries, writeHar } from '../app/har-entries.ts';
import type { Io } from '../app/io.ts';
import { withJournal } from '../app/left-behind.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { recordedEvidence } from '../app/page-evidence.ts';
import { checkReportFiles, parseReporters, type ReportFlags, writeReports } from '../app/write-reports.ts';
import { userError } from '../lib/error.ts';
import type { RecordingEntry, RecordingPieces } from '../model/exchange.ts';
import { readRecording } from '../recording/read-recording.ts';

export interface JudgeFlags extends WorkspaceFlags, VerdictFlags, ReportFlags, HarFlags {
  /** File to which the exchanges are written as an HTTP Archive. */
  readonly har?: string;
}

/** Judges a recording or an HTTP Archive without a network. */
export async function judge(recording: string, flags: JudgeFlags, io: Io): Promise<number> {
  parseReporters(flags);
  const workspace = await openWorkspace(flags, io);
  await checkReportFiles(flags, workspace, io);
  if (recording.endsWith(TRACE_FILE)) {
    const { judgeTraceFile } = await import('../app/judge-trace-file.ts');
    return judgeTraceFile(recording, workspace, { flags, io });
  }
  const isHar = recording.toLowerCase().endsWith('.har');
  if (!isHar && (flags.origin !== undefined || flags.profile !== undefined))
    throw userError(
      'usage-invalid',
      '--origin and --profile are for an HTTP Archive: a recording says itself what it is of',
    );
  const read = (told: Io) =>
    isHar ? harEntries(recording, workspace, { flags, io: told }) : readRecording(resolve(io.cwd, recording));
  const pieces = read(io);
  const seen: RecordingEntry[] = [];
  const kept = flags.har === undefined ? pieces : keep(pieces, seen);
  const verdict = await withJournal(await judgeEntries(kept, workspace, { flags, io }), recording, io);
  await writeReports(verdict, workspace, {
    ...{ flags, io },
    evidence: recordedEvidence(() => read({ ...io, err: () => {} }), workspace.contracts),
  });
  if (flags.har !== undefined) {
    const exchanges = seen.filter((entry) => entry.kind === 'exchange');
    await writeHar(flags.har, exchanges, { io, origin: verdict.run.target.origin });
  }
  return verdict.exitCode;
}

/** Traces have their own format and file name: `reports/<client>.trace.jsonl`. */
const TRACE_FILE = '.trace.jsonl';

async function* keep(recording: RecordingPieces, seen: RecordingEntry[]): AsyncGenerator<readonly RecordingEntry[]> {
  for await (const entries of recording) {
    for (const entry of entries) seen.push(entry);
    yield entries;
  }
}
