import { describe, expect, it } from 'vitest';
import type { Plan, PlannedScenario } from '../../src/model/plan.ts';
import { renderList, renderListJson } from '../../src/report/list.ts';

const AT = { file: 'suites/notes.yaml', line: 3, column: 3 };

function planned(address: string, changes: Partial<PlannedScenario> = {}): PlannedScenario {
  const [suite = '', name = ''] = address.split('/');
  const step = { kind: 'wait', id: 'pause', ms: 1, profiles: [], at: AT } as const;
  return {
    address,
    suite,
    source: 'suite',
    scenario: { name, profiles: [], alone: false, steps: [step], at: AT },
    steps: [{ address: `${address}/pause`, phase: 'step', step }],
    ...changes,
  };
}

const PLAN: Plan = {
  scenarios: [
    planned('users/rotates', { skip: 'destructive operations are denied' }),
    planned('notes/keeps-text'),
    planned('notes/get-without-auth', { source: 'probe' }),
    planned('users/purges', { source: 'behavior', skip: 'destructive operations are denied' }),
  ],
};

describe('the list of a plan', () => {
  it('groups addresses by suite, with counts and reasons', async () => {
    await expect(renderList(PLAN)).toMatchFileSnapshot('fixtures/list/plan.txt');
  });

  it('says so if nothing is selected', () => {
    expect(renderList({ scenarios: [] })).toBe('No scenario is selected.\n');
  });

  it('does not depend on the order of the plan', () => {
    expect(renderList({ ...PLAN, scenarios: [...PLAN.scenarios].reverse() })).toBe(renderList(PLAN));
  });

  it('has the same content as JSON', () => {
    expect(JSON.parse(renderListJson(PLAN))).toMatchObject({
      version: 1,
      counts: { scenarios: 4, steps: 4, skipped: 2, bySource: { suite: 2, probe: 1, behavior: 1 } },
      suites: [
        {
          name: 'notes',
          scenarios: [
            { address: 'notes/get-without-auth', source: 'probe', skip: null, steps: ['notes/get-without-auth/pause'] },
            { address: 'notes/keeps-text' },
          ],
        },
        { name: 'users', scenarios: [{ address: 'users/purges' }, { address: 'users/rotates' }] },
      ],
    });
  });
});
