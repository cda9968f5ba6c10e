import { writeJson } from '../lib/json-text.ts';
import { SCHEMA_ID } from '../load/schema-registry.ts';
import type { OperationId } from '../model/operation-id.ts';
import type { Workspace } from '../model/workspace.ts';
import { withPrivateGit } from './git/private-git-folder.ts';
import type { GitPlace } from './git/run-git.ts';
import { resolveRevision } from './git/with-worktree.ts';
import type { Io } from './io.ts';

/**
 * Operations whose contract, or a schema that it refers to, is not what it was at a git revision. A change of
 * `api.yaml` is about all of them.
 * @throws repository-missing, revision-unknown
 */
export async function changedOperations(
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

/** Paths below the contracts folder that differ, new and untracked ones included. */
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

/** Ids of the changed schemas and of those that refer to one of them, over any number of steps. */
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
