import { isUserError } from '../../lib/error.ts';
import { errorMessage } from '../../lib/error-text.ts';
import type { Contract } from '../../model/contract.ts';
import type { Diagnostic, Position } from '../../model/diagnostic.ts';
import type { Workspace } from '../../model/workspace.ts';
import { planRun } from '../../plan/plan-run.ts';
import type { PlanTarget } from '../../plan/plan-target.ts';
import { generated } from './generated.ts';

/** Finds mistakes that would make a run fail, but sends no request. */
export async function checkPlans(workspace: Pick<Workspace, 'contracts' | 'suites'>): Promise<readonly Diagnostic[]> {
  const found = new Map<string, Diagnostic>();
  for (const profile of workspace.contracts.api.profiles) {
    const problem = await planningProblem(workspace, profile);
    if (problem !== undefined) found.set(problem.message, problem);
  }
  return [...found.values(), ...[...workspace.contracts.operations.values()].flatMap(notPlanned)];
}

async function planningProblem(
  { contracts, suites }: Pick<Workspace, 'contracts' | 'suites'>,
  profile: string,
): Promise<Diagnostic | undefined> {
  try {
    const operations = new Set([...contracts.operations.values()].filter(isPlanned).map(({ id }) => id));
    const drafts = await generated(contracts, { profile, seed: 0, probes: 'full', operations });
    planRun({ suites, contracts, generated: drafts }, { ...TARGET, profile });
    return undefined;
  } catch (error) {
    const { code, hint, at = NOWHERE }: Partial<Diagnostic> = isUserError(error) ? error : {};
    const message = errorMessage(error).replace(`${at.file}:${at.line}: `, '');
    return {
      severity: 'error',
      code: code ?? 'plan-failed',
      at,
      path: '',
      message,
      ...(hint !== undefined && { hint }),
    };
  }
}

/** A contract with more fields is not planned, because the plan would take too much memory. */
const MOST_FIELDS = 20_000;

function isPlanned({ fields }: Contract): boolean {
  return fields.length <= MOST_FIELDS;
}

function notPlanned(contract: Contract): readonly Diagnostic[] {
  if (isPlanned(contract)) return [];
  const message = `\`parity check\` does not plan the scenarios of ${contract.id}: the contract has ${contract.fields.length} fields, and the limit is ${MOST_FIELDS}`;
  const hint = '`parity run --list` also plans these scenarios';
  return [{ severity: 'warning', code: 'plan-skipped', at: contract.at, path: 'fields', message, hint }];
}

/** This target permits everything, because the check plans all scenarios. */
const TARGET: Omit<PlanTarget, 'profile'> = { readOnly: false, destructive: true, hasClock: true, actors: {} };

const NOWHERE: Position = { file: 'contracts/api.yaml', line: 1, column: 1 };
