import { join } from 'node:path';
import { userError } from '../lib/error.ts';
import { nearest } from '../lib/nearest.ts';
import type { ContractSet } from '../model/contract.ts';
import type { OperationId } from '../model/operation-id.ts';
import type { Narrowing, Plan } from '../model/plan.ts';
import type { Target } from '../model/target.ts';
import type { Workspace } from '../model/workspace.ts';
import type { ProbeLevel } from '../plan/generate-options.ts';
import { planRun } from '../plan/plan-run.ts';
import { declaredActors } from '../run/target/declared-actors.ts';
import { changedOperations } from './changed-operations.ts';
import { generated } from './generated.ts';
import type { Io } from './io.ts';
import { readSelection, type SelectionFlags } from './selection.ts';

export interface PlanFlags extends SelectionFlags {
  readonly seed?: number;
  /** false: only what is generated. */
  readonly suites?: boolean;
  readonly probes?: ProbeLevel;
  readonly budgetMs?: number;
  /** A git revision: only operations whose contract changed since. */
  readonly onlyChanged?: string;
}

/** What a run on the target will do: the suites, and what is generated from the contracts. */
export async function planFor(
  workspace: Workspace,
  target: Target,
  { flags, io }: { readonly flags: PlanFlags; readonly io: Io },
): Promise<Plan> {
  const { suites, contracts, config } = workspace;
  const kinds = Object.keys(contracts.api.auth);
  const actors = target.kind === 'sandbox' ? SANDBOX_ACTORS : declaredActors(target, io.env, kinds);
  const hasClock = target.kind === 'sandbox' || target.clockUrl !== undefined;
  const operations = await wantedOperations(workspace, flags, io);
  const selection = {
    ...(await readSelection(flags, join(io.cwd, config.reports))),
    ...(operations && { operations }),
  };
  const { profile } = target;
  const probes = flags.probes ?? (target.rateLimit === null ? 'full' : 'quick');
  const drafts = await generated(contracts, {
    profile,
    seed: flags.seed ?? 0,
    probes,
    ...(operations && { operations }),
  });
  const written = flags.suites === false ? [] : suites;
  const plan = planRun({ suites: written, contracts, generated: drafts }, { ...target, hasClock, actors }, selection);
  return { ...plan, narrowed: [...(plan.narrowed ?? []), ...narrowedBy({ ...flags, probes })] };
}

/** A run that leaves something out cannot show that a finding is gone for good. */
function narrowedBy({ suites, probes, budgetMs }: PlanFlags): readonly Narrowing[] {
  const all: readonly (readonly [Narrowing, boolean])[] = [
    ['suites', suites === false],
    ['probes', probes !== 'full'],
    ['budget', budgetMs !== undefined],
  ];
  return all.flatMap(([name, narrows]) => (narrows ? [name] : []));
}

/** Those named and those changed, or undefined for all. @throws operation-unknown, revision-unknown, changes-missing */
async function wantedOperations(
  workspace: Workspace,
  flags: PlanFlags,
  { env }: Io,
): Promise<ReadonlySet<OperationId> | undefined> {
  const { operation, onlyChanged } = flags;
  checkOperations(operation, workspace.contracts);
  const named = operation === undefined ? undefined : new Set(operation);
  if (onlyChanged === undefined) return named;
  const changed = await changedOperations(workspace, { revision: onlyChanged, env });
  if (changed.size === 0)
    throw userError('changes-missing', `no contract changed since ${onlyChanged}: there is nothing to run`, {
      exitCode: 0,
    });
  return named === undefined ? changed : new Set([...named].filter((id) => changed.has(id)));
}

/** The authentication kinds that each actor of the sandbox has: what a plan needs before the sandbox runs. */
const SANDBOX_ACTORS = {
  main: ['api_key', 'session'],
  other: ['api_key', 'session'],
  operator: ['internal', 'internal_obo'],
} as const;

/** @throws operation-unknown for an id that is no contract's. */
function checkOperations(ids: readonly string[] | undefined, { operations }: ContractSet): void {
  for (const id of ids ?? []) {
    if (operations.has(id)) continue;
    const guess = nearest(id, operations.keys());
    throw userError('operation-unknown', `--operation must be an operation; was "${id}"`, {
      hint: guess ? `Did you mean "${guess}"?` : '`parity check` counts them; each is a file of contracts/.',
    });
  }
}
