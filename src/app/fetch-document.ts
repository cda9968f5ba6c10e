import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { isUserError, userError } from '../lib/error.ts';
import { errorCode, errorMessage } from '../lib/error-text.ts';
import { type FetchDocument, isUrl } from '../openapi/load-bundle.ts';
import { MAX_JSON } from '../openapi/parse-text.ts';

/** For one document, headers and body together. */
const TIMEOUT_MS = 30_000;
/** For a document with all that its `$ref`s lead to. */
const ALL_TIMEOUT_MS = 120_000;
const MOST_BYTES = MAX_JSON * 1.1;
const MOST_REDIRECTS = 5;

interface FetchOptions {
  readonly cwd: string;
  /** Redirects may lead to other origins. */
  readonly allowRemote?: boolean;
  readonly timeoutMs?: number;
}

/** Reads documents of a folder, or from the network; none that is larger than a document may be. */
export function documentFetcher({ cwd, allowRemote = false, timeoutMs = TIMEOUT_MS }: FetchOptions): FetchDocument {
  let deadline: number | undefined;
  return async (location, from) => {
    if (!isUrl(location)) return readLocal(cwd, location, from);
    deadline ??= performance.now() + ALL_TIMEOUT_MS;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), Math.min(timeoutMs, Math.max(0, deadline - performance.now())));
    try {
      return await fetchUrl(location, { allowRemote, signal: stop.signal });
    } finally {
      clearTimeout(timer);
    }
  };
}

async function readLocal(cwd: string, location: string, from: string | undefined): Promise<string> {
  try {
    const path = await realpath(resolve(cwd, location));
    if (from !== undefined) await requireInside(path, resolve(cwd, from), location);
    return await readRegular(path, location, from !== undefined);
  } catch (error) {
    if (isUserError(error)) throw error;
    if (errorCode(error) === 'ENOENT')
      throw userError('file-missing', `${location}: is not there`, { hint: 'check the name' });
    if (errorCode(error) === 'EISDIR')
      throw userError('file-missing', `${location}: is a folder`, { hint: 'name the document itself' });
    throw userError('file-missing', `${location}: cannot be read: ${errorMessage(error)}`, { hint: 'check the name' });
  }
}

/** A document from elsewhere must not choose which of the user's files are read. Links have been followed. */
async function requireInside(path: string, root: string, location: string): Promise<void> {
  const folder = dirname(await realpath(root));
  if (path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return;
  throw userError('file-outside', `${location}: is outside the folder of the document`, {
    hint: 'Copy it into that folder, or bundle the document into one file.',
  });
}

/** The user may name a pipe; a `$ref` may not, since reading one can last for ever. */
async function readRegular(path: string, location: string, mustBeFile: boolean): Promise<string> {
  // Without O_NONBLOCK, opening a pipe waits for a writer.
  const file = await open(path, mustBeFile ? constants.O_RDONLY | constants.O_NONBLOCK : 'r');
  try {
    const found = await file.stat();
    if (mustBeFile && !found.isFile())
      throw userError('file-missing', `${location}: is not a regular file`, { hint: 'name a file' });
    if (found.size > MOST_BYTES) throw tooLarge(location, found.size);
    return await readBounded(file.createReadStream({ autoClose: false }), location);
  } finally {
    await file.close();
  }
}

async function readBounded(chunks: AsyncIterable<Uint8Array>, location: string): Promise<string> {
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw tooLarge(location, size);
    kept.push(chunk);
  }
  return Buffer.concat(kept).toString('utf8');
}

interface Reach {
  readonly allowRemote: boolean;
  readonly signal: AbortSignal;
}

async function fetchUrl(location: string, reach: Reach): Promise<string> {
  if (!/^https?:/i.test(location))
    throw userError('file-missing', `${location}: must be a file, or begin with http:// or https://`);
  try {
    const response = await followRedirects(location, reach);
    if (response.ok) return await readBounded(response.body ?? emptyBody(), location);
    await response.body?.cancel();
    throw fetchFailed(location, `answered ${response.status}`);
  } catch (error) {
    if (isUserError(error)) throw error;
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw fetchFailed(
      location,
      `cannot be fetched: ${reach.signal.aborted ? 'it took too long' : errorMessage(cause)}`,
    );
  }
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}

async function followRedirects(location: string, { allowRemote, signal }: Reach): Promise<Response> {
  let url = new URL(location);
  for (let count = 0; count <= MOST_REDIRECTS; count++) {
    const response = await fetch(url, { signal, credentials: 'omit', redirect: 'manual' });
    const next = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (next === null) return response;
    await response.body?.cancel();
    const target = new URL(next, url);
    if (!allowRemote && target.origin !== url.origin)
      throw userError('redirect-refused', `${location}: is redirected to another origin, ${target.origin}`, {
        hint: 'Give that address, or pass --allow-remote if it is to be followed.',
      });
    url = target;
  }
  throw fetchFailed(location, `is redirected more than ${MOST_REDIRECTS} times`);
}

function fetchFailed(location: string, why: string): Error {
  return userError('fetch-failed', `${location}: ${why}`, { exitCode: 3, hint: 'check the address' });
}

function tooLarge(location: string, size: number): Error {
  const message = `${location}: a document must be at most ${MAX_JSON / 1_000_000} MB; was more than ${Math.floor(size / 1_000_000)} MB`;
  return userError('document-too-large', message, { hint: 'split it' });
}
