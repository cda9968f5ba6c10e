import { rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { documentFetcher } from '../app/fetch-document.ts';
import type { Io } from '../app/io.ts';
import { writeWholeFile } from '../app/write-file.ts';
import { editorSchemas } from '../load/editor-schemas.ts';
import { loadConfig } from '../load/load-config.ts';
import { readFolder, readOptional } from '../load/read-folder.ts';
import { LOCK_FILE } from '../openapi/import-lock.ts';
import { readDocument } from '../openapi/read-document.ts';
import { updateContractFiles } from '../openapi/update-contract-files.ts';
import { renderImportChanges } from '../report/import-changes.ts';
import { connectionTo } from '../run/target/read-connection.ts';

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
  const { allowRemote = false } = flags;
  // A mistake in the settings is for `parity check`.
  const { config } = await loadConfig(io.cwd, flags.config, () => undefined);
  const connect = (url: URL) => connectionTo(url, config, io.env);
  const fetchDocument = documentFetcher({ cwd: io.cwd, connect, allowRemote });
  const document = await readDocument(location, { fetchDocument, allowRemote });
  const folder = flags.out ?? config.contracts;
  const existing = await readExisting(io.cwd, folder);
  const { files, changelog } = updateContractFiles(existing, document, { remove: flags.remove ?? false });
  if (!flags.dryRun) {
    await writeAllOrNone(join(io.cwd, folder), { files, existing });
    await writeEditorSchemas(join(io.cwd, folder, '..', 'schema'));
  }
  io.out(renderImportChanges(changelog, document.remarks));
  if (flags.dryRun) io.err('nothing was written (--dry-run)\n');
  return 0;
}

/** The first line of each contract names them. */
async function writeEditorSchemas(folder: string): Promise<void> {
  const all = editorSchemas();
  for (const name of ['api.json', 'contract.json']) await writeWholeFile(join(folder, name), all.get(name) ?? '');
}

async function readExisting(cwd: string, folder: string): Promise<ReadonlyMap<string, string>> {
  const files = await readFolder(cwd, folder, '**/*.yaml');
  const lock = await readOptional(cwd, `${folder}/${LOCK_FILE}`);
  return new Map([
    ...files.map(({ inside, text }) => [inside, text] as const),
    ...(lock === null ? [] : [[LOCK_FILE, lock] as const]),
  ]);
}

interface ImportedFiles {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly existing: ReadonlyMap<string, string>;
}

/** When one file cannot be written, those before it become what they were: half a set of contracts would be judged as a whole. */
async function writeAllOrNone(folder: string, { files, existing }: ImportedFiles): Promise<void> {
  const written: string[] = [];
  try {
    for (const { path, text } of files) {
      written.push(path);
      await writeWholeFile(join(folder, path), text);
    }
  } catch (error) {
    for (const path of written.reverse()) await restore(join(folder, path), existing.get(path)).catch(() => undefined);
    throw error;
  }
}

async function restore(file: string, before: string | undefined): Promise<void> {
  if (before !== undefined) return writeWholeFile(file, before);
  await rm(file, { force: true });
  await rmdir(dirname(file)).catch(() => undefined); // which fails when something else is in it
}
