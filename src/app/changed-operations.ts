import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SCHEMA_ID } from '../load/schema-registry.ts';
import type { OperationId } from '../model/contract.ts';
import type { Workspace } from '../model/workspace.ts';
import { userError } from './io.ts';

const run = promisify(execFile);

/**
 * Operations whose contract, or a schema that it refers to, is not what it was at a git revision. A change of
 * `api.yaml` is about all of them.
 * @throws NOT_A_REVISION
 */
export async function changedOperations(
  { root, config, contracts }: Workspace,
  revision: string,
): Promise<ReadonlySet<OperationId>> {
  const files = await changedFiles(root, config.contracts, revision);
  if (files.has('api.yaml')) return new Set(contracts.operations.keys());
  const schemas = affectedSchemas(contracts.schemas, files);
  const affected = [...contracts.operations.values()].filter(
    (contract) => files.has(`${contract.resource}/${contract.verb}.yaml`) || mentions(contract, schemas),
  );
  return new Set(affected.map(({ id }) => id));
}

/** Paths below the contracts folder that differ, new and untracked ones included. */
async function changedFiles(root: string, folder: string, revision: string): Promise<ReadonlySet<string>> {
  const commands = [
    ['diff', '--name-only', '--relative', '-z', '--end-of-options', revision, '--', folder],
    ['ls-files', '--others', '--exclude-standard', '-z', '--', folder],
  ];
  const outputs = await Promise.all(commands.map((args) => git(root, args, revision)));
  const files = outputs.flatMap((output) => output.split('\0')).filter((file) => file.startsWith(`${folder}/`));
  return new Set(files.map((file) => file.slice(folder.length + 1)));
}

async function git(root: string, args: readonly string[], revision: string): Promise<string> {
  try {
    return (await run('git', [...args], { cwd: root, maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (error) {
    const message =
      error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n')[0] : String(error);
    throw userError('NOT_A_REVISION', `--only-changed must be a git revision; was "${revision}": ${message}`, {
      hint: 'In CI fetch enough history: actions/checkout with fetch-depth: 0.',
    });
  }
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
  const text = JSON.stringify(value);
  return [...ids].some((id) => text.includes(`"${id}"`) || text.includes(`"${id}#`));
}
