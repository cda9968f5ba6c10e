import { beforeAll, describe, expect, it } from 'vitest';
import { contractSurface } from '../../src/audit/sources/contract.ts';
import { documentSurface } from '../../src/audit/sources/openapi.ts';
import { loadWorkspace } from '../../src/load/load-workspace.ts';
import type { ContractSet } from '../../src/model/contract.ts';
import { toOpenapi } from '../../src/openapi/to-openapi.ts';
import { REPOSITORY } from '../helpers/command.ts';
import { readFiles } from './documents.ts';
import { said } from './said.ts';

describe('an export of contracts', () => {
  let contracts: ContractSet;
  beforeAll(async () => {
    contracts = (await loadWorkspace(REPOSITORY)).contracts;
  });

  it.each(['hosted', 'core'])('has the content of the contracts for profile %s', async (profile) => {
    const document = await readFiles({ 'export.json': toOpenapi(contracts, profile) });
    const surface = documentSurface(document, { contracts, source: 'openapi:export' });
    expect(said(surface)).toEqual(said(contractSurface(contracts, profile)));
    expect(surface.operations.length).toBeGreaterThan(60);
  });

  it('omits operations and fields of other profiles', () => {
    const text = JSON.stringify(toOpenapi(contracts, 'core'));
    expect(text).not.toContain('exit_criteria');
    expect(JSON.stringify(toOpenapi(contracts, 'hosted'))).toContain('exit_criteria');
  });

  it('cites the line of each field of the surface', () => {
    const fire = contractSurface(contracts, 'hosted').operations.find(({ id }) => id === 'cues.fire');
    const key = fire?.fields.find(({ name }) => name === 'idempotency_key');
    expect(key).toMatchObject({
      place: { location: 'body', name: '/idempotency_key' },
      type: 'string',
      required: false,
      at: { file: 'contracts/cues/fire.yaml', line: expect.any(Number) },
    });
    expect(key?.at.line).toBeGreaterThan(1);
  });
});
