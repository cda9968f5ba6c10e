import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { userError } from '../lib/error.ts';
import { errorCode, errorMessage } from '../lib/error-text.ts';
import { isUrl } from '../openapi/load-bundle.ts';
import { MAX_JSON } from '../openapi/parse-text.ts';

const TIMEOUT_MS = 30_000;

/** Reads documents of a folder, or from the network; none that is larger than a document may be. */
export function documentFetcher(cwd: string): (location: string) => Promise<string> {
  return (location) => (isUrl(location) ? fetchUrl(location) : readLocal(cwd, location));
}

async function readLocal(cwd: string, location: string): Promise<string> {
  const path = resolve(cwd, location);
  try {
    const { size } = await stat(path);
    if (size > MAX_JSON * 1.1) throw tooLarge(location, size);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT')
      throw userError('missing-file', `${location}: is not there`, { hint: 'check the name' });
    if (errorCode(error) === 'EISDIR')
      throw userError('missing-file', `${location}: is a folder`, { hint: 'name the document itself' });
    throw error;
  }
}

async function fetchUrl(location: string): Promise<string> {
  if (!/^https?:/i.test(location))
    throw userError('missing-file', `${location}: must be a file, or begin with http:// or https://`);
  const response = await reach(location);
  if (!response.ok) {
    await response.body?.cancel();
    throw userError('fetch-failed', `${location}: answered ${response.status}`, {
      exitCode: 3,
      hint: 'check the address',
    });
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_JSON * 1.1) throw tooLarge(location, size);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function reach(location: string): Promise<Response> {
  try {
    return await fetch(location, { signal: AbortSignal.timeout(TIMEOUT_MS), credentials: 'omit' });
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw userError('fetch-failed', `${location}: cannot be fetched: ${errorMessage(cause)}`, {
      exitCode: 3,
      hint: 'check the address',
    });
  }
}

function tooLarge(location: string, size: number): Error {
  const message = `${location}: a document must be at most ${MAX_JSON / 1_000_000} MB; was more than ${Math.floor(size / 1_000_000)} MB`;
  return userError('too-large', message, { hint: 'split it' });
}
