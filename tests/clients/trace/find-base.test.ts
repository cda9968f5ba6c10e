import { expect, it } from 'vitest';
import { findBase } from '../../../src/clients/trace/find-base.ts';
import type { CallOutcome, DriverValue } from '../../../src/model/driver.ts';
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

/** The request contains an id only if an argument provides it. The first call times out. */
async function calledWith(first: 'sends' | 'is silent') {
  const calls: ClientCall[] = [];
  const make = async (values: ReadonlyMap<string, unknown>) => {
    const id = values.get('options.code_id');
    const target = `/codes/${id ?? ''}`;
    const isFirst = calls.length === 0;
    const request = sent({ method: 'GET', target }, id === undefined ? null : 'codes.get');
    const made = call(isFirst && first === 'is silent' ? [] : [request]);
    calls.push(isFirst ? { ...made, outcome: LATE } : made);
    return calls.at(-1) as ClientCall; // safe cast: `calls` is not empty
  };
  const session = { method: method([OPTIONS]), calls, call: make, as: () => session };
  const found = await findBase(session, { contracts: CONTRACTS, profile: 'full', patience: 9 });
  return found.kind === 'found' ? [...found.values.keys()] : found.kind;
}

it('tries further arguments after a call that sent its request and then timed out', async () => {
  expect(await calledWith('sends')).toEqual(['options.code_id']);
});

it('tries no further arguments after a call that timed out without a request', async () => {
  expect(await calledWith('is silent')).toBe('refused');
});

/** The simulated method fails before it sends a request. The error message depends on the argument `fetch`. */
async function refusal(required: boolean) {
  const calls: ClientCall[] = [];
  const make = async (values: ReadonlyMap<string, DriverValue>) => {
    const text = values.has('fetch') ? 'fetch is not a function' : 'getaddrinfo ENOTFOUND uploads.example.com';
    const outcome = { kind: 'raised', class: 'Error', bases: [], text, attributes: {}, own: false } as const;
    calls.push({ ...call([]), arguments: Object.fromEntries(values), outcome });
    return calls.at(-1) as ClientCall; // safe cast: `calls` is not empty
  };
  const session = { method: method([parameter('fetch', { required })]), calls, call: make, as: () => session };
  const found = await findBase(session, { contracts: CONTRACTS, profile: 'full', patience: 9 });
  return found.kind === 'refused' ? found.reason : found.kind;
}

it('gives the result of a call without optional arguments as the reason why a method sends no request', async () => {
  expect(await refusal(false)).toContain(
    '(result of the last call that had no optional arguments: Error: getaddrinfo ENOTFOUND',
  );
  expect(await refusal(true)).toContain('(result of the last call: Error: fetch is not a function');
});
