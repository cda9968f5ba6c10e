import { expect, it } from 'vitest';
import type { Parameter, TypeHint } from '../../src/model/driver.ts';
import { argumentsOf } from '../../src/surface/arguments-of.ts';
import { method, parameter } from './builders.ts';

it('brings what a required object requires instead of the object, which would replace its members', () => {
  const object = (...fields: readonly Parameter[]): TypeHint => ({ kind: 'object', class: 'Part', fields });
  const grader = parameter('grader', {
    required: true,
    type: object(parameter('name', { required: true }), parameter('note')),
  });
  const args = argumentsOf(method([parameter('method', { type: object(grader, parameter('speed')) })]));
  expect(args.map(({ path, brings }) => [path, brings])).toEqual([
    ['method.grader.name', []],
    ['method.grader.note', ['method.grader.name']],
    ['method.speed', ['method.grader.name']],
  ]);
});
