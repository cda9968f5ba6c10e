import { renderList, renderListJson } from '../report/list.ts';
import { readRecording } from '../run/read-recording.ts';
import { chooseTarget, type TargetFlags } from './choose-target.ts';
import { judgeEntries, type VerdictFlags } from './conclude.ts';
import type { Io } from './io.ts';
import { openWorkspace, type WorkspaceFlags } from './open-workspace.ts';
import { type PlanFlags, planFor } from './plan-for.ts';
import { type RecordFlags, record } from './record.ts';
import { parseReporters, type ReportFlags, writeReports } from './write-reports.ts';

export interface RunFlags extends WorkspaceFlags, TargetFlags, PlanFlags, RecordFlags, VerdictFlags, ReportFlags {
  readonly list?: boolean;
  readonly json?: boolean;
}

/** Runs the suites against a target and judges what was recorded. */
export async function run(flags: RunFlags, io: Io): Promise<number> {
  parseReporters(flags);
  const workspace = await openWorkspace(flags, io);
  const target = chooseTarget(workspace, flags);
  const plan = await planFor(workspace, target, { flags, io });
  if (flags.list) {
    io.out(flags.json ? renderListJson(plan) : renderList(plan));
    return plan.scenarios.length === 0 ? 5 : 0;
  }
  const recording = await record(plan, { workspace, target, flags, io });
  const verdict = await judgeEntries(readRecording(recording), workspace, { flags, io });
  await writeReports(verdict, workspace, { flags, io });
  return verdict.exitCode;
}
