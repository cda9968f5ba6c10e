import { expect, it } from 'vitest';
import { checkPlans } from '../../../src/app/run/check-plans.ts';
import { generated } from '../../../src/app/run/generated.ts';
import { isUserError } from '../../../src/lib/error.ts';
import type { Contract } from '../../../src/model/contract.ts';
import { aContract, aContractSet, aField } from '../../builders.ts';

const AT = { file: 'contracts/notes/list.yaml', line: 3, column: 1 };

/** The generator of behaviors throws an error for this contract. */
function defective(changes: Partial<Contract> = {}): Contract {
  return aContract({ id: 'notes.list', at: AT, behaviors: [{ kind: 'unheard-of' } as never], ...changes });
}

it('gives the position of a contract for which no scenarios can be generated', async () => {
  const contracts = aContractSet([aContract({ id: 'notes.get' }), defective()]);
  expect(await checkPlans({ contracts, suites: [] })).toMatchObject([
    { severity: 'error', code: 'scenarios-failed', at: AT, message: expect.stringContaining('"notes.list"') },
  ]);
});

it('reports a contract once if it fails on every profile', async () => {
  const contract = defective({ profiles: ['full', 'lite'] });
  const found = await checkPlans({ contracts: aContractSet([contract], { profiles: ['full', 'lite'] }), suites: [] });
  expect(found).toHaveLength(1);
});

it('reports a contract that fails only on a later profile', async () => {
  const contract = defective({ profiles: ['lite'] });
  const found = await checkPlans({ contracts: aContractSet([contract], { profiles: ['full', 'lite'] }), suites: [] });
  expect(found).toMatchObject([{ code: 'scenarios-failed' }]);
});

it('reports nothing about contracts that can be planned', async () => {
  expect(await checkPlans({ contracts: aContractSet([aContract({ id: 'notes.get' })]), suites: [] })).toEqual([]);
});

it('reports a contract that it does not plan because of too many fields', async () => {
  const fields = Array.from({ length: 20_001 }, (_, index) => aField(`field_${index}`));
  const contract = aContract({ id: 'notes.huge', at: AT, fields });
  expect(await checkPlans({ contracts: aContractSet([contract]), suites: [] })).toMatchObject([
    { severity: 'warning', code: 'plan-skipped', at: AT, message: expect.stringContaining('20001 fields') },
  ]);
});

it('ends a run with a coded error that names the contract', async () => {
  const making = generated(aContractSet([defective({ profiles: ['full'] })]), {
    profile: 'full',
    seed: 0,
    probes: 'full',
  });
  const error = await making.then(undefined, (thrown: unknown) => thrown);
  expect(isUserError(error) && [error.code, error.exitCode, error.message.split(':')[0]]).toEqual([
    'scenarios-failed',
    2,
    AT.file,
  ]);
});

/** Plans a contract with `count` fields, and returns how often a field was read. */
async function fieldReads(count: number): Promise<number> {
  let reads = 0;
  const fields = Array.from({ length: count }, (_, n) => {
    const schema = { type: n % 2 === 0 ? 'string' : 'integer' };
    const field = aField(`f${n}`, n % 3 === 0 ? 'query' : 'body', { schema });
    return new Proxy(field, {
      get: (object, key, receiver) => {
        reads += 1;
        return Reflect.get(object, key, receiver);
      },
    });
  });
  await checkPlans({ contracts: aContractSet([aContract({ method: 'POST', fields })]), suites: [] });
  return reads;
}

it('plans a contract with a number of steps in proportion to its fields', async () => {
  const [few, many] = [await fieldReads(60), await fieldReads(600)];
  // If the number of reads grew quadratically, this ratio would be about 100.
  expect(many / few).toBeLessThan(12);
});
