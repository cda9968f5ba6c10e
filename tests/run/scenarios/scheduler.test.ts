import { describe, expect, it } from 'vitest';
import { call } from '../../plan/builders.ts';
import { runOn } from '../run-on.ts';
import { answerJson, serve } from '../servers.ts';

describe('scheduling', () => {
  it('runs independent scenarios at the same time, up to the limit', async () => {
    let now = 0;
    let most = 0;
    const server = await serve((_request, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        answerJson(response, 200, {});
      }, 15);
    });
    const scenarios = Array.from({ length: 9 }, (_, index) => ({ name: `s${index}` }));
    await runOn(server.origin, { scenarios, policy: { concurrency: 3 } });
    expect(most).toBe(3);
  });

  it('runs a scenario alone while no other request is open', async () => {
    const flight = new Set<string>();
    const together: string[][] = [];
    const server = await serve((request, response) => {
      flight.add(request.target);
      together.push([...flight]);
      setTimeout(() => {
        flight.delete(request.target);
        answerJson(response, 200, {});
      }, 10);
    });
    const steps = (id: string) => [call({ call: 'things.get', with: { thing_id: id } })];
    const scenarios = ['a', 'b', 'c', 'd'].map((name) => ({ name, alone: name === 'b', steps: steps(name) }));
    await runOn(server.origin, { scenarios });
    expect(together.filter((group) => group.includes('/things/b'))).toEqual([['/things/b']]);
    expect(together.some((group) => group.length > 1)).toBe(true);
  });

  it.each<[number, readonly string[]]>([
    [0, ['skipped', 'skipped']],
    [60_000, ['exercised', 'exercised']],
  ])('starts no scenario, not even of a suite, after the budget of %i ms', async (budgetMs, states) => {
    const server = await serve((_request, response) => answerJson(response, 200, {}));
    const run = await runOn(server.origin, { scenarios: [{ name: 'a' }, { name: 'b' }], options: { budgetMs } });
    expect(run.scenarios.map(({ steps }) => steps[0]?.state)).toEqual(states);
  });

  it('respects the rate limit', async () => {
    const server = await serve((_request, response) => answerJson(response, 200, {}));
    const scenarios = Array.from({ length: 7 }, (_, index) => ({ name: `s${index}` }));
    await runOn(server.origin, { scenarios, policy: { rateLimit: { count: 3, windowMs: 500 } } });
    // The rate limit delays the seventh request by 1000 ms. The server measures less, because the first request arrives late.
    const times = server.seen.map(({ at }) => at);
    expect((times[6] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(700);
  });
});
