import type { Api, Contract, ContractSet, Field, Location, ResponseSpec } from '../src/model/contract.ts';
import type { Exchange, RunEnd, RunStart } from '../src/model/exchange.ts';

const AT = { file: 'contracts/things/list.yaml', line: 1, column: 1 };
const PROFILES = ['hosted', 'core'];

/** A field in the path is required, and any other field is optional. */
export function aField(name: string, location: Location = 'body', changes: Partial<Field> = {}): Field {
  return {
    name,
    place: { location, name },
    schema: { type: 'string' },
    required: location === 'path',
    serialization: { style: 'form', explode: true },
    booleanStyle: 'true-false',
    whole: false,
    profiles: PROFILES,
    lifecycle: 'shipped',
    fields: [],
    at: AT,
    ...changes,
  };
}

export function aResponse(status: number, changes: Partial<ResponseSpec> = {}): ResponseSpec {
  return {
    status,
    profiles: PROFILES,
    errors: [],
    body: undefined,
    contentType: 'application/json',
    headers: [],
    origin: 'operation',
    at: AT,
    ...changes,
  };
}

export function aContract(changes: Partial<Contract> = {}): Contract {
  return {
    id: 'things.list',
    resource: 'things',
    verb: 'list',
    summary: 'List things.',
    method: 'GET',
    path: '/things',
    lifecycle: 'shipped',
    profiles: PROFILES,
    auth: [],
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
    ...changes,
  };
}

export function aContractSet(operations: readonly Contract[], api: Partial<Api> = {}): ContractSet {
  return {
    api: {
      name: 'Things',
      profiles: PROFILES,
      auth: {},
      envelope: null,
      freshActor: null,
      unknownRoute: [],
      secrets: { patterns: [], fields: [] },
      acknowledged: [],
      lint: [],
      ...api,
    },
    operations: new Map(operations.map((operation) => [operation.id, operation])),
    schemas: new Map(),
    hash: 'c0ffee',
  };
}

export function anExchange(address: string, changes: Partial<Exchange> = {}): Exchange {
  return {
    kind: 'exchange',
    id: `${address}#${changes.attempt ?? 1}`,
    address,
    phase: 'step',
    operation: 'things.list',
    attempt: 1,
    superseded: false,
    asked: { with: {}, as: 'main', auth: 'api_key', invalid: false },
    expect: { status: [], headers: {} },
    request: { method: 'GET', target: '/things', headers: [], body: null },
    response: { status: 200, headers: [], body: Buffer.from('{"id":"é"}') },
    startedMs: 0,
    durationMs: 1,
    ...changes,
  };
}

export function aRunStart(changes: Partial<RunStart> = {}): RunStart {
  return {
    kind: 'run',
    format: 1,
    tool: 'parity test',
    run: 'abc123',
    target: { name: 'local', origin: 'http://127.0.0.1:1', profile: 'hosted' },
    seed: 1,
    shard: null,
    contracts: 'c0ffee',
    whole: true,
    ...changes,
  };
}

export function aRunEnd(changes: Partial<RunEnd> = {}): RunEnd {
  const none = { created: 0, removed: 0, leftovers: [] };
  return { kind: 'end', interrupted: null, bailed: false, ...none, durationMs: 5, ...changes };
}
