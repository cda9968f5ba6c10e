import { describe, expect, it } from 'vitest';
import { findDrifts } from '../../../src/audit/lattice/find-drifts.ts';
import type { DriftKind } from '../../../src/model/drift.ts';
import type { SourceId, Surface, SurfaceField, SurfaceOperation } from '../../../src/model/surface.ts';
import { API, at, field, inPlace, operation, surface } from '../../surface/surface-builders.ts';

const SOURCES: readonly SourceId[] = ['contract', 'openapi:core', 'client:acme', 'docs:README.md'];

function seeded(seed: number): <T>(from: readonly T[]) => T {
  let state = (seed * 2_654_435_761) >>> 0;
  return <T>(from: readonly T[]) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 12_345) >>> 0;
    const picked = from[state % from.length];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  };
}

type Pick = ReturnType<typeof seeded>;
type Perturb = (operations: readonly SurfaceOperation[], pick: Pick) => readonly SurfaceOperation[];

const KINDS: readonly (readonly [DriftKind, Perturb])[] = [
  [
    'place-differs',
    changeField(
      ({ place }) => place?.location !== 'path',
      ({ place, name }) => ({
        place: { location: place?.location === 'header' ? 'query' : 'header', name: `X-${name}` },
      }),
    ),
  ],
  [
    'type-differs',
    changeField(
      ({ type, name }) => type !== 'object' && name !== 'schedule.cron',
      () => ({ type: 'boolean' }),
    ),
  ],
  [
    'requiredness-differs',
    changeField(
      () => true,
      ({ required }) => ({ required: !required }),
    ),
  ],
  [
    'enum-differs',
    changeField(
      (each) => each.enum !== undefined,
      (each) => ({ enum: [...(each.enum ?? []), 'other'] }),
    ),
  ],
  [
    'field-absent-here',
    changeFields((fields, pick) => without(fields, pick(fields.filter(({ name }) => !name.startsWith('schedule'))))),
  ],
  ['field-only-here', changeFields((fields) => [...fields, field('surprise')])],
  ['operation-absent-here', (operations, pick) => without(operations, pick(operations))],
  [
    'operation-only-here',
    (operations) => [...operations, operation('cues.explode', 'POST /v1/cues/explode', [field('how')])],
  ],
];

function changeFields(change: (fields: readonly SurfaceField[], pick: Pick) => readonly SurfaceField[]): Perturb {
  return (operations, pick) => {
    const chosen = pick(operations);
    return operations.map((each) => (each === chosen ? { ...each, fields: change(each.fields, pick) } : each));
  };
}

function changeField(
  isFit: (field: SurfaceField) => boolean,
  change: (field: SurfaceField) => Partial<SurfaceField>,
): Perturb {
  return (operations, pick) => {
    const fits = operations.flatMap((each) => each.fields.filter(isFit));
    const chosen = pick(fits);
    return operations.map((each) => ({
      ...each,
      fields: each.fields.map((one) => (one === chosen ? { ...one, ...change(one) } : one)),
    }));
  };
}

function without<T>(list: readonly T[], item: T): readonly T[] {
  return list.filter((each) => each !== item);
}

function sources(
  change: { readonly source?: SourceId; readonly operations?: readonly SurfaceOperation[] } = {},
): readonly Surface[] {
  return SOURCES.map((source) =>
    surface(source === change.source && change.operations ? change.operations : API, { source }),
  );
}

const DISAGREEMENTS = KINDS.flatMap(([kind, perturb], index) =>
  SOURCES.map((source, position) => ({ kind, perturb, source, seed: 10 * index + position })),
);

describe('the lattice', () => {
  it.each(DISAGREEMENTS)('blames $source for a $kind (seed $seed)', ({ kind, perturb, source, seed }) => {
    const drifts = findDrifts(sources({ source, operations: perturb(API, seeded(seed)) }));
    expect(drifts.map((drift) => ({ kind: drift.kind, culprit: drift.culprit }))).toEqual([{ kind, culprit: source }]);
  });

  it('names the disagreeing sources in one sentence', () => {
    const moved = changeField(
      ({ name }) => name === 'send_at',
      () => inPlace('header', 'Send-At'),
    );
    const [drift] = findDrifts(sources({ source: 'client:acme', operations: moved(API, seeded(1)) }));
    expect(drift?.sentence).toBe(
      'contract, openapi:core and docs:README.md say body send_at; client:acme says header Send-At',
    );
    expect(drift).toMatchObject({ operation: 'cues.fire', field: 'send_at', severity: 'error', breaking: true });
  });

  it('keeps the fingerprint if the wording changes and one more source agrees', () => {
    const moved = changeField(
      ({ name }) => name === 'send_at',
      () => inPlace('header', 'Send-At'),
    );
    const here = sources({ source: 'client:acme', operations: moved(API, seeded(1)) });
    const elsewhere = here.map((each) => ({
      ...each,
      operations: each.operations.map((one) => ({ ...one, at: at('x.md') })),
    }));
    const more = [...elsewhere, surface(API, { source: 'observed:staging' })];
    expect(findDrifts(more).map(({ fingerprint }) => fingerprint)).toEqual(
      findDrifts(here).map(({ fingerprint }) => fingerprint),
    );
  });

  it('blames no source if two sources disagree with two others', () => {
    const moved = changeField(
      ({ name }) => name === 'send_at',
      () => inPlace('header', 'Send-At'),
    )(API, seeded(1));
    const split = SOURCES.map((source, index) => surface(index < 2 ? API : moved, { source }));
    expect(findDrifts(split)).toMatchObject([{ kind: 'place-differs', culprit: null }]);
  });

  it.each([
    ['contract', 'docs:README.md', 'docs:README.md'],
    ['observed:staging', 'client:acme', 'client:acme'],
    ['client:acme', 'docs:README.md', 'docs:README.md'],
    ['contract', 'openapi:core', null],
  ])('if only %s and %s disagree, blames %s', (one, other, culprit) => {
    const moved = changeField(
      ({ name }) => name === 'send_at',
      () => inPlace('header', 'Send-At'),
    )(API, seeded(1));
    expect(findDrifts([surface(API, { source: one }), surface(moved, { source: other })])).toMatchObject([{ culprit }]);
  });

  it('makes a separate drift for each of two sources that differ', () => {
    const at3 = (operations: readonly SurfaceOperation[], place: SurfaceField['place']) =>
      changeField(
        ({ name }) => name === 'send_at',
        () => ({ place }),
      )(operations, seeded(1));
    const four = [
      surface(API, { source: 'contract' }),
      surface(API, { source: 'openapi:core' }),
      surface(at3(API, { location: 'header', name: 'Send-At' }), { source: 'client:acme' }),
      surface(at3(API, { location: 'query', name: 'send_at' }), { source: 'docs:README.md' }),
    ];
    expect(findDrifts(four).map(({ culprit }) => culprit)).toEqual(['client:acme', 'docs:README.md']);
  });

  it('does not blame a client that lacks an operation on purpose', () => {
    const some = sources({ source: 'client:acme', operations: API.slice(1) });
    const isMeant = (source: SourceId) => !source.startsWith('client:');
    expect(findDrifts(some)).toHaveLength(1);
    expect(findDrifts(some, { isMeant })).toEqual([]);
  });
});

const camel = (name: string) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const changeAll = (change: (field: SurfaceField) => Partial<SurfaceField>) =>
  API.map((each) => ({ ...each, fields: each.fields.map((one) => ({ ...one, ...change(one) })) }));
const incomplete = { operations: false, fields: false };

const CONTROLS: readonly (readonly [string, Surface])[] = [
  ['reordered operations', surface(API.toReversed())],
  ['reordered fields', surface(API.map((each) => ({ ...each, fields: each.fields.toReversed() })))],
  ['keyword names in camel case', surface(changeAll(({ name }) => ({ name: camel(name), place: null })))],
  [
    'header names in lower case',
    surface(
      changeAll(({ place }) => (place?.location === 'header' ? inPlace('header', place.name.toLowerCase()) : {})),
    ),
  ],
  [
    'renamed path parameters',
    surface(
      API.map((each) => ({
        ...each,
        id: `${each.request?.method} ${each.request?.path}`,
        request: each.request && { ...each.request, path: each.request.path.replace(/\{\w+\}/, '{id}') },
      })),
    ),
  ],
  ['docs that show one operation', surface(API.slice(0, 1), { complete: incomplete })],
  [
    'docs that show some fields',
    surface(
      API.map((each) => ({ ...each, fields: each.fields.slice(0, 1) })),
      { complete: { operations: true, fields: false } },
    ),
  ],
  ['extra prose', surface(API, { remarks: [{ text: 'Cues are great.', at: at() }] })],
  ['unknown types and unknown requiredness', surface(changeAll(() => ({ type: null, required: null })))],
  ['reordered values', surface(changeAll((one) => (one.enum ? { enum: one.enum.toReversed() } : {})))],
];

describe('agreeing sources', () => {
  it.each(CONTROLS)('have no drift: %s', (_, docs) => {
    const four = sources().map((each) => (each.source.startsWith('docs') ? { ...docs, source: each.source } : each));
    expect(findDrifts(four)).toEqual([]);
  });
});
