import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Contract, ContractSet } from '../../src/model/contract.ts';
import type { Exchange, RecordingEntry, RunEnd, ScenarioEnd } from '../../src/model/exchange.ts';
import type { PlannedScenario, ScenarioSource } from '../../src/model/plan.ts';
import type { Step, Suite } from '../../src/model/suite.ts';
import { planRun } from '../../src/plan/plan-run.ts';
import { readRecording } from '../../src/recording/read-recording.ts';
import { openRecordingWriter } from '../../src/recording/recording-writer.ts';
import { createRedactor } from '../../src/recording/redaction/create-redactor.ts';
import { openTransport } from '../../src/run/http/transport.ts';
import type { RunPlanOptions } from '../../src/run/scenarios/run-options.ts';
import { runPlan } from '../../src/run/scenarios/run-plan.ts';
import type { OpenTarget } from '../../src/run/target/open-target.ts';
import { call, contractSet, planTarget, scenario, suite } from '../plan/builders.ts';
import { thingOperations } from './things.ts';

function openTargetAt(origin: string, given: Partial<OpenTarget> = {}): OpenTarget {
  return {
    name: 'local',
    origin,
    host: new URL(origin).host,
    basePath: '',
    profile: 'hosted',
    actors: { main: { api_key: { secret: 'main-secret-1234', user_id: 'u-main' } } },
    headers: {},
    secrets: ['main-secret-1234'],
    proof: 'none',
    policy: { rateLimit: null, concurrency: 8, timeoutMs: 1000, retries: 0 },
    close: async () => {},
    ...given,
  };
}

export interface RunGiven {
  readonly steps?: readonly Step[];
  readonly scenarios?: readonly Parameters<typeof scenario>[0][];
  readonly operations?: readonly Contract[];
  readonly target?: Partial<OpenTarget>;
  readonly policy?: Partial<OpenTarget['policy']>;
  readonly options?: Partial<RunPlanOptions>;
  readonly api?: Partial<ContractSet['api']>;
  /** These members replace members of the suite. By default, the suite is named `things`. */
  readonly suite?: Partial<Suite>;
  /** The default source is `suite`. */
  readonly source?: ScenarioSource;
  /** The names of the members with secret values. */
  readonly secretFields?: readonly string[];
}

export interface RunSeen {
  readonly end: RunEnd;
  readonly entries: readonly RecordingEntry[];
  readonly exchanges: readonly Exchange[];
  readonly scenarios: readonly ScenarioEnd[];
  readonly planned: readonly PlannedScenario[];
}

export async function runOn(origin: string, given: RunGiven = {}): Promise<RunSeen> {
  const contracts = contractSet(given.operations ?? thingOperations(), given.api);
  const base = openTargetAt(origin, given.target);
  const target = { ...base, policy: { ...base.policy, ...given.policy } };
  const scenarios = given.scenarios ?? [{ steps: given.steps ?? [call()] }];
  const actors = Object.fromEntries(Object.entries(target.actors).map(([actor, kinds]) => [actor, Object.keys(kinds)]));
  const made = planRun(
    { suites: [suite({ ...given.suite, scenarios: scenarios.map(scenario) })], contracts },
    planTarget({ destructive: true, hasClock: target.clock !== undefined, actors }),
  );
  const { source } = given;
  const plan =
    source === undefined ? made : { ...made, scenarios: made.scenarios.map((each) => ({ ...each, source })) };
  const file = join(await temporaryFolder(), 'run.jsonl');
  const fields = given.secretFields ?? [];
  const redactor = createRedactor({ values: new Map(), patterns: [], fields, salt: 'salt' });
  const transport = await openTransport({ origin, timeoutMs: target.policy.timeoutMs });
  const record = await openRecordingWriter({ file, run: 'abc123', redactor });
  const options = { contracts, target, transport, record, redactor, clock: Date, signal: new AbortController().signal };
  const all = { ...options, runId: 'abc123', seed: 1, tool: 'parity test', ...given.options };
  const end = await runPlan(plan, all).finally(async () => {
    await record.close();
    await transport.close();
  });
  const entries = await readAll(file);
  return {
    end,
    entries,
    exchanges: entries.filter((entry) => entry.kind === 'exchange'),
    scenarios: entries.filter((entry) => entry.kind === 'scenario'),
    planned: plan.scenarios,
  };
}

export async function readAll(file: string): Promise<RecordingEntry[]> {
  const entries: RecordingEntry[] = [];
  for await (const piece of readRecording(file)) entries.push(...piece);
  return entries;
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parity-run-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
