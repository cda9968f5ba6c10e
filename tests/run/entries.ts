import type { ScenarioEnd } from '../../src/model/exchange.ts';

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
