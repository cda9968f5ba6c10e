import { join } from 'node:path';
import { documentFetcher } from '../app/fetch-document.ts';
import type { Io } from '../app/io.ts';
import { writeWholeFile } from '../app/write-file.ts';
import { loadConfig } from '../load/load-config.ts';
import { readFolder, readOptional } from '../load/read-folder.ts';
import { LOCK_FILE } from '../openapi/import-lock.ts';
import { readDocument } from '../openapi/read-document.ts';
import { updateContractFiles } from '../openapi/update-contract-files.ts';
import { renderImportChanges } from '../report/import-changes.ts';

export interface ImportFlags {
  readonly config?: string;
  /** The contracts folder. */
  readonly out?: string;
  readonly dryRun?: boolean;
  readonly allowRemote?: boolean;
  readonly remove?: boolean;
}

/** Makes contracts of an OpenAPI document; run again, carries over what the document changed. */
export async function importOpenapi(location: string, flags: ImportFlags, io: Io): Promise<number> {
  const document = await readDocument(location, {
    fetchDocument: documentFetcher(io.cwd),
    allowRemote: flags.allowRemote ?? false,
  });
  const folder = flags.out ?? (await contractsFolder(flags.config, io));
  const existing = await readExisting(io.cwd, folder);
  const { files, changelog } = updateContractFiles(existing, document, { remove: flags.remove ?? false });
  if (!flags.dryRun) await writeFiles(join(io.cwd, folder), files);
  io.out(renderImportChanges(changelog, document.remarks));
  if (flags.dryRun) io.err('nothing was written (--dry-run)\n');
  return 0;
}

/** Only its place is needed: a mistake elsewhere in the settings is for `parity check`. */
async function contractsFolder(configFile: string | undefined, io: Io): Promise<string> {
  return (await loadConfig(io.cwd, configFile, () => undefined)).config.contracts;
}

async function readExisting(cwd: string, folder: string): Promise<ReadonlyMap<string, string>> {
  const files = await readFolder(cwd, folder, '**/*.yaml');
  const lock = await readOptional(cwd, `${folder}/${LOCK_FILE}`);
  return new Map([
    ...files.map(({ inside, text }) => [inside, text] as const),
    ...(lock === null ? [] : [[LOCK_FILE, lock] as const]),
  ]);
}

async function writeFiles(
  folder: string,
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<void> {
  for (const { path, text } of files) await writeWholeFile(join(folder, path), text);
}
