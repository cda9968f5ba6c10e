import { describe, expect, it } from 'vitest';
import type { Contract } from '../../src/model/contract.ts';
import { idFlow } from '../../src/plan/id-flow.ts';
import { aContract, aContractSet, aField } from '../builders.ts';

const LINK = { id: [{ from: 'notes.create', value: '$response.body#/id', inferred: true as const }] };
const CREATE = operation('notes.create', { method: 'POST', path: '/notes', safe: false });
const BY_ID = { path: '/notes/{id}', fields: [aField('id', 'path')] };
const GET = operation('notes.get', { ...BY_ID, links: LINK });
const DELETE = operation('notes.delete', { ...BY_ID, method: 'DELETE', safe: false, links: LINK });

function operation(id: string, changes: Partial<Contract>): Contract {
  const [resource = '', verb = ''] = id.split('.');
  return aContract({ id, resource, verb, at: { file: `contracts/${id}.yaml`, line: 1, column: 1 }, ...changes });
}

function flowOf(...contracts: readonly Contract[]) {
  return idFlow(aContractSet(contracts), 'hosted');
}

describe('the flow of ids', () => {
  it('shows which operations use an id that an operation provides, and which operation deletes the created items', () => {
    const removed = { ...CREATE, cleanup: { call: 'notes.delete', with: {}, inferred: true as const } };
    expect(flowOf(removed, GET, DELETE).makers).toEqual([
      {
        operation: 'notes.create',
        gives: [{ field: 'id', value: '$response.body#/id', inferred: true, to: ['notes.delete', 'notes.get'] }],
        removedBy: { operation: 'notes.delete', inferred: true },
      },
    ]);
  });

  it('lists an id that no known operation provides, with the most likely provider', () => {
    const { missing } = flowOf(CREATE, operation('notes.get', BY_ID));
    expect(missing).toEqual([
      { operation: 'notes.get', file: 'contracts/notes.get.yaml', field: 'id', guess: 'notes.create' },
    ]);
  });

  it('guesses no provider if no operation is likely', () => {
    expect(flowOf(operation('notes.get', BY_ID)).missing).toMatchObject([{ guess: null }]);
  });

  it.each([
    ['the contract has an example', { example: { id: 'first' } }],
    ['the schema lists the values', { fields: [aField('id', 'path', { schema: { enum: ['a', 'b'] } })] }],
  ])('reports no missing id if %s', (_why, changes) => {
    expect(flowOf(operation('notes.get', { ...BY_ID, ...changes })).missing).toEqual([]);
  });

  it('lists an operation whose items no operation deletes, with the most likely deletion', () => {
    const drop = operation('notes.drop', { method: 'DELETE', path: '/notes', safe: false });
    expect(flowOf(CREATE, GET, drop).unremoved).toEqual([
      { operation: 'notes.create', file: 'contracts/notes.create.yaml', guess: 'notes.drop' },
    ]);
  });

  it('accepts that items remain if the contract says so', () => {
    expect(flowOf({ ...CREATE, keepsMade: true }, GET).unremoved).toEqual([]);
  });
});
