import { judgeRecording } from '../../src/judge/judge-recording.ts';
import type { ScenarioCheck } from '../../src/model/check.ts';
import type { Exchange, RunStart, ScenarioEnd } from '../../src/model/exchange.ts';
import type { Finding, FindingKind } from '../../src/model/finding.ts';
import type { ScenarioSource } from '../../src/model/plan.ts';
import type { Blame } from '../../src/model/suite.ts';
import { contract, exchange, judgeOf, type Parts } from './builders.ts';

export const RUN: RunStart = {
  kind: 'run',
  format: 1,
  tool: 'test',
  run: 'r1',
  target: { name: 'staging', origin: 'http://x', profile: 'full' },
  seed: 1,
  shard: null,
  contracts: 'abc',
  whole: true,
};

/** If this generated step fails, the finding has the given kind. */
export function blaming(kind: FindingKind, parts: Parts = {}, blame: Partial<Blame> = {}): Parts {
  return { ...parts, expect: { ...parts.expect, blame: { kind, says: 'it holds', ...blame } } };
}

/** Each entry is a request and its response. Several entries may belong to the same step. */
export type Calls = readonly (readonly [step: string, parts: Parts])[];

export interface Given {
  readonly calls: Calls;
  readonly check?: ScenarioCheck;
  readonly source?: ScenarioSource;
  readonly address?: string;
}

export function generatedEntries({ calls, check, source = 'behavior', address = 'probe/valid.all' }: Given) {
  const exchanges: Exchange[] = [];
  for (const [step, parts] of calls) {
    const attempt = parts.attempt ?? exchanges.filter((each) => each.address === `${address}/${step}`).length + 1;
    const call = exchange({ ...parts, address: `${address}/${step}`, attempt });
    exchanges.push(check === undefined ? call : { ...call, kept: true });
  }
  const addresses = [...new Set(exchanges.map((each) => each.address))];
  const end: ScenarioEnd = {
    ...{ kind: 'scenario', address, suite: 'probe', source, file: 'contracts/x.yaml', line: 1, durationMs: 2 },
    steps: addresses.map((step) => ({
      ...{ address: step, operation: 'things.make', phase: 'step', line: 1, state: 'exercised', attempts: 1 },
    })),
    ...(check && { check }),
  };
  return [...exchanges, end];
}

export async function findingsOfAll(...scenarios: readonly Given[]): Promise<readonly Finding[]> {
  const entries = [RUN, ...scenarios.flatMap(generatedEntries)];
  const judged = await judgeRecording([entries], await judgeOf(contract()));
  return judged.scenarios.flatMap(({ steps }) => steps).flatMap(({ findings }) => findings);
}
