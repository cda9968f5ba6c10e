import { expect, it } from 'vitest';
import { errorResponse } from '../builders.ts';
import { findingsOfAll, type Given } from '../generated.ts';

function failing(count: number): readonly Given[] {
  return Array.from({ length: count }, (_, index) => ({
    address: `suite/scenario-${index}`,
    source: 'suite' as const,
    calls: [['make', { response: errorResponse(500, 'crash') }]] as const,
  }));
}

it('reproduces the first hundred findings of a cause and reports every one', async () => {
  const found = await findingsOfAll(...failing(130));
  expect(found).toHaveLength(130);
  expect(found.filter(({ reproduction }) => reproduction !== undefined)).toHaveLength(100);
});

it('reproduces the first findings of every other cause as well', async () => {
  const other = { address: 'suite/z', calls: [['make', { response: errorResponse(418, 'tea') }]] } as const;
  const found = await findingsOfAll(...failing(130), other);
  expect(found.find(({ kind }) => kind === 'status-undeclared')?.reproduction).toBeDefined();
});
