import { userError } from '../lib/error.ts';
import { tryParseJson } from '../lib/json-text.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';

/** The file contains the hash of each part at the last import. The next import finds changes by these hashes. */
export const LOCK_FILE = 'openapi.lock.json';
export const LOCK_FILES = 'openapi*.lock.json';

/** For each file, the hash of each part at the last import. */
export type ImportLock = { readonly [file: string]: { readonly [piece: string]: string } };

export function readLocks(files: ReadonlyMap<string, string>): ReadonlyMap<string, ImportLock> {
  const names = [...files.keys()].filter((path) => /^openapi\b[^/]*\.lock\.json$/.test(path));
  return new Map(names.map((name) => [name, readLock(name, files.get(name) ?? '')]));
}

function readLock(name: string, text: string): ImportLock {
  const value = tryParseJson(text);
  if (
    isJsonObject(value) &&
    value.format === 1 &&
    isJsonObject(value.files) &&
    Object.values(value.files).every(isPieces)
  )
    return value.files as ImportLock; // safe cast: checked just above
  throw userError('lock-invalid', `${name}: must be a lock file that an import wrote`, {
    hint: 'restore the file from the repository, or remove it',
  });
}

export function writeLock(files: ImportLock): string {
  const sorted = Object.keys(files)
    .sort()
    .map((file) => [file, files[file]]);
  const lines = sorted.map(([file, pieces]) => `    ${JSON.stringify(file)}: ${JSON.stringify(pieces)}`);
  return `{\n  "format": 1,\n  "files": {\n${lines.join(',\n')}\n  }\n}\n`;
}

function isPieces(value: unknown): value is JsonObject {
  return isJsonObject(value) && Object.values(value).every((hash) => typeof hash === 'string');
}
