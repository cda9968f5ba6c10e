import { resolve } from 'node:path';
import type { Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { judgeEntries, type VerdictFlags } from '../app/reports/conclude.ts';
import { type HarFlags, harEntries, recordedTraffic } from '../app/reports/har-entries.ts';
import { recordedEvidence } from '../app/reports/page-evidence.ts';
import { checkReportFiles, parseReporters, type ReportFlags, writeReports } from '../app/reports/write-reports.ts';
import { withJournal } from '../app/run/left-behind.ts';
import { userError } from '../lib/error.ts';
import type { Verdict } from '../model/verdict.ts';
import { readRecording } from '../recording/read-recording.ts';

export interface JudgeFlags extends WorkspaceFlags, VerdictFlags, ReportFlags, HarFlags {}

export interface JudgeResult {
  readonly exitCode: number;
  readonly verdict: Verdict;
}

export async function judge(recording: string, flags: JudgeFlags, io: Io): Promise<JudgeResult> {
  parseReporters(flags);
  const workspace = await openWorkspace(flags, io);
  await checkReportFiles(flags, workspace, io);
  if (isTraceFile(recording)) {
    const { judgeTraceFile } = await import('../app/trace/judge-trace-file.ts');
    const verdict = await judgeTraceFile(recording, workspace, { flags, io });
    return { verdict, exitCode: verdict.exitCode };
  }
  const isHar = recording.toLowerCase().endsWith('.har');
  if (!isHar && (flags.origin !== undefined || flags.profile !== undefined))
    throw userError(
      'usage-invalid',
      '--origin and --profile are for HTTP Archives; a recording names its own target, so remove them',
    );
  const read = (told: Io) =>
    isHar ? harEntries(recording, workspace, { flags, io: told }) : readRecording(resolve(io.cwd, recording));
  const verdict = await withJournal(await judgeEntries(read(io), workspace, { flags, io }), recording, io);
  const again = () => read({ ...io, err: () => {} });
  const evidence = recordedEvidence(again, workspace.contracts);
  await writeReports(verdict, workspace, { flags, io, evidence, har: () => recordedTraffic(again()) });
  return { verdict, exitCode: verdict.exitCode };
}

/** Also accepts the file of an interrupted trace, `<client>.trace.part.jsonl`. */
export function isTraceFile(file: string): boolean {
  return /\.trace(?:\.part)?\.jsonl$/.test(file);
}
