import { expect, it } from 'vitest';
import type { Parameter, TypeHint } from '../../src/model/driver.ts';
import { argumentsOf, membersOf } from '../../src/surface/arguments-of.ts';
import { method, parameter } from './builders.ts';

it('gives the required members of a required object in place of the object, which would replace them', () => {
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

const withLabels = (labels: TypeHint): TypeHint => ({
  ...{ kind: 'object', class: 'Params' },
  fields: [parameter('labels', { type: labels })],
});
const TEXT: TypeHint = { kind: 'string' };
const LABEL: TypeHint = { kind: 'object', class: 'Label', fields: [parameter('name')] };

it.each<[string, readonly TypeHint[], TypeHint]>([
  ['one type', [TEXT, TEXT], TEXT],
  [
    'several types',
    [
      { kind: 'list', of: LABEL },
      { kind: 'list', of: TEXT },
    ],
    {
      kind: 'union',
      of: [
        { kind: 'list', of: LABEL },
        { kind: 'list', of: TEXT },
      ],
    },
  ],
  [
    'values',
    [
      { kind: 'literal', values: ['a'] },
      { kind: 'literal', values: ['b'] },
    ],
    {
      kind: 'literal',
      values: ['a', 'b'],
    },
  ],
])('joins the declarations of a member in several alternatives: %s', (_title, types, expected) => {
  expect(membersOf({ kind: 'union', of: types.map(withLabels) })[0]?.type).toEqual(expected);
});
