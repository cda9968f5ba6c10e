import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { isUserError, userError } from '../lib/error.ts';
import { errorCode, errorMessage } from '../lib/error-text.ts';
import { headerValue } from '../model/http.ts';
import { isSuccess } from '../model/response-status.ts';
import type { Config } from '../model/target.ts';
import type { ApiDocument } from '../openapi/api-document.ts';
import { type FetchDocument, isUrl } from '../openapi/load-bundle.ts';
import { MAX_JSON } from '../openapi/parse-text.ts';
import { readDocument } from '../openapi/read-document.ts';
import type { ConnectionOptions } from '../run/http/dialer.ts';
import { sendAlone } from '../run/http/transport.ts';
import type { TransportResult } from '../run/http/transport-result.ts';
import { connectionTo } from '../run/target/read-connection.ts';
import type { Io } from './io.ts';

const TIMEOUT_MS = 30_000;
/** Timeout for a document together with all files that its `$ref`s load. */
const ALL_TIMEOUT_MS = 120_000;
const MOST_BYTES = MAX_JSON * 1.1;
const MOST_REDIRECTS = 5;

type Connect = (url: URL) => Promise<ConnectionOptions>;

interface FetchOptions {
  readonly cwd: string;
  readonly connect: Connect;
  /** Follows redirects to other origins. */
  readonly allowRemote?: boolean;
  readonly timeoutMs?: number;
}

interface DocumentContext {
  readonly io: Pick<Io, 'cwd' | 'env'>;
  readonly config: Config;
  readonly allowRemote?: boolean | undefined;
  /** Includes details that contracts cannot express, for `parity diff-openapi`. */
  readonly inFull?: boolean;
}

export function readApiDocument(location: string, context: DocumentContext): Promise<ApiDocument> {
  const { io, config, allowRemote = false, inFull = false } = context;
  const connect = (url: URL) => connectionTo(url, config, io.env);
  return readDocument(location, {
    ...{ allowRemote, inFull },
    fetchDocument: documentFetcher({ cwd: io.cwd, connect, allowRemote }),
  });
}

/** @throws document-too-large */
export function documentFetcher(options: FetchOptions): FetchDocument {
  const { cwd, connect, allowRemote = false, timeoutMs = TIMEOUT_MS } = options;
  let deadline: number | undefined;
  return async (location, from) => {
    if (!isUrl(location)) return readLocal(cwd, location, from);
    deadline ??= performance.now() + ALL_TIMEOUT_MS;
    const left = Math.min(timeoutMs, Math.max(0, deadline - performance.now()));
    return fetchUrl(location, { allowRemote, connect, timeoutMs: left });
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
      throw userError('file-missing', `${location}: does not exist`, { hint: 'Check the name of the file.' });
    if (errorCode(error) === 'EISDIR')
      throw userError('file-missing', `${location}: is a folder`, { hint: 'Give the path of the document.' });
    throw userError('file-missing', `${location}: cannot be read: ${errorMessage(error)}`, {
      hint: 'Check whether you are allowed to read the file.',
    });
  }
}

/** A `$ref` must not lead to private files outside the document's folder. */
async function requireInside(path: string, root: string, location: string): Promise<void> {
  const folder = dirname(await realpath(root));
  if (path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return;
  throw userError('file-outside', `${location}: is outside the document's folder`, {
    hint: 'Copy the file into that folder, or bundle the document into one file.',
  });
}

/** Reading a pipe can take forever, so a `$ref` to a pipe is rejected (`mustBeFile`). */
async function readRegular(path: string, location: string, mustBeFile: boolean): Promise<string> {
  // Without O_NONBLOCK, opening a pipe waits for a writer.
  const file = await open(path, mustBeFile ? constants.O_RDONLY | constants.O_NONBLOCK : 'r');
  try {
    const found = await file.stat();
    if (mustBeFile && !found.isFile())
      throw userError('file-missing', `${location}: is not a regular file`, {
        hint: 'Give the path of a regular file.',
      });
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
  readonly connect: Connect;
  readonly timeoutMs: number;
}

async function fetchUrl(location: string, reach: Reach): Promise<string> {
  if (!/^https?:/i.test(location))
    throw userError('file-missing', `${location}: must be a file, or begin with http:// or https://`);
  const { response, failure } = await followRedirects(location, reach);
  if (failure?.code === 'body-too-large') throw tooLarge(location, MOST_BYTES);
  if (response === null || failure !== undefined)
    throw fetchFailed(location, `cannot be fetched: ${failure?.message ?? 'no response'}`);
  if (!isSuccess(response.status)) throw fetchFailed(location, `returned ${response.status}`);
  return Buffer.from(response.body).toString('utf8');
}

/** Some servers reject requests without a User-Agent. */
const HEADERS = [
  ['Accept', '*/*'],
  ['User-Agent', 'wireparity'],
] as const;

async function followRedirects(location: string, reach: Reach): Promise<TransportResult> {
  const { allowRemote, connect } = reach;
  const deadline = performance.now() + reach.timeoutMs;
  let url = new URL(location);
  for (let count = 0; count <= MOST_REDIRECTS; count++) {
    const result = await sendAlone({
      ...{ url, request: { headers: HEADERS }, connection: await connect(url), bodyCap: MOST_BYTES },
      ...{ timeoutMs: Math.max(0, deadline - performance.now()), signal: new AbortController().signal },
    });
    const { status = 0, headers = [] } = result.response ?? {};
    const next = status >= 300 && status < 400 ? headerValue(headers, 'location') : undefined;
    if (next === undefined) return result;
    const target = new URL(next, url);
    if (!allowRemote && target.origin !== url.origin)
      throw userError('redirect-refused', `${location}: redirects to another origin, ${target.origin}`, {
        hint: 'Give the address after the redirect, or pass --allow-remote to follow the redirect.',
      });
    url = target;
  }
  throw fetchFailed(location, `redirects more than ${MOST_REDIRECTS} times`);
}

function fetchFailed(location: string, why: string): Error {
  return userError('fetch-failed', `${location}: ${why}`, { exitCode: 3, hint: 'Check the address.' });
}

function tooLarge(location: string, size: number): Error {
  const message = `${location}: a document must be at most ${MAX_JSON / 1_000_000} MB; was more than ${Math.floor(size / 1_000_000)} MB`;
  return userError('document-too-large', message, { hint: 'Split the document into several files.' });
}
