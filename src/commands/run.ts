import { resolve } from 'node:path';
import { chooseTarget, type TargetFlags } from '../app/choose-target.ts';
import type { Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import type { VerdictFlags } from '../app/reports/conclude.ts';
import { recordedTraffic } from '../app/reports/har-entries.ts';
import { recordedEvidence } from '../app/reports/page-evidence.ts';
import { checkReportFiles, parseReporters, type ReportFlags, writeReports } from '../app/reports/write-reports.ts';
import { tellLeftBehind } from '../app/run/left-behind.ts';
import { type PlanFlags, planFor } from '../app/run/plan-for.ts';
import type { RecordFlags } from '../app/run/record.ts';
import { recordAndJudge } from '../app/run/record-and-judge.ts';
import type { Plan } from '../model/plan.ts';
import type { Verdict } from '../model/verdict.ts';
import { readRecording } from '../recording/read-recording.ts';
import { renderList, renderListJson } from '../report/list.ts';

export interface RunFlags extends WorkspaceFlags, TargetFlags, PlanFlags, RecordFlags, VerdictFlags, ReportFlags {
  /** Prints the plan and sends no request. */
  readonly list?: boolean;
  /** Prints the plan as JSON. Requires `list`. */
  readonly json?: boolean;
}

export interface RunResult {
  readonly exitCode: number;
  /** Includes scenarios that are not run, each with a reason. */
  readonly plan: Plan;
  /** Undefined if the plan was only listed, or if nothing was recorded. */
  readonly verdict?: Verdict;
}

export async function run(flags: RunFlags, io: Io): Promise<RunResult> {
  parseReporters(flags);
  const workspace = await openWorkspace(flags, io);
  await checkReportFiles(flags, workspace, io);
  const target = chooseTarget(workspace, flags);
  const plan = await planFor(workspace, target, { flags, io });
  if (flags.list) {
    io.out(flags.json ? renderListJson(plan) : renderList(plan));
    return { plan, exitCode: plan.scenarios.length === 0 ? 5 : 0 };
  }
  await tellLeftBehind(workspace, io);
  const read = () => readRecording(resolve(io.cwd, workspace.config.reports, 'recording.jsonl'));
  const { verdict, crash } = await recordAndJudge(plan, { workspace, target, flags, io });
  const reports =
    verdict === undefined
      ? undefined
      : writeReports(verdict, workspace, {
          ...{ flags, io },
          evidence: recordedEvidence(read, workspace.contracts),
          har: () => recordedTraffic(read()),
        });
  // If the run crashed, throws the error of the run, even if the reports cannot be written either.
  await (crash === undefined ? reports : reports?.catch(() => undefined));
  if (crash !== undefined) throw crash.error;
  return verdict === undefined ? { plan, exitCode: 5 } : { plan, verdict, exitCode: verdict.exitCode };
}
