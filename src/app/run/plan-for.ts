import { join } from 'node:path';
import { userError } from '../../lib/error.ts';
import { writeJson } from '../../lib/json-text.ts';
import { didYouMean } from '../../lib/nearest.ts';
import { SCHEMA_ID } from '../../load/schema-registry.ts';
import type { Api, ContractSet } from '../../model/contract.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { Narrowing, Plan, Replan } from '../../model/plan.ts';
import type { Target } from '../../model/target.ts';
import type { Workspace } from '../../model/workspace.ts';
import type { ProbeLevel } from '../../plan/generate-options.ts';
import { planRun } from '../../plan/plan-run.ts';
import type { PlanTarget } from '../../plan/plan-target.ts';
import { withoutProducers } from '../../plan/without-producers.ts';
import { declaredActors } from '../../run/target/conventional-credentials.ts';
import { withPrivateGit } from '../git/private-git-folder.ts';
import type { GitPlace } from '../git/run-git.ts';
import { resolveRevision } from '../git/with-worktree.ts';
import type { Io } from '../io.ts';
import { generated } from './generated.ts';
import { readSelection, type SelectionFlags } from './selection.ts';

export interface PlanFlags extends SelectionFlags {
  readonly seed?: number;
  /** If false, only generated scenarios are planned. */
  readonly suites?: boolean;
  readonly probes?: ProbeLevel;
  readonly budgetMs?: number;
  /** Plans only operations whose contract has changed since this git revision. */
  readonly onlyChanged?: string;
}

export async function planFor(
  workspace: Workspace,
  target: Target,
  { flags, io }: { readonly flags: PlanFlags; readonly io: Io },
): Promise<Plan> {
  const { suites, contracts, config } = workspace;
  const actors = actorsOf(target, contracts.api, io.env);
  const hasClock = target.kind === 'sandbox' || target.clockUrl !== undefined;
  const operations = await wantedOperations(workspace, flags, io);
  const selection = {
    ...(await readSelection(flags, join(io.cwd, config.reports))),
    ...(operations && { operations }),
  };
  const { profile } = target;
  const probes = flags.probes ?? (target.rateLimit === null ? 'full' : 'quick');
  const wish = { profile, seed: flags.seed ?? 0, probes };
  const drafts = await generated(contracts, { ...wish, ...(operations && { operations }) });
  const written = flags.suites === false ? [] : suites;
  const planTarget = { ...target, hasClock, actors };
  const plan = planRun({ suites: written, contracts, generated: drafts }, planTarget, selection);
  const replan: Replan = async ({ operations: affected, failing }) => {
    const others = withoutProducers(contracts, failing);
    const again = await generated(others, { ...wish, operations: affected });
    return planRun({ suites: [], contracts: others, generated: again }, planTarget, selection).scenarios;
  };
  return { ...plan, replan, narrowed: [...(plan.narrowed ?? []), ...narrowedBy({ ...flags, probes })] };
}

export function actorsOf(target: Target, { auth }: Api, env: Io['env']): PlanTarget['actors'] {
  return target.kind === 'sandbox' ? SANDBOX_ACTORS : declaredActors(target, env, Object.keys(auth));
}

/** A restricted run cannot show that a cause no longer occurs. */
function narrowedBy({ suites, probes, budgetMs }: PlanFlags): readonly Narrowing[] {
  const all: readonly (readonly [Narrowing, boolean])[] = [
    ['suites', suites === false],
    ['probes', probes !== 'full'],
    ['budget', budgetMs !== undefined],
  ];
  return all.flatMap(([name, narrows]) => (narrows ? [name] : []));
}

/**
 * Returns undefined if all operations will be planned.
 * @throws operation-unknown, revision-unknown, changes-missing
 */
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
    throw userError('changes-missing', `no contract has changed since ${onlyChanged}, so there is nothing to run`, {
      exitCode: 0,
    });
  return named === undefined ? changed : new Set([...named].filter((id) => changed.has(id)));
}

/** The sandbox starts after planning, so its credentials are listed here. */
const SANDBOX_ACTORS = {
  main: ['api_key', 'session'],
  other: ['api_key', 'session'],
  operator: ['internal', 'internal_obo'],
} as const;

function checkOperations(ids: readonly string[] | undefined, { operations }: ContractSet): void {
  for (const id of ids ?? []) {
    if (operations.has(id)) continue;
    throw userError('operation-unknown', `--operation must be an operation of the contracts; was "${id}"`, {
      hint:
        didYouMean(id, operations.keys()) ??
        'Operations are the files in contracts/; `parity run --list` shows what is planned for each.',
    });
  }
}

/** A change of a schema also affects the contracts that refer to the schema. */
async function changedOperations(
  { root, config, contracts }: Workspace,
  { revision, env }: { readonly revision: string; readonly env: Io['env'] },
): Promise<ReadonlySet<OperationId>> {
  const files = await changedFiles({ folder: root, env }, config.contracts, revision);
  if (files.has('api.yaml')) return new Set(contracts.operations.keys());
  const schemas = affectedSchemas(contracts.schemas, files);
  const affected = [...contracts.operations.values()].filter(
    (contract) => files.has(`${contract.resource}/${contract.verb}.yaml`) || mentions(contract, schemas),
  );
  return new Set(affected.map(({ id }) => id));
}

/** `git diff` does not list untracked files, so `git ls-files` lists them. */
async function changedFiles(place: GitPlace, folder: string, revision: string): Promise<ReadonlySet<string>> {
  const commit = await resolveRevision(place, revision);
  const outputs = await withPrivateGit(place, (git) =>
    Promise.all([
      git('diff', '--name-only', '--relative', '-z', '--ignore-submodules=all', commit, '--', folder),
      git('ls-files', '--others', '--exclude-standard', '-z', '--', folder),
    ]),
  );
  const files = outputs.flatMap((output) => output.split('\0')).filter((file) => file.startsWith(`${folder}/`));
  return new Set(files.map((file) => file.slice(folder.length + 1)));
}

function affectedSchemas(schemas: ReadonlyMap<string, unknown>, files: ReadonlySet<string>): ReadonlySet<string> {
  const affected = new Set([...files].map((file) => `${SCHEMA_ID}${file}`));
  for (let before = -1; before < affected.size; ) {
    before = affected.size;
    for (const [id, schema] of schemas) if (mentions(schema, affected)) affected.add(id);
  }
  return affected;
}

function mentions(value: unknown, ids: ReadonlySet<string>): boolean {
  const text = writeJson(value);
  return [...ids].some((id) => text.includes(`"${id}"`) || text.includes(`"${id}#`));
}
