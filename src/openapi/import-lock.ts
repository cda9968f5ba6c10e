import { userError } from '../lib/error.ts';
import { tryParseJson } from '../lib/json-text.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';

/** A file beside api.yaml with hashes of the document's last import, so that the next import knows what the document changed. */
export const LOCK_FILE = 'openapi.lock.json';

/** File → part → hash of the document's version of it. */
export type ImportLock = { readonly [file: string]: { readonly [piece: string]: string } };

export function readLock(text: string | undefined): ImportLock | null {
  if (text === undefined) return null;
  const value = tryParseJson(text);
  if (
    isJsonObject(value) &&
    value.format === 1 &&
    isJsonObject(value.files) &&
    Object.values(value.files).every(isPieces)
  )
    return value.files as ImportLock; // checked just above
  throw userError('lock-invalid', `${LOCK_FILE}: must be a file written by an import`, {
    hint: 'restore it from the repository, or remove it',
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
