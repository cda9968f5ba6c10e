import { isUserError, userError } from '../../lib/error.ts';
import { errorMessage } from '../../lib/error-text.ts';
import type { Contract, ContractSet } from '../../model/contract.ts';
import type { ScenarioDraft } from '../../plan/draft.ts';
import type { GenerateOptions } from '../../plan/generate-options.ts';

/** Imports `generateScenarios` only when needed, because its modules load slowly. @throws scenarios-failed */
export async function generated(contracts: ContractSet, options: GenerateOptions): Promise<readonly ScenarioDraft[]> {
  if (options.probes === 'none') return [];
  const { generateScenarios } = await import('../../plan/generate.ts');
  try {
    return generateScenarios(contracts, options);
  } catch (error) {
    if (isUserError(error)) throw error;
    throw generationError(error, failingContract());
  }

  function failingContract(): Contract | undefined {
    const wanted = [...contracts.operations.values()].filter(({ id }) => options.operations?.has(id) ?? true);
    return wanted.find(({ id }) => {
      try {
        generateScenarios(contracts, { ...options, operations: new Set([id]) });
        return false;
      } catch {
        return true;
      }
    });
  }
}

function generationError(cause: unknown, contract: Contract | undefined): Error {
  const place = contract === undefined ? '' : `${contract.at.file}:${contract.at.line}: `;
  const subject = contract === undefined ? 'the contracts' : `"${contract.id}"`;
  const error = userError(
    'scenarios-failed',
    `${place}no scenarios can be generated for ${subject}: ${errorMessage(cause)}`,
    {
      hint: 'Simplify the schemas of the contract, or run with `--probes none`. Please report this as a defect, with the contract.',
    },
  );
  return Object.assign(error, { cause, ...(contract && { at: contract.at }) });
}
