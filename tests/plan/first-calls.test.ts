import { describe, expect, it } from 'vitest';
import type { Contract } from '../../src/model/contract.ts';
import { firstCalls } from '../../src/plan/first-calls.ts';
import { aContract, aContractSet, aField, aResponse } from '../builders.ts';

const OK = { responses: [aResponse(200)] };

function chosen(contracts: readonly Contract[], actors: { readonly [actor: string]: readonly string[] } = {}) {
  return firstCalls(aContractSet(contracts), { profile: 'hosted', actors, most: 2 }).map(({ name }) => name);
}

function reader(id: string, changes: Partial<Contract> = {}): Contract {
  const [resource = '', verb = ''] = id.split('.');
  return aContract({ id, resource, verb, path: `/${resource}`, ...OK, ...changes });
}

describe('the first calls of parity init', () => {
  it('are one per resource, up to a limit', () => {
    expect(chosen([reader('a.list'), reader('a.more'), reader('b.list'), reader('c.list')])).toEqual([
      'a-list',
      'b-list',
    ]);
  });

  it('are read-only', () => {
    const removes = reader('a.drop', { method: 'DELETE', safe: false });
    const sweeps = reader('b.reset', { path: '/b/reset' });
    expect(chosen([removes, sweeps, reader('c.list')])).toEqual(['c-list']);
  });

  it('need only ids that an operation provides', () => {
    const byId = reader('a.get', { path: '/a/{id}', fields: [aField('id', 'path')] });
    expect(chosen([byId, reader('b.list')])).toEqual(['b-list']);
  });

  it('do not include endless streams', () => {
    const stream = reader('a.watch', { responses: [aResponse(200, { contentType: 'text/event-stream' })] });
    expect(chosen([stream, reader('b.watch', { waits: true })])).toEqual([]);
  });

  it('prefer operations without a key, or with a key that is set', () => {
    const locked = reader('a.list', { auth: ['key'] });
    expect(chosen([locked, reader('b.list')])).toEqual(['b-list', 'a-list']);
    expect(chosen([locked, reader('b.list')], { main: ['key'] })).toEqual(['a-list', 'b-list']);
  });

  it('begin with a call without a key if no key is set', () => {
    expect(chosen([reader('a.list', { auth: ['key'] })])).toEqual(['a-list-without-a-key', 'a-list']);
  });
});
