import { describe, expect, it } from 'vitest';
import { call } from '../plan/builders.ts';
import { runOn } from './run-on.ts';
import { serve } from './servers.ts';
import { create, things } from './things.ts';

describe('an interruption', () => {
  it('aborts open requests, runs no further step and still deletes what was created', async () => {
    const stop = new AbortController();
    const handle = things();
    const server = await serve((request, response, index) => {
      if (request.method === 'GET') stop.abort('SIGINT');
      else handle(request, response, index);
    });
    const { end, scenarios } = await runOn(server.origin, {
      scenarios: [{ name: 'a', steps: [create('a'), call({ id: 'hangs' }), call({ id: 'after' })] }, { name: 'b' }],
      options: { signal: stop.signal, concurrency: 1 },
    });
    expect(end).toMatchObject({ interrupted: 'SIGINT', created: 1, removed: 1 });
    expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'DELETE']);
    const states = scenarios.map(({ steps }) => steps.map(({ state }) => state));
    expect(states).toEqual([['exercised', 'blocked', 'blocked', 'exercised'], ['blocked']]);
  });

  it('stops immediately if forced, and lists what is left', async () => {
    const stop = new AbortController();
    const force = new AbortController();
    const handle = things();
    const server = await serve((request, response, index) => {
      if (request.method === 'GET') stop.abort('SIGINT');
      else if (request.method === 'DELETE') force.abort('SIGINT');
      else handle(request, response, index);
    });
    const { end } = await runOn(server.origin, {
      steps: [create('a'), call({ id: 'hangs' })],
      options: { signal: stop.signal, force: force.signal },
    });
    expect(end.leftovers).toMatchObject([{ madeBy: 'things/lists/a' }]);
  });

  it('limits the time of clean-ups', async () => {
    const stop = new AbortController();
    const handle = things();
    const server = await serve((request, response, index) => {
      if (request.method === 'GET') stop.abort('SIGTERM');
      if (request.method === 'POST') handle(request, response, index);
    });
    const { end } = await runOn(server.origin, {
      steps: [create('a'), call({ id: 'hangs' })],
      policy: { timeoutMs: 600_000 }, // this timeout is longer than `cleanupGraceMs`
      options: { signal: stop.signal, cleanupGraceMs: 80 },
    });
    expect(end.leftovers).toHaveLength(1);
  });
});
