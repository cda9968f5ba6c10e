import type { Exchange, RunEnd, RunStart, ScenarioEnd } from '../../src/model/exchange.ts';

export function runStart(given: Partial<RunStart> = {}): RunStart {
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
    ...given,
  };
}

export function exchange(address: string, given: Partial<Exchange> = {}): Exchange {
  return {
    kind: 'exchange',
    id: `${address}#1`,
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
    ...given,
  };
}

export function scenarioEnd(address: string, given: Partial<ScenarioEnd> = {}): ScenarioEnd {
  const [suite = ''] = address.split('/');
  return {
    kind: 'scenario',
    address,
    suite,
    source: 'suite',
    file: 'x.yaml',
    line: 1,
    steps: [],
    durationMs: 1,
    ...given,
  };
}

export function runEnd(given: Partial<RunEnd> = {}): RunEnd {
  const none = { created: 0, removed: 0, leftovers: [] };
  return { kind: 'end', interrupted: null, bailed: false, ...none, durationMs: 5, ...given };
}
