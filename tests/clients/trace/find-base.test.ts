import { expect, it } from 'vitest';
import { findBase } from '../../../src/clients/trace/find-base.ts';
import type { CallOutcome } from '../../../src/model/driver.ts';
import type { ClientCall } from '../../../src/model/trace.ts';
import { contract, contractSet, field } from '../../judge/builders.ts';
import { call, method, parameter, sent } from '../../surface/builders.ts';

const CONTRACTS = contractSet(
  contract({ ...{ id: 'codes.get', method: 'GET', path: '/codes/{code_id}' }, fields: [field('code_id', 'path')] }),
);
const OPTIONS = parameter('options', {
  type: { kind: 'object', class: 'Options', fields: [parameter('code_id', { required: true })] },
});

const LATE: CallOutcome = { kind: 'timed-out', afterMs: 5000 };

/** A method that sends requests to `/codes/` until it gets an id. Its first call is too slow. */
async function calledWith(first: 'sends' | 'is silent') {
  const calls: ClientCall[] = [];
  const make = async (values: ReadonlyMap<string, unknown>) => {
    const id = values.get('options.code_id');
    const target = `/codes/${id ?? ''}`;
    const isFirst = calls.length === 0;
    const request = sent({ method: 'GET', target }, id === undefined ? null : 'codes.get');
    const made = call(isFirst && first === 'is silent' ? [] : [request]);
    calls.push(isFirst ? { ...made, outcome: LATE } : made);
    return calls.at(-1) as ClientCall; // the line above added this entry
  };
  const session = { method: method([OPTIONS]), calls, call: make, as: () => session };
  const found = await findBase(session, { contracts: CONTRACTS, profile: 'full', patience: 9 });
  return found.kind === 'found' ? [...found.values.keys()] : found.kind;
}

it('tries further arguments after a call that sent its request and ended too late', async () => {
  expect(await calledWith('sends')).toEqual(['options.code_id']);
});

it('tries nothing further after a call that ended too late without a request', async () => {
  expect(await calledWith('is silent')).toBe('refused');
});
