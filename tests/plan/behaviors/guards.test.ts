import { describe, expect, it } from 'vitest';
import { blameOf, lastLine, lines, planFixture, scenariosOf } from './fixture.ts';

describe('exclusive_claim', () => {
  it('expects that the second caller and seven of eight concurrent callers are rejected', () => {
    const cases = scenariosOf('things.hold', { kind: 'exclusive_claim', status: 409, error: 'held' });
    expect(lastLine(cases['second-caller'])).toContain('second things.hold');
    expect(lastLine(cases.race)).toContain('callers things.hold x8');
    expect(lastLine(cases.race)).toContain('-> 200|409');
    expect(cases.race?.check).toEqual({ check: 'one-winner', step: 'callers', copies: 8 });
  });

  it('creates the item to claim if the path contains no id', () => {
    const made_by = [{ call: 'things.create' }];
    const cases = scenariosOf('things.list', { kind: 'exclusive_claim', status: 409, error: 'held', made_by });
    expect(lines(cases['second-caller'])[0]).toContain('made-made-1 things.create');
    expect(cases['second-caller']?.alone).toBe(true);
  });
});

describe('ownership_header', () => {
  const cases = scenariosOf('things.touch', {
    kind: 'ownership_header',
    field: 'owner',
    status: 403,
    error: 'not_owner',
    absent: 'accepted',
  });

  it.each([
    ['right', '"owner":"me"', undefined],
    ['wrong', '"owner":"me-not"', 'not_owner'],
    ['absent', 'call things.touch {"thing_id":"${things-create.id}","confirm":"yes"}', undefined],
  ])('the case "%s" expects the declared response', (name, text, error) => {
    expect(lastLine(cases[name])).toContain(text);
    expect(cases[name]?.steps.at(-1)).toMatchObject({
      expect: error === undefined ? { status: [] } : { status: [403], error },
    });
    expect(blameOf(cases[name])?.kind).toBe('ownership-not-enforced');
  });
});

describe('confirm_header', () => {
  const declared = {
    kind: 'confirm_header',
    field: 'confirm',
    value: 'yes',
    status: 400,
    error: 'unconfirmed',
  } as const;

  it.each([
    ['missing', false, '-> 400 unconfirmed'],
    ['wrong-value', '"confirm":"Yes"', '-> 400 unconfirmed'],
    ['right', '"confirm":"yes"', ''],
  ])('the case "%s" expects the declared response', (name, given, expected) => {
    const line = lastLine(scenariosOf('things.touch', declared)[name]);
    if (given === false) expect(line).not.toContain('confirm"');
    else expect(line).toContain(given);
    expect(line.endsWith(expected)).toBe(true);
  });

  it('is tested only in a separate account if the operation is destructive', () => {
    const destructive = { contract: { destructive: true } };
    expect(planFixture('things.touch', declared, destructive).gaps).toHaveLength(3);
    const cases = scenariosOf('things.touch', declared, { ...destructive, fresh: true });
    expect(lines(cases.missing)[0]).toBe('account accounts.create {}');
  });
});

describe('rate_limit', () => {
  const declared = { kind: 'rate_limit', limit: 3, window: '60s', error: 'slow_down', retry_after: true } as const;

  it('makes as many calls as the limit allows, and one more', () => {
    const { reached } = scenariosOf('things.list', declared, { fresh: true });
    expect(reached?.steps.map(({ id }) => id)).toEqual(['account', 'call-1', 'call-2', 'call-3', 'next']);
    expect(reached?.steps.at(-1)).toMatchObject({
      expect: { status: [429], error: 'slow_down', headers: { 'Retry-After': { $match: '^[1-9][0-9]*$' } } },
    });
  });

  it('runs alone, because it moves the clock past the window', () => {
    const { recovers } = scenariosOf('things.list', declared, { fresh: true });
    expect(lines(recovers).slice(-2)).toEqual(['window advance 61000', 'later things.list {}']);
    expect(recovers?.alone).toBe(true);
  });
});

describe('states', () => {
  const cases = scenariosOf('things.hold', {
    kind: 'states',
    member: '/state',
    read: 'things.get',
    flow: { free: ['held'], held: [] },
    start: { state: 'free', by: [{ call: 'things.create' }] },
    via: {
      held: { call: 'things.hold', with: { owner: 'me' } },
      gone: { call: 'things.delete', refused: { status: 409, error: 'held' } },
    },
  });

  it('tries each transition from each reachable state', () => {
    expect(Object.keys(cases)).toEqual(['free-to-held', 'free-not-gone', 'held-not-gone']);
  });

  it('reads the state after an allowed transition', () => {
    expect(lines(cases['free-to-held']).slice(1)).toEqual([
      'move things.hold {"thing_id":"${made-made-1.id}","owner":"me"}',
      'read things.get {"thing_id":"${made-made-1.id}"} -> {"state":"held"}',
    ]);
  });

  it('moves the item to a state, and expects that a forbidden transition is rejected', () => {
    expect(lines(cases['held-not-gone']).slice(1)).toEqual([
      'to-held things.hold {"thing_id":"${made-made-1.id}","owner":"me"}',
      'move things.delete {"thing_id":"${made-made-1.id}"} -> 409 held',
    ]);
    expect(blameOf(cases['held-not-gone'])?.kind).toBe('transition-not-enforced');
  });
});

describe('the order of two operations', () => {
  it('is tested with a call before the other operation', () => {
    const cases = scenariosOf('things.touch', {
      kind: 'refused_before',
      operation: 'things.hold',
      status: 409,
      error: 'free',
    });
    expect(lines(cases['things.hold'])).toEqual([
      'things-create things.create {"name":"${run.id}","color":"red"}',
      'call things.touch {"thing_id":"${things-create.id}","owner":"me","confirm":"yes"} -> 409 free',
    ]);
  });

  it('is tested with a call after the other operation', () => {
    const cases = scenariosOf('things.hold', {
      kind: 'refused_after',
      operation: 'things.delete',
      status: 404,
      error: 'gone',
    });
    expect(lines(cases['things.delete']).slice(1)).toEqual([
      'before things.delete {"thing_id":"${things-create.id}"}',
      'call things.hold {"thing_id":"${things-create.id}","owner":"me"} -> 404 gone',
    ]);
  });
});
