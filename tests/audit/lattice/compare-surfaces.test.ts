import { describe, expect, it } from 'vitest';
import { compareSurfaces } from '../../../src/audit/lattice/compare-surfaces.ts';
import type { Difference } from '../../../src/audit/lattice/difference.ts';
import type { SurfaceField, SurfaceOperation } from '../../../src/model/surface.ts';
import { API, field, inPlace, operation, surface } from '../../surface/surface-builders.ts';

const fire = (...fields: readonly SurfaceField[]) =>
  surface([operation('cues.fire', 'POST /v1/cues/{id}/fire', fields)]);

function said(differences: readonly Difference[]): readonly string[] {
  return differences.map(({ kind, operation: id, field: name, a, b, breaking }) =>
    [kind, id, name ?? '-', a.says, b.says, ...(breaking ? ['breaking'] : [])].join(' · '),
  );
}

describe('compareSurfaces', () => {
  it('finds nothing between a surface and itself', () => {
    expect(compareSurfaces(surface(API), surface(API.toReversed()))).toEqual([]);
  });

  it('names an operation that only one has', () => {
    const [first, ...rest] = API;
    expect(said(compareSurfaces(surface(API), surface(rest)))).toEqual([
      'operation-missing · cues.create · - · POST /v1/cues · nothing · breaking',
    ]);
    expect(said(compareSurfaces(surface(rest), surface(API)))).toEqual([
      `operation-extra · ${first?.id} · - · nothing · POST /v1/cues`,
    ]);
  });

  it('finds an operation by its path when the id and the path parameter have other names', () => {
    const other = operation('POST /v1/cues/{id}/fire', 'POST /v1/cues/{id}/fire', [
      field('id', { ...inPlace('path', 'id'), required: true }),
    ]);
    const mine = operation('cues.fire', 'POST /v1/cues/{cue_id}/fire', [
      field('cue_id', { ...inPlace('path', 'cue_id'), required: true }),
    ]);
    expect(compareSurfaces(surface([mine]), surface([other]))).toEqual([]);
  });

  it('expects no proposed operation and none that is removed', () => {
    const ghosts: readonly SurfaceOperation[] = [
      { ...operation('agents.put', 'PUT /v1/agents'), lifecycle: 'proposed' },
      { ...operation('cues.old', 'GET /v1/old'), lifecycle: 'removed' },
    ];
    expect(compareSurfaces(surface([...API, ...ghosts]), surface(API))).toEqual([]);
    expect(compareSurfaces(surface(API), surface([...API, ...ghosts]))).toEqual([]);
  });

  it.each([
    [
      'place-differs · cues.fire · key · body key · header X-Key · breaking',
      field('key'),
      field('key', inPlace('header', 'X-Key')),
    ],
    [
      'place-differs · cues.fire · schedule.cron · body schedule.cron · body cron · breaking',
      field('schedule.cron', inPlace('body', '/schedule/cron')),
      field('cron'),
    ],
    [
      'type-differs · cues.fire · n · list of string · map · breaking',
      field('n', { type: 'list of string' }),
      field('n', { type: 'map' }),
    ],
    [
      'requiredness-differs · cues.fire · n · optional · required · breaking',
      field('n'),
      field('n', { required: true }),
    ],
    ['requiredness-differs · cues.fire · n · required · optional', field('n', { required: true }), field('n')],
    [
      'enum-differs · cues.fire · n · a | b · a · breaking',
      field('n', { enum: ['a', 'b'] }),
      field('n', { enum: ['a'] }),
    ],
    ['enum-differs · cues.fire · n · a · a | b', field('n', { enum: ['a'] }), field('n', { enum: ['b', 'a'] })],
  ])('says %s', (text, mine, other) => {
    expect(said(compareSurfaces(fire(mine), fire(other)))).toEqual([text]);
  });

  it.each([
    [
      'a header in another case',
      field('worker_id', inPlace('header', 'X-Worker-Id')),
      field('x-worker-id', inPlace('header', 'x-worker-id')),
    ],
    ['a name in another style', field('send_at'), field('sendAt', { place: null })],
    ['a pointer and a plain key', field('send_at'), field('send_at', inPlace('body', '/send_at'))],
    ['a type that is one of two', field('n', { type: 'integer' }), field('n', { type: 'integer or string' })],
    [
      'a type, a need and values that are not said',
      field('n', { enum: ['a'] }),
      field('n', { type: null, required: null }),
    ],
    ['values in another order', field('n', { enum: ['a', 'b'] }), field('n', { enum: ['b', 'a'] })],
    ['items of a list', field('ids', inPlace('body', '/ids/0')), field('ids')],
  ])('takes %s for the same', (_, mine, other) => {
    expect(compareSurfaces(fire(mine), fire(other))).toEqual([]);
  });

  it('names a field that only one has, and lets an incomplete source be silent', () => {
    const [full, bare] = [fire(field('a'), field('b')), fire(field('a'))];
    expect(said(compareSurfaces(full, bare))).toEqual(['field-missing · cues.fire · b · body b · nothing · breaking']);
    expect(said(compareSurfaces(bare, full))).toEqual(['field-extra · cues.fire · b · nothing · body b']);
    expect(compareSurfaces(full, { ...bare, complete: { operations: false, fields: false } })).toEqual([]);
  });

  it('misses no container whose members are there, and no member of an open container', () => {
    const whole = field('schedule', { type: 'object' });
    const member = field('schedule.cron', inPlace('body', '/schedule/cron'));
    expect(compareSurfaces(fire(whole), fire(member))).toEqual([]);
    expect(
      said(compareSurfaces(fire(whole, member), fire(whole, field('schedule.at', inPlace('body', '/schedule/at'))))),
    ).toEqual([
      'field-extra · cues.fire · schedule.at · nothing · body schedule.at',
      'field-missing · cues.fire · schedule.cron · body schedule.cron · nothing · breaking',
    ]);
  });

  it('compares answers where both tell theirs', () => {
    const answering = (answers: readonly string[] | null) =>
      surface([{ ...operation('cues.get', 'GET /v1/cues/{id}'), answers }]);
    expect(said(compareSurfaces(answering(['/id', '/cues/*/id']), answering(['/id', '/cues/*/name'])))).toEqual([
      'answer-missing · cues.get · /cues/*/id · answered · nothing · breaking',
      'answer-extra · cues.get · /cues/*/name · nothing · answered',
    ]);
    expect(compareSurfaces(answering(['/id']), answering(null))).toEqual([]);
  });

  it('takes types to the letter when asked to', () => {
    const [mine, other] = [fire(field('n')), fire(field('n', { type: 'null or string' }))];
    expect(compareSurfaces(mine, other)).toEqual([]);
    expect(compareSurfaces(mine, other, { exactTypes: true })).toHaveLength(1);
  });
});
