import { describe, expect, it } from 'vitest';
import { createJudge } from '../../src/judge/create-judge.ts';
import { judgeRecording } from '../../src/judge/judge-recording.ts';
import type { ScenarioCheck } from '../../src/model/check.ts';
import { contract, errorResponse, GOOD_THING, judgeOf, type Parts, response } from './builders.ts';
import { type Calls, findingsOfAll, generatedEntries, RUN } from './generated.ts';

const EITHER = { status: [201, 409] };
const WON: Parts = { response: response(201, GOOD_THING), expect: EITHER };
const LOST: Parts = { response: errorResponse(409, 'box_full'), expect: EITHER };

function copies(...parts: readonly Parts[]): Calls {
  return parts.map((each) => ['make', each]);
}

function thing(id: string): Parts {
  return { response: response(201, { id, name: 'pot' }) };
}

describe('one-winner', () => {
  const check: ScenarioCheck = { check: 'one-winner', step: 'make' };

  it('passes with exactly one success', async () => {
    expect(await findingsOfAll({ check, calls: copies(LOST, WON, LOST) })).toEqual([]);
  });

  it('reports two successful calls, and points to the second one', async () => {
    const found = await findingsOfAll({ check, calls: copies(WON, LOST, LOST, LOST, WON) });
    expect(found).toMatchObject([
      {
        kind: 'race-lost',
        operation: 'things.make',
        address: 'probe/valid.all/make',
        expected: 'exactly one of 5 calls succeeds',
        observed: '2 of 5 calls succeeded: #1, #5',
        evidence: { exchange: 'probe/valid.all/make#5', pointer: '/response/status' },
      },
    ]);
  });

  it('reports one wrong round of several, with the same address for each round', async () => {
    const rounds: ScenarioCheck = { ...check, copies: 2 };
    const first = await findingsOfAll({ check: rounds, calls: copies(WON, WON, WON, LOST) });
    const second = await findingsOfAll({ check: rounds, calls: copies(WON, LOST, WON, WON) });
    expect(first).toMatchObject([{ observed: '2 of 2 calls succeeded: #1, #2' }]);
    expect(second).toMatchObject([{ observed: '2 of 2 calls succeeded: #3, #4' }]);
    expect(second.map(({ address, fingerprint }) => [address, fingerprint])).toEqual(
      first.map(({ address, fingerprint }) => [address, fingerprint]),
    );
  });

  it('passes with one success in each round', async () => {
    const rounds: ScenarioCheck = { ...check, copies: 2 };
    expect(await findingsOfAll({ check: rounds, calls: copies(WON, LOST, LOST, WON) })).toEqual([]);
  });

  it('reports that no call succeeded', async () => {
    expect(await findingsOfAll({ check, calls: copies(LOST, LOST) })).toMatchObject([
      { observed: '0 of 2 calls succeeded' },
    ]);
  });

  it.each([
    ['a lost answer', { response: null, failure: { code: 'timeout', message: 'm' } }, 'no-response'],
    [
      'a refusal that was not expected',
      { response: errorResponse(404, 'box_not_found'), expect: EITHER },
      'status-mismatch',
    ],
  ] as const)('reports nothing in addition to %s', async (_title, parts, kind) => {
    const found = await findingsOfAll({ check, calls: copies(WON, WON, parts) });
    expect(found.map((finding) => finding.kind)).toEqual([kind]);
  });

  const raced = (...parts: readonly Parts[]) =>
    findingsOfAll({ check, address: 'behavior.things.make/claim.race', calls: copies(...parts) });
  const broken: Parts = { response: errorResponse(500, 'x'), expect: EITHER };

  it('has one cause if two calls succeed, if none does, and if one gets a 5xx', async () => {
    const runs = [await raced(WON, WON, LOST), await raced(LOST, LOST), await raced(WON, broken, LOST)];
    expect(runs.map((found) => found.map(({ kind, cause }) => [kind, cause]))).toEqual(
      runs.map(() => [['race-lost', 'race-lost/claim.race/2xx']]),
    );
    expect(runs[2]?.[0]?.observed).toBe('500 (x) for one of 3 concurrent calls');
  });

  it.each([
    ['one gets a 5xx', [WON, broken, LOST]],
    ['two calls succeed', [WON, WON, LOST]],
  ])('has one fingerprint on every port of this machine, if %s', async (_, parts) => {
    const { context } = await judgeOf(contract());
    const fingerprints = ['41000', '42000'].map(async (port) => {
      const judge = await createJudge({ ...context, where: `http://127.0.0.1:${port}` });
      const entries = generatedEntries({ check, address: 'behavior.things.make/claim.race', calls: copies(...parts) });
      const { scenarios } = await judgeRecording([[RUN, ...entries]], judge);
      return scenarios.flatMap(({ steps }) => steps).flatMap(({ findings }) => findings)[0]?.fingerprint;
    });
    const [one, other] = await Promise.all(fingerprints);
    expect(one).toMatch(/^[0-9a-f]{12}$/);
    expect(other).toBe(one);
  });

  it('is not reported if every call gets a 5xx', async () => {
    expect((await raced(broken, broken)).map(({ kind }) => kind)).toEqual(['server-error', 'server-error']);
  });

  it('is reported in addition to a finding about the shape of a response', async () => {
    const odd = { response: response(201, { ...GOOD_THING, color: 'red' }), expect: EITHER };
    const found = await findingsOfAll({ check, calls: copies(WON, odd) });
    expect(found.map(({ kind }) => kind)).toEqual(['response-field-undeclared', 'race-lost']);
  });
});

describe('one-result', () => {
  const check: ScenarioCheck = { check: 'one-result', step: 'make', same: '/id' };

  it('passes with one value and expected rejections', async () => {
    expect(await findingsOfAll({ check, calls: copies(thing('thing_1'), thing('thing_1'), LOST) })).toEqual([]);
  });

  it('reports a second value, and points to it', async () => {
    const found = await findingsOfAll({ check, calls: copies(thing('thing_1'), thing('thing_2'), thing('thing_1')) });
    expect(found).toMatchObject([
      {
        kind: 'not-idempotent',
        field: '/id',
        observed: '2 values: "thing_1" (#1, #3), "thing_2" (#2)',
        evidence: { exchange: 'probe/valid.all/make#2', pointer: '/response/body/id', excerpt: 'thing_2' },
      },
    ]);
  });

  it('has one cause, field and fingerprint if the values differ, and if one call gets a 5xx', async () => {
    const raced = (...parts: readonly Parts[]) =>
      findingsOfAll({ check, address: 'behavior.things.make/key.at-once', calls: copies(...parts) });
    const broken: Parts = { response: errorResponse(500, 'x'), expect: EITHER };
    const [differ, failed] = [
      await raced(thing('thing_1'), thing('thing_2')),
      await raced(thing('thing_1'), broken, thing('thing_1')),
    ];
    expect(differ).toMatchObject([{ kind: 'not-idempotent', field: '/id' }]);
    const identity = differ.map(({ kind, cause, field, fingerprint }) => ({ kind, cause, field, fingerprint }));
    expect(failed).toMatchObject(identity);
  });

  it('reports that no copy succeeded', async () => {
    expect(await findingsOfAll({ check, calls: copies(LOST, LOST) })).toMatchObject([
      { observed: '0 of 2 calls succeeded' },
    ]);
  });
});

describe('each-once', () => {
  const check: ScenarioCheck = {
    check: 'each-once',
    pages: ['page-1', 'page-2'],
    items: '/tags',
    key: '/label',
    wanted: [
      { step: 'a', key: '/id' },
      { step: 'b', key: '/id' },
    ],
  };
  const page = (...labels: readonly string[]): Parts => ({
    response: response(201, { ...GOOD_THING, tags: labels.map((label) => ({ label })) }),
  });
  const list = (first: Parts, second: Parts): Calls => [
    ['a', thing('thing_a')],
    ['b', thing('thing_b')],
    ['page-1', first],
    ['page-2', second],
  ];

  it('passes if each wanted item is on one page, among others', async () => {
    expect(await findingsOfAll({ check, calls: list(page('thing_a', 'other'), page('thing_b')) })).toEqual([]);
  });

  it('reports missing items at the last page', async () => {
    expect(await findingsOfAll({ check, calls: list(page('thing_a'), page('other')) })).toMatchObject([
      {
        kind: 'pagination-broken',
        field: '/tags',
        observed: 'missing "thing_b"',
        evidence: { exchange: 'probe/valid.all/page-2#1' },
      },
    ]);
  });

  it('reports repeated items at their second place', async () => {
    const calls = list(page('thing_a', 'other'), page('thing_b', 'other'));
    expect(await findingsOfAll({ check, calls })).toMatchObject([
      {
        observed: 'repeated "other"',
        evidence: { exchange: 'probe/valid.all/page-2#1', pointer: '/response/body/tags/1/label' },
      },
    ]);
  });

  it('reports nothing if a page or a wanted item has a finding', async () => {
    const broken = { response: errorResponse(500, 'x') };
    const found = await findingsOfAll({ check, calls: list(page('thing_a'), broken) });
    expect(found.map(({ kind }) => kind)).toEqual(['server-error']);
  });
});

describe('the reads around a call', () => {
  const got = (status: number, value: object): Parts => ({ response: response(status, value), expect: ANY });
  const ANY = { status: [200, 201, 202, 404] };
  const removed: ScenarioCheck = { check: 'removed', step: 'make', before: 'before', after: 'read' };
  const written: ScenarioCheck = { ...removed, check: 'written', field: 'name', at: '/name' };
  const thing1 = { id: 'thing_1', name: 'pot' };

  async function kindsOf(check: ScenarioCheck, ...[before, make, read]: readonly Parts[]) {
    const calls = [
      ['before', before ?? {}],
      ['make', make ?? {}],
      ['read', read ?? {}],
    ] as const;
    const found = await findingsOfAll({ check, calls });
    return found.map(({ kind }) => kind).filter((kind) => kind === 'delete-not-effective' || kind === 'field-ignored');
  }

  it.each([
    ['the item is as before', 201, got(201, thing1), ['delete-not-effective']],
    ['the item shows the deletion', 201, got(201, { ...thing1, name: 'deleted' }), []],
    ['nothing is found', 201, { ...got(404, {}), response: errorResponse(404, 'box_not_found') }, []],
    ['the call was only accepted', 202, got(201, thing1), []],
  ] as const)('show whether the item was removed: %s', async (_, status, read, kinds) => {
    expect(await kindsOf(removed, got(201, thing1), got(status, thing1), read)).toEqual(kinds);
  });

  it.each([
    ['the old value', 'pan', 'pot', ['field-ignored']],
    ['the new value', 'pan', 'pan', []],
    ['another form of the new value', 'pan', 'PAN', []],
    ['the old value, which was also written', 'pot', 'pot', []],
  ] as const)('show %s of a member', async (_, sent, now, kinds) => {
    const write = { ...got(201, thing1), with: { box_id: 'b1', name: sent } };
    expect(await kindsOf(written, got(201, thing1), write, got(201, { ...thing1, name: now }))).toEqual(kinds);
  });
});
