import { describe, expect, it } from 'vitest';
import { compilePattern, type Pattern } from '../../src/lib/pattern.ts';
import type { Contract } from '../../src/model/contract.ts';
import type { Suite } from '../../src/model/suite.ts';
import { collectAddresses } from '../../src/plan/addresses.ts';
import { planRun } from '../../src/plan/plan-run.ts';
import type { PlanTarget } from '../../src/plan/plan-target.ts';
import { call, contract, contractSet, planTarget, scenario, suite } from './builders.ts';

interface Given {
  readonly suite?: Partial<Suite>;
  readonly contract?: Partial<Contract>;
  readonly target?: Partial<PlanTarget>;
}

function planOne(given: Given = {}) {
  const contracts = contractSet([contract(given.contract)]);
  const plan = planRun({ suites: [suite(given.suite)], contracts }, planTarget(given.target));
  const [planned] = plan.scenarios;
  if (planned === undefined) throw new Error('expected one scenario');
  return planned;
}

const AT = { file: 'suites/things.yaml', line: 3, column: 5 };

describe('planRun', () => {
  it('adds the setup of a suite before the steps of each scenario', () => {
    const setup = [call({ id: 'before' })];
    const steps = planOne({ suite: { setup } }).steps.map(({ address, phase }) => [address, phase]);
    expect(steps).toEqual([
      ['things/lists/before', 'setup'],
      ['things/lists/list', 'step'],
    ]);
  });

  it('omits a step for another profile', () => {
    const steps = [call(), call({ id: 'core-only', profiles: ['core'] })];
    const planned = planOne({ suite: { scenarios: [scenario({ steps })] } });
    expect(planned.steps.map(({ step }) => step.id)).toEqual(['list']);
  });

  it('runs a scenario that nothing excludes', () => {
    expect(planOne().skip).toBeUndefined();
  });

  it('runs a scenario for certain values if the target states the same values or none', () => {
    const suite = { scenarios: [scenario({ targetValues: { max_notes: 10 } })] };
    expect(planOne({ suite }).skip).toBeUndefined();
    expect(planOne({ suite, target: { values: { max_notes: 10, other: 1 } } }).skip).toBeUndefined();
  });

  it('says which values a scenario assumes because the target does not state them', () => {
    const suite = { scenarios: [scenario({ targetValues: { max_notes: 10, plan: 'free' } })] };
    expect(planOne({ suite }).assumes).toEqual({ max_notes: 10, plan: 'free' });
    expect(planOne({ suite, target: { values: { max_notes: 10 } } }).assumes).toEqual({ plan: 'free' });
    expect(planOne({ suite, target: { values: { max_notes: 10, plan: 'free' } } }).assumes).toBeUndefined();
  });

  it('sorts scenarios by address, whatever the order of files', () => {
    const suites = ['b', 'a', 'B'].map((name) => suite({ name }));
    const plan = planRun({ suites, contracts: contractSet([contract()]) }, planTarget());
    expect(plan.scenarios.map(({ address }) => address)).toEqual(['B/lists', 'a/lists', 'b/lists']);
  });

  it('treats generated scenarios like those of suites', () => {
    const generated = [
      { suite: 'probe', source: 'probe' as const, profiles: [], setup: [], scenario: scenario({ name: 'no-auth' }) },
    ];
    const plan = planRun({ suites: [], contracts: contractSet([contract()]), generated }, planTarget());
    expect(plan.scenarios.map(({ address, source }) => [address, source])).toEqual([['probe/no-auth', 'probe']]);
  });

  it('fails on a step whose operation has no contract', () => {
    const input = { suites: [suite()], contracts: contractSet([]) };
    expect(() => planRun(input, planTarget())).toThrow('things.list');
  });
});

describe('a scenario is skipped', () => {
  const withStep = (given: Parameters<typeof call>[0]) => ({ scenarios: [scenario({ steps: [call(given)] })] });

  it.each<[string, Given, string]>([
    ['when its operation is not in the profile', { contract: { profiles: ['core'] } }, 'not in the profile "hosted"'],
    ['when its suite is for another profile', { suite: { profiles: ['core'] } }, 'the suite is for'],
    [
      'when the scenario is for another profile',
      { suite: { scenarios: [scenario({ profiles: ['core'] })] } },
      'the scenario is for',
    ],
    [
      'when the target states a value that the scenario does not allow',
      {
        suite: { scenarios: [scenario({ targetValues: { max_notes: 10 } })] },
        target: { values: { max_notes: 500 } },
      },
      'is for targets whose max_notes is 10, but this target has 500',
    ],
    ['when all its steps are for other profiles', { suite: withStep({ profiles: ['core'] }) }, 'every step is for'],
    ['when an actor is missing', { suite: withStep({ as: 'other' }) }, 'PARITY_OTHER_API_KEY'],
    ['when the main actor has no credential', { target: { actors: { main: [] } } }, 'set PARITY_MAIN_API_KEY'],
    [
      'when the actor lacks the kind of credential',
      { target: { actors: { main: ['session'] } } },
      'needs the actor "main" with api_key, but this actor has only session',
    ],
    [
      'when the actor lacks the kind of credential that the step requests',
      { suite: withStep({ auth: { kind: 'session', credential: {} } }) },
      'PARITY_MAIN_SESSION',
    ],
    ['when it writes to a read-only target', { contract: { safe: false }, target: { readOnly: true } }, 'is read-only'],
    [
      'when it replaces the method on a read-only target',
      { suite: withStep({ raw: { method: 'DELETE' } }), target: { readOnly: true } },
      'is read-only',
    ],
    ['when it is destructive, and this is not allowed', { contract: { destructive: true } }, '--allow-destructive'],
    [
      'when it moves a clock that cannot be moved',
      { suite: { scenarios: [scenario({ steps: [{ kind: 'advance', id: 'later', ms: 1, profiles: [], at: AT }] })] } },
      'moves the clock',
    ],
  ])('%s', (_title, given, reason) => {
    expect(planOne(given).skip).toContain(reason);
  });

  it.each<[string, Given]>([
    ['when it reads from a read-only target', { target: { readOnly: true } }],
    ['when destructive operations are allowed', { contract: { destructive: true }, target: { destructive: true } }],
    [
      'when the target allows this destructive operation',
      { contract: { destructive: true }, target: { allowDestructive: ['things.list'] } },
    ],
    ['when it is called by nobody', { suite: withStep({ as: 'nobody' }) }],
    ['when its operation is public', { suite: withStep({ as: 'other' }), contract: { auth: [] } }],
    [
      'when it brings its own credential',
      { suite: withStep({ as: 'other', auth: { kind: 'api_key', credential: { secret: '${made.key}' } } }) },
    ],
    [
      'when the target has a clock to move',
      {
        suite: {
          scenarios: [scenario({ steps: [{ kind: 'advance', id: 'later', ms: 1, profiles: [], at: AT }] })],
        },
        target: { hasClock: true },
      },
    ],
  ])('but not %s', (_title, given) => {
    expect(planOne(given).skip).toBeUndefined();
  });
});

describe('selection', () => {
  const names = Array.from({ length: 60 }, (_, index) => `s${index}`);
  const input = {
    suites: [suite({ scenarios: names.map((name) => scenario({ name })) })],
    contracts: contractSet([contract()]),
  };

  it('gives each scenario to exactly one shard', () => {
    const shards = [1, 2, 3].map((index) => planRun(input, planTarget(), { shard: { index, total: 3 } }).scenarios);
    expect(shards.every((scenarios) => scenarios.length > 0)).toBe(true);
    expect(
      shards
        .flat()
        .map(({ scenario: { name } }) => name)
        .sort(),
    ).toEqual([...names].sort());
  });

  it.each<[string, Pattern | string]>([
    ['a pattern in the address', compilePattern('/s7$') ?? ''],
    ['text in the address', 'things/s7/'],
  ])('selects %s', (_title, grep) => {
    const plan = planRun(input, planTarget(), { grep });
    expect(plan.scenarios.map(({ address }) => address)).toEqual(['things/s7']);
  });

  it('selects the whole scenario if one of its steps is selected', () => {
    const plan = planRun(input, planTarget(), { only: new Set(['things/s3/list', 'things/s4/list~cleanup']) });
    expect(plan.scenarios.map(({ address }) => address)).toEqual(['things/s3', 'things/s4']);
  });

  it.each([
    [{}, []],
    [{ shard: { index: 1, total: 1 } }, []],
    [{ grep: 'a', shard: { index: 1, total: 2 } }, ['grep', 'shard']],
    [{ only: new Set<string>() }, ['only']],
  ])('describes how %j restricts the plan', (selection, narrowed) => {
    expect(planRun(input, planTarget(), selection).narrowed).toEqual(narrowed);
  });
});

describe('the addresses that a ledger entry may contain', () => {
  it('include scenarios, steps of every profile, and clean-ups', () => {
    const steps = [call({ profiles: ['core'], cleanup: { call: 'things.delete', with: {} } })];
    const addresses = collectAddresses({
      contracts: contractSet([contract()]),
      suites: [suite({ scenarios: [scenario({ steps })] })],
    });
    expect([...addresses]).toEqual(['things/lists', 'things/lists/list', 'things/lists/list~cleanup']);
  });
});
