import { describe, expect, it } from 'vitest';
import type { PlannedScenario, Replan } from '../../../src/model/plan.ts';
import { inStages } from '../../../src/run/scenarios/replan-scenarios.ts';
import { call } from '../../plan/builders.ts';
import { runOn } from '../run-on.ts';
import { answerJson, serve } from '../servers.ts';
import { create } from '../things.ts';

const GET = call({ id: 'sent', call: 'things.get', with: { thing_id: '${make.id}' } });
const MAKE = { ...create('make'), cleanup: null };

/** Runs probes of `things.get`. Each probe first creates a thing. */
async function run(replan?: Replan, names = ['thing_id.unknown']) {
  const server = await serve(({ method }, response) => answerJson(response, method === 'POST' ? 400 : 404, {}));
  const seen = await runOn(server.origin, {
    scenarios: names.map((name) => ({ name, steps: [GET] })),
    source: 'probe',
    suite: { name: 'probe.things.get', setup: [MAKE] },
    policy: { concurrency: 1 },
    options: { ...(replan && { replan }) },
  });
  return { ...seen, requests: server.seen.map(({ method, target }) => `${method} ${target}`) };
}

describe('a probe whose preparing call always fails', () => {
  const names = ['thing_id.emoji', 'thing_id.nul', 'thing_id.unknown', 'thing_id.zero'];

  it('is planned again without that call', async () => {
    const wishes: string[][] = [];
    const replan: Replan = async ({ operations, failing }) => {
      wishes.push([...operations], [...failing]);
      const steps = [{ ...GET, with: { thing_id: 'made-up' } }];
      return names.map((name) => madeUp(name, steps));
    };
    const { requests, scenarios } = await run(replan, names);
    expect(wishes).toEqual([['things.get'], ['things.create']]);
    expect(requests).toEqual(['POST /things', 'POST /things', 'GET /things/made-up', 'GET /things/made-up']);
    expect(scenarios.at(-1)?.steps[0]?.state).toBe('exercised');
  });

  it('is not tried if there is no other plan, and the call is not repeated for each probe', async () => {
    const { requests, scenarios } = await run(undefined, names);
    expect(requests).toEqual(['POST /things', 'POST /things']);
    expect(scenarios.at(-1)?.steps[0]).toMatchObject({
      state: 'not-tried',
      reason: 'the call of things.create returns 400',
    });
  });
});

function madeUp(name: string, steps: readonly (typeof GET)[]): PlannedScenario {
  const address = `probe.things.get/${name}`;
  const at = { file: 'x.yaml', line: 1, column: 1 };
  const scenario = { name, summary: '', alone: false, profiles: [], steps, at };
  const planned = steps.map((step) => ({ address: `${address}/${step.id}`, phase: 'step' as const, step }));
  return { address, suite: 'probe.things.get', source: 'probe', scenario, steps: planned };
}

describe('base calls', () => {
  it('come after the base calls of the operations that prepare them', () => {
    const base = (operation: string, needs: readonly string[]): PlannedScenario => ({
      ...madeUp('call.required-only', []),
      suite: `probe.${operation}`,
      address: operation,
      steps: needs.map((id) => ({ address: id, phase: 'setup', step: call({ id, call: id }) })),
    });
    const stages = inStages([base('c', ['b']), base('a', []), base('b', ['a']), base('loop', ['loop'])]);
    expect(stages.map((stage) => stage.map(({ address }) => address))).toEqual([['a', 'loop'], ['b'], ['c']]);
  });
});
