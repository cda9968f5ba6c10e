import { join } from 'node:path';
import { readApiDocument } from '../app/fetch-document.ts';
import { editorSchemaFiles, readContractFiles, writeAllOrNone } from '../app/init/contract-files.ts';
import type { Io } from '../app/io.ts';
import { loadConfig } from '../load/load-config.ts';
import { updateContractFiles } from '../openapi/update-contract-files.ts';
import { renderImportChanges } from '../report/import-changes.ts';

interface ImportFlags {
  readonly config?: string;
  /** Folder for the contracts. The default is the contracts folder of the project. */
  readonly out?: string;
  readonly dryRun?: boolean;
  readonly allowRemote?: boolean;
  readonly remove?: boolean;
}

/** Creates contracts from an OpenAPI document, or updates them if the document has changed. */
export async function importOpenapi(location: string, flags: ImportFlags, io: Io): Promise<number> {
  // Mistakes in the settings are ignored here, because `parity check` reports them.
  const { config } = await loadConfig(io.cwd, flags.config, () => undefined);
  const document = await readApiDocument(location, { io, config, allowRemote: flags.allowRemote });
  const folder = flags.out ?? config.contracts;
  const existing = await readContractFiles(io.cwd, folder);
  const { files, changelog } = updateContractFiles(existing, document, { remove: flags.remove ?? false });
  if (!flags.dryRun) {
    await writeAllOrNone(join(io.cwd, folder), files, existing);
    // The first line of each contract file refers to a JSON Schema, so the schemas are written too.
    await writeAllOrNone(join(io.cwd, folder, '..'), editorSchemaFiles(['api', 'contract']));
  }
  io.out(renderImportChanges(changelog, document.remarks));
  if (flags.dryRun) io.err('nothing was written (--dry-run)\n');
  return 0;
}
