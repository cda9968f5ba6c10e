import { expect, it } from 'vitest';
import { withKnownValues } from '../../../src/clients/trace/play-answers.ts';
import type { Session } from '../../../src/clients/trace/session.ts';
import { argumentsOf, type Values } from '../../../src/surface/arguments-of.ts';
import { call, method, parameter, sent } from '../../surface/builders.ts';

it.each([
  ['a success', 200, ['"pw-name-z" is unknown', 'blue']],
  ['an error', 404, []],
])('looks up an argument in the texts of %s', async (_, status, expected) => {
  const body = Buffer.from('{"error":"\\"pw-name-z\\" is unknown","items":["blue"]}');
  const response = { status, headers: [], body };
  const text = 'no item "pw-name-z"';
  const raised = { kind: 'raised', class: 'LookupError', bases: [], text, attributes: {}, own: true } as const;
  const refused = call([sent({}, 'things.make', response)], { outcome: raised });
  const tried: unknown[] = [];
  const described = method([parameter('name')]);
  const session: Session = {
    ...{ method: described, calls: [] },
    call: async (values: Values) => {
      tried.push(values.get('name'));
      return refused;
    },
    as: () => session,
  };
  await withKnownValues(session, { values: new Map([['name', 'pw-name-z']]), call: refused }, argumentsOf(described));
  expect(tried).toEqual(expected);
});
