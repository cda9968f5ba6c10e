import { resolve } from 'node:path';
import { readRecording } from '../run/read-recording.ts';
import { judgeEntries, type VerdictFlags } from './conclude.ts';
import type { Io } from './io.ts';
import { openWorkspace, type WorkspaceFlags } from './open-workspace.ts';
import { parseReporters, type ReportFlags, writeReports } from './write-reports.ts';

export type JudgeFlags = WorkspaceFlags & VerdictFlags & ReportFlags;

/** The verdict on a recording again, without a network. */
export async function judge(recording: string, flags: JudgeFlags, io: Io): Promise<number> {
  parseReporters(flags);
  const workspace = await openWorkspace(flags, io);
  const verdict = await judgeEntries(readRecording(resolve(io.cwd, recording)), workspace, { flags, io });
  await writeReports(verdict, workspace, { flags, io });
  return verdict.exitCode;
}
