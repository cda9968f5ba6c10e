import { describe, expect, it } from 'vitest';
import type { Journal } from '../../src/recording/journal.ts';
import { call } from '../plan/builders.ts';
import { runOn } from './run-on.ts';
import { answerJson, serve } from './servers.ts';
import { create, thingOperations, things } from './things.ts';

/** A journal in memory. The map `left` contains its current entries. */
function memoryJournal() {
  const left = new Map<string, string>();
  const reasons: string[] = [];
  const journal: Journal = {
    note: (key, { operation, reason }) => reasons.push(reason) > 0 && left.set(key, operation).size > 0,
    settle: (key) => void left.delete(key),
    close: () => {},
  };
  return { journal, left, reasons };
}

describe('the journal of a run', () => {
  it('lists an item from before its creation until its deletion', async () => {
    const { journal, left } = memoryJournal();
    const seen: (readonly string[])[] = [];
    const handler = things();
    const server = await serve((request, response, index) => {
      seen.push([...left.values()]);
      handler(request, response, index);
    });
    await runOn(server.origin, { steps: [create('made')], options: { journal } });
    expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
    expect(seen).toEqual([['things.create'], ['things.delete']]);
    expect([...left]).toEqual([]);
  });

  it('says why the server did not delete something', async () => {
    const { journal, left, reasons } = memoryJournal();
    const handler = things();
    const server = await serve((request, response, index) =>
      request.method === 'DELETE' ? answerJson(response, 422, {}) : handler(request, response, index),
    );
    await runOn(server.origin, { steps: [create('made')], options: { journal } });
    expect([...left.values()]).toEqual(['things.delete']);
    expect(reasons.at(-1)).toBe('returned 422');
  });

  it('lists what may exist after a lost response', async () => {
    const { journal, left } = memoryJournal();
    const server = await serve((_request, response) => response.destroy());
    const { end } = await runOn(server.origin, { steps: [create('made')], options: { journal } });
    expect(server.seen).toHaveLength(1);
    expect([...left.values()]).toEqual(['things.delete']);
    expect(end.leftovers[0]?.reason).toContain('the item may exist');
  });

  it.each([500, 503])('lists what may exist after a valid request was answered with %i', async (status) => {
    const { journal, left } = memoryJournal();
    const server = await serve((_request, response) => answerJson(response, status, {}));
    const { end } = await runOn(server.origin, { steps: [create('made')], options: { journal } });
    expect([...left.values()]).toEqual(['things.delete']);
    expect(end.leftovers[0]?.reason).toContain(`the item may exist: the server returned ${status}`);
  });

  it('lists nothing if the server does not implement the call', async () => {
    const { journal, left } = memoryJournal();
    const server = await serve((_request, response) => answerJson(response, 501, {}));
    await runOn(server.origin, { steps: [create('made')], options: { journal } });
    expect([...left]).toEqual([]);
  });

  it('lists nothing for a call that only reads or was rejected', async () => {
    const { journal, left } = memoryJournal();
    const server = await serve((_request, response) => answerJson(response, 400, {}));
    await runOn(server.origin, { steps: [call(), create('made')], options: { journal } });
    expect([...left]).toEqual([]);
  });

  it('lists items that no declared operation deletes, even after a successful run', async () => {
    const { journal, left } = memoryJournal();
    const server = await serve(things());
    const operations = thingOperations().map((each) => ({ ...each, cleanup: null, keepsMade: true as const }));
    const options = { journal };
    const { end } = await runOn(server.origin, { operations, steps: [create('made')], options });
    expect([...left.values()]).toEqual(['things.create']);
    expect(end.leftovers).toEqual([]);
    left.clear();
    await runOn(server.origin, { operations, steps: [{ ...create('made'), cleanup: null }], options });
    expect([...left]).toEqual([]);
  });

  it('is written first: if it cannot be written, the request is not sent', async () => {
    const { journal } = memoryJournal();
    const server = await serve(things());
    const full: Journal = { ...journal, note: () => false };
    const { scenarios } = await runOn(server.origin, { steps: [create('made')], options: { journal: full } });
    expect(server.seen).toEqual([]);
    expect(scenarios[0]?.steps[0]).toMatchObject({ state: 'blocked' });
  });
});
