import { describe, expect, it } from 'vitest';
import type { PlannedScenario } from '../../../src/model/plan.ts';
import { optionalFields } from '../../../src/run/scenarios/shrink-failures.ts';
import { aContract, aContractSet, aField } from '../../builders.ts';

const CONTRACTS = aContractSet([
  aContract({
    id: 'notes.create',
    method: 'POST',
    fields: [aField('title', 'body', { required: true }), aField('text'), aField('color'), aField('key')],
  }),
]);

describe('optional fields that a smaller reproduction may leave out', () => {
  it('are those of a probe, without the field that it varies', () => {
    expect(optionalFields(planned('probe', 'text.nul'), CONTRACTS)).toEqual(['color', 'key']);
  });

  it('are none for a behavior, because its calls share or vary them on purpose', () => {
    expect(optionalFields(planned('behavior', 'key.fingerprint.text'), CONTRACTS)).toEqual([]);
  });

  it('are none for a scenario of a suite', () => {
    expect(optionalFields(planned('suite', 'text.nul'), CONTRACTS)).toEqual([]);
  });
});

function planned(source: PlannedScenario['source'], name: string): PlannedScenario {
  const step = {
    id: 'sent',
    kind: 'call',
    call: 'notes.create',
    with: { title: 'a', text: 'b', color: 'c', key: 'd' },
  };
  return { source, address: `${source}.notes.create/${name}`, steps: [{ step }] } as unknown as PlannedScenario;
}
