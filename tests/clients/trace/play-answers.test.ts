import { expect, it } from 'vitest';
import { playAnswers, withKnownValues } from '../../../src/clients/trace/play-answers.ts';
import type { Session } from '../../../src/clients/trace/session.ts';
import type { CallPurpose } from '../../../src/model/trace.ts';
import { argumentsOf, type Values } from '../../../src/surface/arguments-of.ts';
import { contract, contractSet, spec } from '../../judge/builders.ts';
import { call, method, parameter, sent } from '../../surface/builders.ts';

it.each([
  [200, ['"pw-name-z" is unknown', 'blue']],
  [404, []],
])('after a response with status %i, tries the texts %j as the argument that a method looks up', async (status, expected) => {
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

it.each([
  [
    'leaves out each optional member of the last response in a call of two operations',
    ['things.make', 'things.get'],
    ['without-key', 'without-note'],
  ],
  ['leaves out no member in a call of one operation', ['things.get', 'things.get'], []],
])('%s', async (_, operations, expected) => {
  const body = {
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'string' }, key: { type: 'string' }, note: { type: 'string' } },
  } as const;
  const known = ['things.make', 'things.get'].map((id) => contract({ id, responses: [spec(200, { body })] }));
  const tried: CallPurpose[] = [];
  const session: Session = {
    ...{ method: method([]), calls: [] },
    call: async (_values: Values, purpose) => {
      tried.push(purpose);
      return call([]);
    },
    as: () => session,
  };
  await playAnswers({
    ...{ session, values: new Map(), base: call(operations.map((operation) => sent({}, operation))) },
    ...{ contracts: contractSet(...known), profile: 'full', slow: false },
  });
  const hows = tried.flatMap(({ kind, ...purpose }) =>
    kind === 'answer' && 'answer' in purpose && purpose.answer.kind === 'varied' ? [purpose.answer.how] : [],
  );
  expect(hows.filter((how) => how.startsWith('without-'))).toEqual(expected);
});
