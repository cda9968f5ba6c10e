import { readFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { Page } from '../audit/docs/block.ts';
import type { ClaimedPage } from '../audit/docs/claim.ts';
import { type ExampleReaders, examplesIn } from '../audit/docs/example-claims.ts';
import { findClaims, type ReadPage, readPage } from '../audit/docs/find-claims.ts';
import { readScriptExample } from '../audit/docs/read-script-example.ts';
import { readPythonExamples } from '../clients/driver/read-python-examples.ts';
import { userError } from '../lib/error.ts';
import type { Client } from '../model/client.ts';
import type { Io } from './io.ts';

export interface OwnedPage {
  /** null: of every client. */
  readonly client: string | null;
  readonly page: ClaimedPage;
}

interface OwnedText {
  readonly client: string | null;
  readonly page: Page;
}

/** What the named pages say, or each client's README.md. Warns about what could not be examined. @throws page-missing, client-unknown */
export async function readDocs(
  named: readonly string[] | undefined,
  clients: readonly Client[],
  io: Io,
): Promise<readonly OwnedPage[]> {
  const texts = named === undefined ? await ownReadmes(clients) : await namedPages(named, clients, io);
  const pages = texts.map(({ client, page }) => ({ client, page: readPage(page) }));
  const readers = await exampleReaders(
    pages.map(({ page }) => page),
    io,
  );
  const read = pages.map(({ client, page }) => ({ client, page: findClaims(page, readers) }));
  for (const warning of new Set(read.flatMap(({ page }) => unexamined(page)))) io.err(`warning: ${warning}\n`);
  return read;
}

function unexamined({ claims }: ClaimedPage): readonly string[] {
  return claims.flatMap((claim) =>
    claim.kind === 'unexamined' ? [`${claim.at.file}:${claim.at.line}: ${claim.text}`] : [],
  );
}

async function exampleReaders(pages: readonly ReadPage[], io: Io): Promise<ExampleReaders> {
  const inPages = (language: keyof ExampleReaders) => pages.flatMap(({ blocks }) => examplesIn(blocks, language));
  const python = await readPythonExamples([...new Set(inPages('python'))], io.env);
  const readPython: ExampleReaders['python'] =
    python.kind === 'read'
      ? (text) => python.items.get(text) ?? []
      : () => [{ kind: 'unexamined', text: `the Python example was not examined: ${python.reason}`, line: 1 }];
  if (inPages('script').length === 0) return { python: readPython };
  const { default: ts } = await import('typescript');
  return { python: readPython, script: (text) => readScriptExample(ts, text) };
}

async function ownReadmes(clients: readonly Client[]): Promise<readonly OwnedText[]> {
  const found = await Promise.all(
    clients.map(async ({ name, source }): Promise<readonly OwnedText[]> => {
      if (source.kind !== 'path') return [];
      const text = await readFile(join(source.path, 'README.md'), 'utf8').catch(() => null);
      return text === null ? [] : [{ client: name, page: { file: 'README.md', text } }];
    }),
  );
  return found.flat();
}

function namedPages(args: readonly string[], clients: readonly Client[], io: Io): Promise<readonly OwnedText[]> {
  return Promise.all(
    args.map(async (arg) => {
      const [, name, file = ''] = /^(?:([\w.-]+)=)?(.*)$/s.exec(arg) ?? [];
      if (name !== undefined && !clients.some((client) => client.name === name))
        throw userError('client-unknown', `--docs names "${name}", which is not one of the audited clients`, {
          hint: `Clients: ${clients.map((client) => client.name).join(', ')}.`,
        });
      const path = resolve(io.cwd, file);
      const text = await readFile(path, 'utf8').catch(() => {
        throw userError('page-missing', `--docs names ${file}, which does not exist`, { hint: 'Check the path.' });
      });
      const owner = name ?? clients.find(({ source }) => source.kind === 'path' && isWithin(source.path, path))?.name;
      return { client: owner ?? null, page: { file, text } };
    }),
  );
}

function isWithin(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return !inside.startsWith('..') && !isAbsolute(inside);
}
