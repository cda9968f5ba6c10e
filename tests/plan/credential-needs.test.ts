import { describe, expect, it } from 'vitest';
import type { Plan, ScenarioSource } from '../../src/model/plan.ts';
import type { CallStep } from '../../src/model/suite.ts';
import { credentialNeeds } from '../../src/plan/credential-needs.ts';
import { callStep } from '../../src/plan/valid-call/choose-actor.ts';
import { aContract, aContractSet } from '../builders.ts';

const LOCKED = aContract({ auth: ['key', 'session'] });

function planOf(source: ScenarioSource, ...steps: readonly CallStep[]): Plan {
  const scenario = { name: 'one', profiles: [], alone: false, steps, at: LOCKED.at };
  const planned = steps.map((step) => ({ address: `a/one/${step.id}`, phase: 'step' as const, step }));
  return { scenarios: [{ address: 'a/one', suite: 'a', source, scenario, steps: planned }] };
}

function needs(plan: Plan, contract = LOCKED, actors = {}) {
  return credentialNeeds(plan, aContractSet([contract]), actors);
}

const step = (as: string, changes: Partial<CallStep> = {}): CallStep => ({
  ...callStep(LOCKED, { id: as, with: {}, caller: { as } }),
  ...changes,
});

describe('the credentials that scenarios need', () => {
  it('are listed with their environment variables, main first', () => {
    expect(needs(planOf('suite', step('guest'), step('main'), step('main')))).toMatchObject([
      { actor: 'main', kinds: ['key', 'session'], variables: ['PARITY_MAIN_KEY', 'PARITY_MAIN_SESSION'], held: false },
      { actor: 'guest', scenarios: { written: 1, generated: 0 } },
    ]);
  });

  it('are satisfied if the target has one of the kinds', () => {
    expect(needs(planOf('probe', step('main')), LOCKED, { main: ['session'] })).toMatchObject([
      { held: true, scenarios: { written: 0, generated: 1 } },
    ]);
  });

  it('do not include steps as nobody or steps with their own credential', () => {
    const own = step('main', { auth: { kind: 'key', credential: { secret: 'made-up' } } });
    expect(needs(planOf('suite', step('nobody'), own))).toEqual([]);
  });

  it('do not include optional credentials', () => {
    expect(needs(planOf('suite', step('main')), aContract({ auth: ['key'], authOptional: true }))).toEqual([]);
  });
});
