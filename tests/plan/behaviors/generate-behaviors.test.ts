import { describe, expect, it } from 'vitest';
import { loadContracts } from '../../../src/load/load-contracts.ts';
import { generateBehaviors } from '../../../src/plan/behaviors/generate-behaviors.ts';
import { draftAddress } from '../../../src/plan/draft.ts';
import { planRun } from '../../../src/plan/plan-run.ts';
import { planTarget } from '../builders.ts';
import { planFixture, scenariosOf } from './fixture.ts';

const ONCE = { kind: 'write_once', status: 409, error: 'taken' } as const;

describe('generated behaviors', () => {
  it('have addresses that consist of operation, behavior and case', () => {
    const { drafts } = planFixture('things.create', ONCE);
    expect(drafts.map(draftAddress).slice(0, 2)).toEqual([
      'behavior.things.create/write_once.same-again',
      'behavior.things.create/write_once.other-again',
    ]);
  });

  it('have the same addresses for every seed', () => {
    const addresses = [1, 2].map((seed) => planFixture('things.create', ONCE, { seed }).drafts.map(draftAddress));
    expect(addresses[0]).toEqual(addresses[1]);
  });

  it('omit behaviors of other profiles', () => {
    expect(scenariosOf('things.create', { ...ONCE, profiles: ['core'] })).toEqual({});
  });

  it('are limited to targets with the values that their behavior states', () => {
    const { drafts } = planFixture('things.create', { ...ONCE, target_values: { max_things: 10 } });
    expect(drafts.map(({ scenario }) => scenario.targetValues)).toEqual(drafts.map(() => ({ max_things: 10 })));
  });

  it('omit removed operations', () => {
    expect(scenariosOf('things.create', ONCE, { contract: { lifecycle: 'removed' } })).toEqual({});
  });

  it('do not compare several responses of a proposed operation', () => {
    const names = Object.keys(scenariosOf('things.create', ONCE, { contract: { lifecycle: 'proposed' } }));
    expect(names).toEqual(['same-again', 'other-again']);
  });

  it('number the cases of a behavior that is declared twice', () => {
    const { drafts } = planFixture('things.create', ONCE, { contract: { behaviors: [ONCE, ONCE] } });
    expect(new Set(drafts.map(draftAddress)).size).toBe(drafts.length);
    expect(drafts.map(draftAddress)).toContain('behavior.things.create/write_once.same-again-2');
  });

  it('are planned as not tried, with the reason, if a case cannot be generated', () => {
    const behavior = { kind: 'read_back', read: 'things.gone', members: { thing_id: '/id' } } as const;
    const { gaps, contracts } = planFixture('things.get', behavior);
    const { scenarios } = planRun({ suites: [], contracts, generated: gaps }, planTarget());
    expect(scenarios).toMatchObject([
      {
        address: 'behavior.things.get/read_back.thing_id',
        skip: 'there is no operation things.gone',
        skipState: 'not-tried',
      },
    ]);
  });

  it.each([
    'hosted',
    'core',
  ])('have steps with unique ids in the contracts of this repository on %s', async (profile) => {
    const { contracts } = await loadContracts(process.cwd(), 'contracts');
    const drafts = generateBehaviors(contracts, { profile, seed: 1, probes: 'quick' });
    for (const draft of drafts) {
      const ids = [...draft.setup, ...draft.scenario.steps].map(({ id }) => id);
      expect(new Set(ids).size, draftAddress(draft)).toBe(ids.length);
    }
    expect(drafts.length).toBeGreaterThan(200);
  });
});
