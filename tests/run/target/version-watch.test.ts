import { describe, expect, it } from 'vitest';
import { createVersionWatch, resolveVersion } from '../../../src/run/target/version-watch.ts';
import { call } from '../../plan/builders.ts';
import { runOn } from '../run-on.ts';
import { answerJson, type Handler, serve } from '../servers.ts';

const STEPS = ['a', 'b', 'c'].map((id) => call({ id }));

const redeployed: Handler = (_request, response, at) => {
  const version = at < 2 ? '1.4.0' : '1.5.0';
  response.setHeader('X-App-Version', version);
  answerJson(response, 200, { build: { version } });
};

describe('the version of the server', () => {
  it('is read from a header, and a change is reported with the step that got the new version', async () => {
    const { origin } = await serve(redeployed);
    const { end } = await runOn(origin, { steps: STEPS, target: { version: { header: 'x-app-version' } } });
    expect(end.version).toBe('1.5.0');
    expect(end.remarks).toEqual(["the server's version changed during the run: from 1.4.0 to 1.5.0 at things/lists/c"]);
  });

  it('is read from an operation, which is called before and after the run', async () => {
    const { origin, seen } = await serve(redeployed);
    const version = { operation: 'things.list', at: '/build/version' };
    const { end, exchanges } = await runOn(origin, { steps: [call({ id: 'a' })], target: { version } });
    expect(end.version).toBe('1.5.0');
    expect(exchanges.map(({ id }) => id)).toEqual(['run/version/call#1', 'things/lists/a#1', 'run/version/call#2']);
    expect(end.remarks?.[0]).toContain('from 1.4.0 to 1.5.0 at the end of the run');
    expect(seen).toHaveLength(3);
  });

  it('is read at a separate address in each shard, so that their recordings can be merged', async () => {
    const { origin } = await serve(redeployed);
    const version = { operation: 'things.list', at: '/build/version' };
    const options = { shard: { index: 2, total: 3 } };
    const { exchanges } = await runOn(origin, { steps: [call({ id: 'a' })], target: { version }, options });
    expect(exchanges[0]?.id).toBe('run/version-2/call#1');
  });

  it('is read from an environment variable', () => {
    const source = resolveVersion({ env: 'COMMIT' }, { COMMIT: '2c76126' });
    expect(createVersionWatch(source).value()).toBe('2c76126');
    expect(createVersionWatch(resolveVersion({ env: 'COMMIT' }, {})).value()).toBeUndefined();
  });

  it('is unknown if the target does not say where to read it', async () => {
    const { origin } = await serve(redeployed);
    const { end } = await runOn(origin, { steps: STEPS });
    expect(end).not.toHaveProperty('version');
    expect(end).not.toHaveProperty('remarks');
  });
});

describe('a value of the target', () => {
  it('has its type in a reference of a suite', async () => {
    const { origin, seen } = await serve((_request, response) => answerJson(response, 200, {}));
    const steps = [call({ id: 'a', call: 'things.create', with: { name: '${target.most}' }, cleanup: null })];
    await runOn(origin, { steps, target: { values: { most: 25 } } });
    expect(seen[0]?.body).toContain('25');
  });

  it('blocks the step if it is missing, and the reason says where to add it', async () => {
    const { origin } = await serve((_request, response) => answerJson(response, 200, {}));
    const steps = [call({ id: 'a', call: 'things.create', with: { name: '${target.most}' }, cleanup: null })];
    const { scenarios } = await runOn(origin, { steps, target: { values: {} } });
    expect(scenarios[0]?.steps[0]).toMatchObject({
      state: 'unresolved',
      reason: expect.stringContaining('the target has no value "most"'),
    });
  });
});
