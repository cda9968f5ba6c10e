import { describe, expect, it } from 'vitest';
import type { StepEnd } from '../../../src/model/exchange.ts';
import type { PlannedScenario } from '../../../src/model/plan.ts';
import type { CallStep } from '../../../src/model/suite.ts';
import { createEnvironmentWatch } from '../../../src/run/scenarios/environment-watch.ts';
import { contract, contractSet, exchange, response } from '../../judge/builders.ts';
import { call, scenario } from '../../plan/builders.ts';

const OTHER = contract({ id: 'things.read', verb: 'read', method: 'GET', path: '/v1/things' });
const CONTRACTS = contractSet(contract(), OTHER);

const ELSEWHERE: CallStep['expect'] = {
  status: [422],
  headers: {},
  blame: { kind: 'accepted-invalid', says: 'it is refused' },
  confirms: { field: 'name', place: { location: 'header', name: 'Name' }, value: 'x' },
};

interface Given {
  readonly source?: PlannedScenario['source'];
  readonly name?: string;
  readonly prepares?: string;
  readonly expect?: CallStep['expect'];
}

function planned(operation: string, { source = 'probe', name = 'call.required-only', prepares, expect }: Given = {}) {
  const suite = source === 'suite' ? 'things' : `${source}.${operation}`;
  const address = `${suite}/${name}`;
  const step = (phase: 'setup' | 'step', id: string, called: string) =>
    ({
      address: `${address}/${id}`,
      phase,
      step: call({ id, call: called, ...(phase === 'step' && expect && { expect }) }),
    }) as const;
  const setUp = prepares === undefined ? [] : [step('setup', 'made', prepares)];
  const steps = [...setUp, step('step', 'sent', operation)];
  return { address, suite, source, scenario: scenario({ name }), steps } satisfies PlannedScenario;
}

function watchAfter(status: number) {
  const watch = createEnvironmentWatch(CONTRACTS);
  const base = planned('things.make');
  watch.note(base, exchange({ address: `${base.address}/sent`, response: response(status, {}) }));
  return watch;
}

describe('after a failed base call', () => {
  it.each<[string, PlannedScenario]>([
    ['probes of its operation', planned('things.make', { name: 'name.nul' })],
    ['behaviors of its operation', planned('things.make', { source: 'behavior', name: 'read_back.name' })],
    ['what it prepares', planned('things.read', { name: 'page.as-word', prepares: 'things.make' })],
  ])('are not tried: %s', (_title, scenario) => {
    expect(watchAfter(422).failedBase(scenario)).toBe('the call of things.make returns 422');
  });

  it('are not tried if the server did not respond', () => {
    const watch = createEnvironmentWatch(CONTRACTS);
    const base = planned('things.make');
    const failure = { code: 'timeout', message: 'no complete response in 10000 ms' } as const;
    watch.note(base, exchange({ address: `${base.address}/sent`, response: null, failure }));
    const reason = 'the call of things.make got no complete response (timeout)';
    expect(watch.failedBase(planned('things.make', { name: 'name.nul' }))).toBe(reason);
  });

  it.each<[string, PlannedScenario]>([
    ['its required fields at another place', planned('things.make', { name: 'name.in-header', expect: ELSEWHERE })],
    ['another operation', planned('things.read', { name: 'page.as-word' })],
    ['a written scenario', planned('things.make', { source: 'suite', name: 'life' })],
  ])('is tried: %s', (_title, scenario) => {
    expect(watchAfter(422).failedBase(scenario)).toBeUndefined();
  });
});

it('tries the variations of a base call that succeeds', () => {
  expect(watchAfter(201).failedBase(planned('things.make', { name: 'name.nul' }))).toBeUndefined();
});

describe('after a base call that could not be sent', () => {
  const base = planned('things.read', { prepares: 'things.make' });
  const step = (id: string, state: StepEnd['state']): StepEnd => ({
    ...{ address: `${base.address}/${id}`, operation: 'things.read', phase: 'step', line: 1, attempts: 0, state },
    reason: 'things.make gives no id',
  });

  it('does not try its variations, which would only create more resources', () => {
    const watch = createEnvironmentWatch(CONTRACTS);
    watch.ended(base, [step('made', 'exercised'), step('sent', 'unresolved')]);
    const variation = planned('things.read', { name: 'page.as-word', prepares: 'things.make' });
    expect(watch.failedBase(variation)).toBe(
      'the call of things.read needs a resource that the run could not provide: things.make gives no id',
    );
    expect(watch.failedBase(planned('things.make', { name: 'name.nul' }))).toBeUndefined();
  });

  it('tries the variations of a base call that was sent', () => {
    const watch = createEnvironmentWatch(CONTRACTS);
    watch.ended(base, [step('made', 'exercised'), step('sent', 'exercised')]);
    expect(watch.failedBase(planned('things.read', { name: 'page.as-word' }))).toBeUndefined();
  });
});

describe('a server that rejects every call without a credential', () => {
  const watchAfterBoth = (statuses: readonly [number, number]) => {
    const watch = createEnvironmentWatch(CONTRACTS);
    const asked = { with: {}, as: 'main', auth: null, invalid: false };
    for (const [at, operation] of ['things.make', 'things.read'].entries())
      watch.note(planned(operation), exchange({ operation, asked, response: response(statuses[at] ?? 0, {}) }));
    return watch;
  };

  it("is a problem of the environment that the target's headers can solve", () => {
    expect(watchAfterBoth([401, 403]).problem()?.reason).toMatch(/no credential was sent.*`headers`/);
  });

  it('is not assumed if one operation responds', () => {
    expect(watchAfterBoth([401, 200]).problem()).toBeUndefined();
  });
});
