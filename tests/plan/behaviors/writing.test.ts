import { describe, expect, it } from 'vitest';
import { aField } from '../../builders.ts';
import { blameOf, lastLine, lines, scenariosOf } from './fixture.ts';

const KEY = {
  kind: 'idempotency_key',
  field: 'key',
  same: '/id',
  replay: 200,
  conflict: 409,
  error: 'other_body',
} as const;

describe('idempotency_key', () => {
  const cases = scenariosOf('things.create', { ...KEY, fingerprint: ['name'] });

  it.each([
    [
      'same-key-same-body',
      'again things.create {"name":"${run.id}","color":"red","key":"${run.id}-key"} -> 200 {"id":"${first.id}"}',
    ],
    [
      'other-key',
      'again things.create {"name":"${run.id}","color":"red","key":"${run.id}-key-b"} -> {"id":{"$not":"${first.id}"}}',
    ],
    ['no-key', 'again things.create {"name":"${run.id}","color":"red"} -> {"id":{"$not":"${first.id}"}}'],
    [
      'fingerprint.name',
      'again things.create {"name":"${run.id}-other-b","color":"red","key":"${run.id}-key"} -> 409 other_body',
    ],
    [
      'fingerprint.color',
      'again things.create {"name":"${run.id}","color":"blue","key":"${run.id}-key"} -> 200 {"id":"${first.id}"}',
    ],
  ])('the last call of %s gets the declared response', (name, expected) => {
    expect(lastLine(cases[name])).toBe(expected);
    expect(blameOf(cases[name])).toMatchObject({ kind: 'not-idempotent', field: 'key' });
  });

  it('sends many calls at once and expects one result', () => {
    expect(lastLine(cases['at-once'])).toContain('calls things.create x8');
    expect(cases['at-once']?.check).toEqual({ check: 'one-result', step: 'calls', same: '/id' });
  });

  it('expects a conflict for every body field if there is no fingerprint', () => {
    const all = scenariosOf('things.create', KEY);
    expect(lastLine(all['fingerprint.color'])).toContain('-> 409 other_body');
  });

  it('expects a separate result for another resource in the path', () => {
    const held = scenariosOf('things.hold', { ...KEY, field: 'owner' });
    expect(lines(held['other.thing_id'])).toEqual([
      'things-create things.create {"name":"${run.id}","color":"red"}',
      'other-things-create things.create {"name":"${run.id}-other","color":"red"}',
      'first things.hold {"thing_id":"${things-create.id}","owner":"${run.id}-key"}',
      'again things.hold {"thing_id":"${other-things-create.id}","owner":"${run.id}-key"} -> {"id":{"$not":"${first.id}"}}',
    ]);
  });
});

describe('write_once', () => {
  const cases = scenariosOf('things.hold', { kind: 'write_once', status: 409, error: 'held' });

  it('expects that the same write and a different write are rejected', () => {
    expect(lastLine(cases['same-again'])).toBe(
      'again things.hold {"thing_id":"${things-create.id}","owner":"me"} -> 409 held',
    );
    expect(lastLine(cases['other-again'])).toBe(
      'again things.hold {"thing_id":"${things-create.id}","owner":"me-b"} -> 409 held',
    );
  });

  it('expects one success among eight concurrent calls in each round', () => {
    expect(cases.race?.rounds).toBe(4);
    expect(cases.race?.check).toEqual({ check: 'one-winner', step: 'callers', copies: 8 });
    expect(lastLine(cases.race)).toContain('callers things.hold x8');
  });
});

describe('idempotent_upsert', () => {
  const cases = scenariosOf('things.create', { kind: 'idempotent_upsert', created: '/created', same: '/id' });

  it('creates the resource once', () => {
    expect(lines(cases['same-again'])).toEqual([
      'first things.create {"name":"${run.id}","color":"red"} -> {"created":true}',
      'again things.create {"name":"${run.id}","color":"red"} -> {"created":false,"id":"${first.id}"}',
    ]);
  });

  it('updates each field that the response shows', () => {
    expect(lines(cases['updates.color'])[1]).toBe(
      'changed things.create {"name":"${run.id}","color":"blue"} -> {"color":"blue"}',
    );
  });
});

describe('read_back', () => {
  it('changes each field alone and looks for it in the read', () => {
    const cases = scenariosOf('things.create', { kind: 'read_back', read: 'things.get' });
    expect(Object.keys(cases)).toEqual(['name', 'color']);
    expect(lines(cases.color)).toEqual([
      'written things.create {"name":"${run.id}","color":"blue"}',
      'read things.get {"thing_id":"${written.id}"} -> {"color":"blue"}',
    ]);
    expect(blameOf(cases.color)).toMatchObject({ kind: 'field-ignored', field: 'color', operation: 'things.create' });
  });

  it('reads at the id that the caller chose, if no operation provides ids', () => {
    const cases = scenariosOf(
      'things.create',
      { kind: 'read_back', read: 'things.get' },
      {
        contract: {
          path: '/things/{thing_id}',
          fields: [
            aField('thing_id', 'path', { schema: { type: 'string' } }),
            aField('color', 'body', { schema: { enum: ['red', 'blue'] } }),
          ],
          yields: {},
          example: { thing_id: 'at-${run.id}', color: 'red' },
        },
      },
    );
    expect(lines(cases.color)).toEqual([
      'written things.create {"thing_id":"at-${run.id}","color":"blue"}',
      'read things.get {"thing_id":"at-${run.id}"} -> {"color":"blue"}',
    ]);
  });

  it('expects the declared value at the declared place', () => {
    const members = { name: '/data/title', color: null };
    const cases = scenariosOf('things.create', {
      kind: 'read_back',
      read: 'things.get',
      members,
      values: { name: 'x' },
    });
    expect(Object.keys(cases)).toEqual(['name']);
    expect(lastLine(cases.name)).toContain('-> {"data":{"title":"x"}}');
  });

  it('finds the item if the read is a list', () => {
    const where = { id: '${id}', name: '${name}' };
    const cases = scenariosOf('things.create', { kind: 'read_back', read: 'things.list', items: '/things', where });
    expect(lastLine(cases.color)).toContain(
      '{"things":{"$contains":{"id":"${written.id}","name":"${run.id}","color":"blue"}}}',
    );
  });
});

describe('repeatable', () => {
  const other = { field: 'owner', status: 409, error: 'held' };
  const cases = scenariosOf('things.hold', { kind: 'repeatable', status: 200, same: ['/at'], other });

  it('expects the same result again', () => {
    expect(lastLine(cases.again)).toContain('-> 200 {"at":"${first.at}"}');
  });

  it('expects that another value is rejected', () => {
    expect(lastLine(cases['other-value'])).toContain('"owner":"me-b"} -> 409 held');
  });
});
