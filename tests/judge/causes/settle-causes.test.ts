import { expect, it } from 'vitest';
import { createFindingBounds } from '../../../src/judge/causes/settle-causes.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { aJudged, aStep } from '../../gate/builders.ts';
import { errorResponse } from '../builders.ts';
import { findingsOfAll, type Given } from '../generated.ts';

function failing(count: number): readonly Given[] {
  return Array.from({ length: count }, (_, index) => ({
    address: `suite/scenario-${index}`,
    source: 'suite' as const,
    calls: [['make', { response: errorResponse(500, 'crash') }]] as const,
  }));
}

it('reports all findings of a cause, and reproduces the first hundred', async () => {
  const found = await findingsOfAll(...failing(130));
  expect(found).toHaveLength(130);
  expect(found.filter(({ reproduction }) => reproduction !== undefined)).toHaveLength(100);
});

it('also reproduces the first findings of every other cause', async () => {
  const other = { address: 'suite/z', calls: [['make', { response: errorResponse(418, 'tea') }]] } as const;
  const found = await findingsOfAll(...failing(130), other);
  expect(found.find(({ kind }) => kind === 'status-undeclared')?.reproduction).toBeDefined();
});

function shared(findings: readonly Partial<Finding>[]): readonly Finding[] {
  const { share } = createFindingBounds();
  const steps = findings.map((finding, n) => [aStep({ address: `notes/n${n}/get`, findings: [finding] })]);
  return aJudged(steps).scenarios.flatMap((scenario) => share(scenario).steps.flatMap((step) => step.findings));
}

it('keeps a hundred findings that differ only in their steps, and the last one for all other steps', () => {
  const found = shared(Array.from({ length: 300 }, () => ({})));
  expect(found).toHaveLength(300);
  expect(new Set(found).size).toBe(100);
});

it('keeps the values of all findings with different values', () => {
  const found = shared(Array.from({ length: 300 }, (_, n) => ({ observed: `${n}` })));
  expect(found.map(({ observed }) => observed)).toEqual(Array.from({ length: 300 }, (_, n) => `${n}`));
});

it('keeps ten thousand different findings, and counts the others without their values', () => {
  const found = shared(Array.from({ length: 10_300 }, (_, n) => ({ observed: `${n}` })));
  expect(found[9999]?.observed).toBe('9999');
  expect(found.at(-1)).toMatchObject({ cause: found[0]?.cause, observed: expect.stringContaining('too many') });
  expect(new Set(found).size).toBe(10_100);
});
