import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chooseTarget } from '../../src/app/choose-target.ts';
import type { Io } from '../../src/app/io.ts';
import { openWorkspace } from '../../src/app/open-workspace.ts';
import { judgeEntries } from '../../src/app/reports/conclude.ts';
import { planFor } from '../../src/app/run/plan-for.ts';
import { record } from '../../src/app/run/record.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Workspace } from '../../src/model/workspace.ts';
import { readRecording } from '../../src/recording/read-recording.ts';
import type { Defect } from '../../src/sandbox/defects/table.ts';
import { REPOSITORY } from '../helpers/command.ts';

/** The scenarios that must find the defect. */
export type By = 'suites' | 'generated scenarios';

/** Checks that every defect of a table causes a finding of the right kind and operation. */
export function findsEveryDefect(table: { readonly [name: string]: Defect }, by: By = 'generated scenarios'): void {
  let workspace: Workspace;
  let reports: string;

  beforeAll(async () => {
    reports = await mkdtemp(join(tmpdir(), 'parity-defects-'));
    workspace = await openWorkspace({}, quietIo(REPOSITORY));
  });
  afterAll(() => rm(reports, { recursive: true, force: true }));

  it.each(Object.entries(table))('%s', async (name, { operation, kind, generated = kind, profile, feature }) => {
    const expected = by === 'suites' ? kind : generated;
    const findings = await findingsOf(workspace, {
      by,
      reports,
      defects: [name],
      operation,
      profile,
      features: feature ? [feature] : [],
    });
    const found = findings.filter((finding) => finding.operation === operation && finding.kind === expected);
    expect(found, findings.map((each) => `${each.operation} ${each.kind} ${each.address}`).join('\n')).not.toEqual([]);
    expect(found[0]?.reproduction?.join('\n')).toContain('curl');
  });
}

interface RunInput {
  readonly by: By;
  readonly reports: string;
  readonly defects: readonly string[];
  readonly features: readonly string[];
  readonly operation: string;
  readonly profile: string | undefined;
}

async function findingsOf(workspace: Workspace, input: RunInput): Promise<readonly Finding[]> {
  const io = quietIo(input.reports);
  const chosen = chooseTarget(workspace, { defect: input.defects, profile: input.profile });
  const target = chosen.kind === 'sandbox' ? { ...chosen, features: input.features } : chosen;
  const generatedOf = `/^(probe|behavior).${input.operation.replace('.', '.')}//`;
  const chosenBy = input.by === 'suites' ? { probes: 'none' as const } : { suites: false, grep: generatedOf };
  const flags = { ...chosenBy, seed: 1, operation: [input.operation] };
  const plan = await planFor(workspace, target, { flags, io });
  const recording = await record(plan, { workspace, target, flags, io });
  return (await judgeEntries(readRecording(recording), workspace, { flags: {}, io })).findings;
}

function quietIo(cwd: string): Io {
  return {
    cwd,
    env: {},
    out: () => {},
    err: () => {},
    interactive: false,
    color: false,
    columns: 100,
    now: () => new Date(),
    random: Math.random,
    onSignal: () => () => {},
    version: '0.0.0-test',
  };
}
