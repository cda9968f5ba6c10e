import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { shellCommands } from '../../audit/docs/shell-words.ts';
import { userError } from '../../lib/error.ts';
import { isLoopback, serverUrlProblem } from '../../lib/server-url.ts';
import type { ApiDocument } from '../../openapi/api-document.ts';
import { isUrl } from '../../openapi/load-bundle.ts';
import type { Io } from '../io.ts';
import type { FirstServer } from './first-workspace.ts';

export interface InitFlags {
  readonly openapi?: string;
  readonly server?: string;
  /** The URL at which the server listens after the command has started the server. */
  readonly url?: string;
  readonly allowRemote?: boolean;
}

const USUAL_FILES = ['', 'docs/', 'api/'].flatMap((folder) =>
  ['openapi', 'swagger'].flatMap((name) => ['json', 'yaml', 'yml'].map((ending) => `${folder}${name}.${ending}`)),
);

/** Takes the document from `--openapi`, the user's answer or a file such as `openapi.json`. @throws answer-missing */
export async function askDocument({ openapi }: InitFlags, io: Io): Promise<string> {
  if (openapi !== undefined) return openapi;
  const guess = findDocument(io.cwd);
  const answer = await ask(`OpenAPI document (file or URL)${guess === undefined ? '' : ` [${guess}]`}: `, io);
  const document = answer === '' ? guess : answer;
  if (document !== undefined) return document;
  throw userError('answer-missing', '--openapi is missing: which OpenAPI document describes the API?', {
    hint: 'For example: parity init --openapi openapi.json --server http://127.0.0.1:8000',
  });
}

function findDocument(cwd: string): string | undefined {
  return USUAL_FILES.find((file) => existsSync(join(cwd, file)));
}

async function ask(question: string, io: Io): Promise<string> {
  return (await io.ask?.(question))?.trim() ?? '';
}

interface ServerAnswer {
  readonly server: FirstServer;
  /** parity sends requests only to a server that the user named. */
  readonly named: boolean;
}

/** Takes the server from `--server`, the user's answer or the document. @throws answer-missing, server-invalid */
export async function askServer(flags: InitFlags, document: ApiDocument | undefined, io: Io): Promise<ServerAnswer> {
  const guess = document && documentServer(document);
  const asked = guess === undefined ? '' : ` [${guess}]`;
  const answer =
    flags.server ??
    ((await ask(`Server (URL, or a command that starts the server)${asked}: `, io)) || (io.ask && guess));
  const text = answer === undefined || answer === '' ? guess : answer;
  if (text === undefined)
    throw userError('answer-missing', '--server is missing: where does the API run?', {
      hint: 'Give a URL (--server http://127.0.0.1:8000) or a command that starts the server (--server "npm start" --url http://127.0.0.1:3000)',
    });
  const server = await readServer(text, { flags, guess, io });
  return { server: { ...server, url: withoutBase(server.url, document) }, named: text === answer };
}

interface ServerContext {
  readonly flags: InitFlags;
  readonly guess: string | undefined;
  readonly io: Io;
}

async function readServer(text: string, { flags, guess, io }: ServerContext): Promise<FirstServer> {
  if (isUrl(text)) return { url: checkedUrl(text, '--server') };
  if (/^[\w.-]+:\d+(\/\S*)?$/.test(text)) return { url: checkedUrl(`http://${text}`, '--server') };
  const listens =
    flags.url ?? commandUrl(text) ?? (guess !== undefined && isLoopback(new URL(guess).hostname) ? guess : undefined);
  const url = listens ?? (await ask('URL at which the server listens: ', io));
  if (url === '')
    throw userError(
      'answer-missing',
      '--url is missing: at which URL does the server listen after the command has started it?',
      {
        hint: 'For example: --url http://127.0.0.1:8000',
      },
    );
  return { url: checkedUrl(url, '--url'), command: commandWords(text) };
}

function checkedUrl(text: string, flag: string): string {
  const problem = serverUrlProblem(text);
  if (problem === undefined) return text.replace(/\/+$/, '');
  throw userError('server-invalid', `${flag} ${problem}; was "${text}"`);
}

/** Guesses the port from `--port 8000`, `-p 8000`, `PORT=8000`, `0.0.0.0:8000`, or a number that can only be a port. */
function commandUrl(command: string): string | undefined {
  const [, named, alone] = /(?:port[= ]|-p[= ]?|:)(\d{2,5})\b|\s(\d{4,5})(?:\s|$)/i.exec(command) ?? [];
  const port = Number(named ?? alone);
  return port > 0 && port <= 65_535 ? `http://127.0.0.1:${port}` : undefined;
}

/** If the command contains shell syntax, a shell runs it. */
function commandWords(text: string): readonly string[] {
  const [command, ...more] = shellCommands(text);
  const needsShell = more.length > 0 || /[<>&$`*;|]/.test(text) || /^\w+=/.test(text);
  return needsShell || command === undefined ? ['sh', '-c', text] : command.words;
}

function documentServer({ servers, source }: ApiDocument): string | undefined {
  const stated = servers.find((url) => isUrl(url) && serverUrlProblem(url) === undefined);
  const origin = stated ?? (isUrl(source) ? source : undefined);
  return origin === undefined ? undefined : new URL(origin).origin;
}

/** Removes the base path, because the paths of imported contracts already contain the base path. */
function withoutBase(url: string, document: ApiDocument | undefined): string {
  const { pathname, origin } = new URL(url);
  const base = pathname.replace(/\/+$/, '');
  const repeats = document?.operations.every(({ path }) => path === base || path.startsWith(`${base}/`)) ?? false;
  return base === '' || repeats ? origin : url;
}
