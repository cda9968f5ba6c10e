import type { Contract, ContractSet } from '../../src/model/contract.ts';
import type { CallStep, Scenario, Suite } from '../../src/model/suite.ts';
import type { PlanTarget } from '../../src/plan/plan-target.ts';

const AT = { file: 'suites/things.yaml', line: 3, column: 5 };

/** A contract of `GET /things` that any target can be asked. */
export function contract(given: Partial<Contract> = {}): Contract {
  return {
    id: 'things.list',
    resource: 'things',
    verb: 'list',
    summary: 'List things.',
    method: 'GET',
    path: '/things',
    lifecycle: 'shipped',
    profiles: ['hosted', 'core'],
    auth: ['api_key'],
    content: 'none',
    fields: [],
    unknownBodyFields: {},
    responses: [],
    behaviors: [],
    yields: {},
    cleanup: null,
    example: {},
    after: [],
    safe: true,
    retryable: true,
    destructive: false,
    at: AT,
    ...given,
  };
}

export function contractSet(operations: readonly Contract[], api: Partial<ContractSet['api']> = {}): ContractSet {
  return {
    api: {
      name: 'Things',
      profiles: ['hosted', 'core'],
      auth: {
        api_key: { name: 'api_key', headers: { Authorization: 'Bearer ${secret}' }, query: {}, cookies: {} },
        session: { name: 'session', headers: {}, query: {}, cookies: { session: '${secret}' } },
      },
      envelope: { code: '/error/code', message: '/error/message', body: true },
      freshActor: null,
      unknownRoute: [{ status: 404 }],
      secrets: { patterns: [], fields: [] },
      acknowledged: [],
      ...api,
    },
    operations: new Map(operations.map((operation) => [operation.id, operation])),
    schemas: new Map(),
    hash: 'c0ffee',
  };
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
