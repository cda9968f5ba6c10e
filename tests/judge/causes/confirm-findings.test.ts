import { describe, expect, it } from 'vitest';
import { judgeRecording } from '../../../src/judge/judge-recording.ts';
import type { ScenarioSource } from '../../../src/model/plan.ts';
import { contract, errorResponse, GOOD_THING, judgeOf, type Parts, response } from '../builders.ts';
import { blaming, generatedEntries, RUN } from '../generated.ts';

const CRASH: Parts = { response: errorResponse(500, 'crash') };
const GOOD: Parts = { response: response(201, GOOD_THING) };

async function stepsOf(
  scenarios: readonly (readonly [name: string, parts: Parts])[],
  source: ScenarioSource = 'probe',
) {
  const entries = scenarios.flatMap(([name, parts]) =>
    generatedEntries({ address: `probe.things.make/${name}`, source, calls: [['sent', parts]] }),
  );
  const { scenarios: judged } = await judgeRecording([[RUN, ...entries]], await judgeOf(contract()));
  return judged
    .flatMap(({ steps }) => steps)
    .map(({ state, flaky, reason, findings }) => ({
      ...{ state, flaky, reason },
      kinds: findings.map(({ kind }) => kind),
    }));
}

describe('a 5xx', () => {
  it('is a finding if it occurs again when the scenario is repeated alone', async () => {
    const steps = await stepsOf([
      ['name.nul', CRASH],
      ['name.nul~again', CRASH],
    ]);
    expect(steps).toMatchObject([{ state: 'exercised', kinds: ['server-error'] }]);
  });

  it('is no finding if it does not occur again, and the step is flaky', async () => {
    const steps = await stepsOf([
      ['name.nul', CRASH],
      ['name.nul~again', GOOD],
    ]);
    expect(steps).toEqual([
      {
        ...{ state: 'exercised', flaky: true, kinds: [] },
        reason: 'server-error: observed "500 (crash)", but not when the scenario was repeated alone',
      },
    ]);
  });

  it('is no finding if the repeated call is rejected for another reason', async () => {
    const [step] = await stepsOf([
      ['name.nul', blaming('accepted-invalid', CRASH)],
      ['name.nul~again', blaming('accepted-invalid', { response: errorResponse(409, 'name_taken') })],
    ]);
    expect(step).toMatchObject({ state: 'not-tried', kinds: [], reason: expect.stringContaining('another reason') });
  });

  it('is replaced by the findings of the repeated scenario', async () => {
    const steps = await stepsOf([
      ['name.nul', CRASH],
      ['name.nul~again', { response: errorResponse(418, 'tea') }],
    ]);
    expect(steps).toMatchObject([{ kinds: ['status-undeclared'] }]);
  });

  it('of a scenario that was not repeated is judged like a repeated one with the same cause', async () => {
    const steps = await stepsOf([
      ['name.nul', CRASH],
      ['name.nul~again', GOOD],
      ['idempotency_key.nul', CRASH],
    ]);
    expect(steps.map(({ state, kinds }) => [state, kinds])).toEqual([
      ['not-tried', []],
      ['exercised', []],
    ]);
  });

  it('stays a finding if one of several repeated scenarios shows it again', async () => {
    const steps = await stepsOf([
      ['name.nul', CRASH],
      ['name.nul~again', GOOD],
      ['idempotency_key.nul', CRASH],
      ['idempotency_key.nul~again', CRASH],
    ]);
    expect(steps.flatMap(({ kinds }) => kinds)).toEqual(['server-error', 'server-error']);
  });
});
