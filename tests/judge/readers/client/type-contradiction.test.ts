import { expect, it } from 'vitest';
import { createJudge } from '../../../../src/judge/create-judge.ts';
import { typeContradiction } from '../../../../src/judge/readers/client/type-contradiction.ts';
import { parameter } from '../../../surface/builders.ts';
import { contract, contractSet } from '../../builders.ts';

const judge = await createJudge({ contracts: contractSet(contract()), profile: 'full', where: 'x', severity: {} });
const STATUS = { type: 'string', enum: ['queued', 'done'] };

it.each([
  ['names each value of the field, and an alternative narrows it', "'queued' | 'done'", false],
  ['lacks a value of the field', "'done'", true],
  ['has another value', "'queued' | 'done' | 'lost'", true],
  ['names no values', 'Status', true],
])('compares the declared values of a type that %s', (_title, declared, isReported) => {
  const status = parameter('status', { type: { kind: 'literal', values: ['done'] }, declared });
  const found = typeContradiction({ parameter: status }, { schema: STATUS }, { judge, driver: 'node' });
  expect(found !== undefined).toBe(isReported);
});
