import { expect, it } from 'vitest';
import { fromAnswers, returnedAttributes } from '../../../../src/judge/readers/client/from-answers.ts';
import type { MethodUse } from '../../../../src/judge/readers/client/read-use.ts';
import type { CallOutcome } from '../../../../src/model/driver.ts';
import { call, method, sent } from '../../../surface/builders.ts';

/** The function `read` is called as soon as something reads the body of the response. */
function useOf(name: string, fields: { readonly [name: string]: string | null }, read: () => void): MethodUse {
  const body = Buffer.from(JSON.stringify({ id: 'thing_7' }));
  const response = {
    status: 200,
    headers: [],
    get body() {
      read();
      return body;
    },
  };
  const outcome: CallOutcome = { kind: 'returned', value: { $type: 'object', class: 'acme.Thing', fields } };
  const base = call([sent({}, name, response)], { outcome });
  return { method: { base, description: method([], name) }, operation: name } as unknown as MethodUse; // safe cast: `fromAnswers` reads only these members
}

it('reads the response of a method only after the previous response was used', () => {
  const order: string[] = [];
  const uses = ['a', 'b'].map((name) => useOf(name, { id: 'thing_7' }, () => order.push(`read ${name}`)));
  fromAnswers(uses, ({ use }) => {
    order.push(`use ${use.operation}`);
    return [];
  });
  expect(order.filter((each, index) => each !== order[index - 1])).toEqual(['read a', 'use a', 'read b', 'use b']);
});

it('finds each attribute of a model once, and says whether an object has a value for it', () => {
  const uses = [useOf('a', { id: 'thing_7', name: null }, () => {}), useOf('b', { id: 'other', name: 'n' }, () => {})];
  expect(returnedAttributes(uses)).toEqual([
    { class: 'acme.Thing', name: 'id', filled: true, repeats: true },
    { class: 'acme.Thing', name: 'name', filled: true, repeats: false },
  ]);
});
