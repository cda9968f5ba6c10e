import { expect, it } from 'vitest';
import { call, contract } from '../../plan/builders.ts';
import { runOn } from '../run-on.ts';
import { answerJson, serve } from '../servers.ts';

const OPERATIONS = [contract({ id: 'things.list', path: '/things' }), contract({ id: 'boxes.list', path: '/boxes' })];
const STEPS = [call({ id: 'a', call: 'things.list' }), call({ id: 'b', call: 'boxes.list' })];

/** The operations of the server are below the path `base`. */
async function environmentAt(base: string, other = 404) {
  const server = await serve(({ target }, response) =>
    answerJson(response, [`${base}/things`, `${base}/boxes`].includes(target) ? 200 : other, {}),
  );
  const { end } = await runOn(server.origin, { operations: OPERATIONS, steps: STEPS });
  return { environment: end.environment, foundUrl: end.foundUrl, origin: server.origin, requests: server.seen.length };
}

it('reports the base path of the operations', async () => {
  const { environment, foundUrl, origin } = await environmentAt('/api/v1');
  expect(foundUrl).toBe(`${origin}/api/v1`);
  expect(environment).toContain(`check the base path in the target's URL. The API responds at ${origin}/api/v1: set`);
});

it('reports no base path if the operations are at no usual one, after a few requests', async () => {
  const { environment, requests } = await environmentAt('/elsewhere');
  expect(environment).toMatch(/check the base path in the target's URL$/);
  expect(requests).toBeLessThanOrEqual(2 + 10);
});

it('does not search if the server knows the operations', async () => {
  const { environment, requests } = await environmentAt('');
  expect([environment, requests]).toEqual([undefined, 2]);
});
