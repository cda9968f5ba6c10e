import { linkContracts } from '../../src/load/link-contracts.ts';
import type { Contract, ContractSet } from '../../src/model/contract.ts';
import type { CallStep, Scenario, Suite } from '../../src/model/suite.ts';
import type { PlanTarget } from '../../src/plan/plan-target.ts';
import { aContract, aContractSet } from '../builders.ts';

const AT = { file: 'suites/things.yaml', line: 3, column: 5 };

export function contract(given: Partial<Contract> = {}): Contract {
  return aContract({ auth: ['api_key'], at: AT, ...given });
}

export function contractSet(operations: readonly Contract[], api: Partial<ContractSet['api']> = {}): ContractSet {
  const set = aContractSet(operations, {
    auth: {
      api_key: { name: 'api_key', headers: { Authorization: 'Bearer ${secret}' }, query: {}, cookies: {} },
      session: { name: 'session', headers: {}, query: {}, cookies: { session: '${secret}' } },
    },
    envelope: { code: '/error/code', message: '/error/message', body: true },
    unknownRoute: [{ status: 404 }],
    ...api,
  });
  return { ...set, operations: linkContracts(set.operations, set.schemas) };
}

export function call(given: Partial<CallStep> = {}): CallStep {
  return {
    kind: 'call',
    id: 'list',
    call: 'things.list',
    profiles: [],
    with: {},
    as: 'main',
    invalid: false,
    expect: { status: [], headers: {} },
    capture: {},
    at: AT,
    ...given,
  };
}

export function scenario(given: Partial<Scenario> = {}): Scenario {
  return { name: 'lists', profiles: [], alone: false, steps: [call()], at: AT, ...given };
}

export function suite(given: Partial<Suite> = {}): Suite {
  return { name: 'things', profiles: [], setup: [], scenarios: [scenario()], at: AT, ...given };
}

export function planTarget(given: Partial<PlanTarget> = {}): PlanTarget {
  return {
    profile: 'hosted',
    readOnly: false,
    destructive: false,
    hasClock: false,
    actors: { main: ['api_key'] },
    ...given,
  };
}
