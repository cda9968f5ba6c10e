import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../src/model/exchange.ts';
import { call } from '../../plan/builders.ts';
import { runOn } from '../run-on.ts';
import { answerJson, serve } from '../servers.ts';
import { create, things } from '../things.ts';

const AT = { file: 'suites/things.yaml', line: 3, column: 5 };

describe('a run', () => {
  it('records a start, the exchanges, the end of each scenario and an end', async () => {
    const server = await serve(things());
    const { entries } = await runOn(server.origin);
    expect(entries.map(({ kind }) => kind)).toEqual(['run', 'exchange', 'scenario', 'end']);
    expect(entries[0]).toMatchObject({ run: 'abc123', whole: true, shard: null, contracts: 'c0ffee', seed: 1 });
  });

  it('records the values that a scenario assumes because the target has no setting for them', async () => {
    const { origin } = await serve(things());
    const scenarios = [{ targetValues: { max_things: 10 }, steps: [call()] }, { name: 'plain' }];
    const ends = (await runOn(origin, { scenarios })).scenarios;
    expect(ends.map(({ assumes }) => assumes)).toEqual([{ max_things: 10 }, undefined]);
  });

  it('sends the credential of the actor and never records it', async () => {
    const server = await serve(things());
    const { entries } = await runOn(server.origin);
    expect(server.seen[0]?.headers.join()).toContain('Bearer main-secret-1234');
    expect(JSON.stringify(entries)).not.toContain('main-secret-1234');
  });

  it('sends the headers of the target with every call, and records none of its secrets', async () => {
    const server = await serve(things());
    const target = { headers: { 'X-Gate': 'Basic gate-secret-99' }, secrets: ['gate-secret-99'] };
    const { entries } = await runOn(server.origin, { steps: [call({ as: 'nobody' })], target });
    expect(server.seen[0]?.headers.join()).toContain('X-Gate,Basic gate-secret-99');
    expect(JSON.stringify(entries)).not.toContain('gate-secret-99');
  });

  it("prefers the actor's credential to a header of the target with the same name", async () => {
    const server = await serve(things());
    await runOn(server.origin, { target: { headers: { authorization: 'Basic gate' } } });
    expect(server.seen[0]?.headers.filter((name) => /^authorization$/i.test(name))).toHaveLength(1);
    expect(server.seen[0]?.headers.join()).toContain('Bearer main-secret-1234');
  });

  it('sends no credential for nobody', async () => {
    const server = await serve(things());
    const { exchanges } = await runOn(server.origin, { steps: [call({ as: 'nobody' })] });
    expect(server.seen[0]?.headers.join()).not.toContain('Bearer');
    expect(exchanges[0]?.asked).toMatchObject({ as: 'nobody', auth: null });
  });

  it('sends a credential from an earlier response and never records it', async () => {
    const server = await serve((_request, response) => answerJson(response, 200, { token: 'met-on-the-way-77' }));
    const auth = { kind: 'session', credential: { secret: '${first.token}' } };
    const { entries } = await runOn(server.origin, { steps: [call({ id: 'first' }), call({ id: 'second', auth })] });
    expect(server.seen[1]?.headers.join()).toContain('session=met-on-the-way-77');
    expect(JSON.stringify(entries.slice(2))).not.toContain('met-on-the-way-77');
  });

  it('resolves references in fields and expectations', async () => {
    const server = await serve(things());
    const get = call({
      id: 'get',
      call: 'things.get',
      with: { thing_id: '${thing.id}' },
      expect: { status: [200], body: { id: '${thing.id}', label: '${label}' }, headers: {} },
    });
    const made = { ...create('thing'), capture: { label: { from: 'body', path: '/tags/0/label' } as const } };
    const { exchanges } = await runOn(server.origin, { steps: [made, get] });
    expect(exchanges[1]?.request.target).toBe('/things/thing');
    expect(exchanges[1]?.expect.body).toEqual({ id: 'thing', label: 'first' });
  });

  it('continues after a step that cannot be resolved, and names the step that was needed', async () => {
    const server = await serve(things());
    const get = call({ id: 'get', call: 'things.get', with: { thing_id: '${thing.nope}' } });
    const { scenarios } = await runOn(server.origin, { steps: [create('thing'), get, call({ id: 'last' })] });
    expect(scenarios[0]?.steps.map(({ state, needs }) => [state, needs])).toEqual([
      ['exercised', undefined],
      ['unresolved', 'things/lists/thing'],
      ['exercised', undefined],
      ['exercised', undefined],
    ]);
  });

  it('blocks a step whose request cannot be encoded', async () => {
    const server = await serve(things());
    const { scenarios } = await runOn(server.origin, { steps: [call({ call: 'things.get', with: {} })] });
    expect(scenarios[0]?.steps[0]).toMatchObject({ state: 'blocked', attempts: 0 });
    expect(server.seen).toEqual([]);
  });

  it('blocks a step whose request was never sent', async () => {
    const { scenarios } = await runOn('http://127.0.0.1:9');
    expect(scenarios[0]?.steps[0]).toMatchObject({ state: 'blocked', reason: expect.stringContaining('refused') });
  });

  it('records a scenario of a suite without its actor as blocked', async () => {
    const server = await serve(things());
    const { scenarios } = await runOn(server.origin, { steps: [call({ as: 'other' })] });
    expect(scenarios[0]?.steps[0]).toMatchObject({ state: 'blocked', reason: expect.stringContaining('other') });
    expect(server.seen).toEqual([]);
  });

  it('moves the clock of the target', async () => {
    const moved: number[] = [];
    const clock = { now: () => 0, advance: async (seconds: number) => void moved.push(seconds) };
    const server = await serve(things());
    await runOn(server.origin, {
      steps: [{ kind: 'advance', id: 'later', ms: 7_200_000, profiles: [], at: AT }],
      target: { clock },
    });
    expect(moved).toEqual([7200]);
  });

  it('reports its progress', async () => {
    const server = await serve(things());
    const kinds: string[] = [];
    await runOn(server.origin, { options: { progress: (event) => kinds.push(event.kind) } });
    expect(kinds).toEqual(['run-started', 'scenario-started', 'scenario-ended', 'run-ended']);
  });

  it('starts no new scenario after as many failures as `bail` allows', async () => {
    const server = await serve((_request, response) => answerJson(response, 500, {}));
    const { end, scenarios } = await runOn(server.origin, {
      scenarios: ['a', 'b', 'c'].map((name) => ({ name })),
      options: { bail: 1, concurrency: 1, isFailure: ({ response }: Exchange) => response?.status === 500 },
    });
    expect(end.bailed).toBe(true);
    expect(server.seen).toHaveLength(1);
    expect(scenarios.map(({ steps }) => steps[0]?.state)).toEqual(['exercised', 'skipped', 'skipped']);
  });
});
