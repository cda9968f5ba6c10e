import { basename, join, resolve } from 'node:path';
import type { Page } from '../../audit/docs/block.ts';
import type { ClaimedPage } from '../../audit/docs/claim.ts';
import { type ExampleReaders, examplesIn } from '../../audit/docs/example-claims.ts';
import { findClaims, type ReadPage, readPage } from '../../audit/docs/find-claims.ts';
import { readScriptExample } from '../../audit/docs/read-script-example.ts';
import { type ObservedSurface, observedSurface } from '../../audit/sources/observed.ts';
import { documentSurface } from '../../audit/sources/openapi.ts';
import { readPythonExamples } from '../../clients/driver/read-python-examples.ts';
import { userError } from '../../lib/error.ts';
import { isInside } from '../../lib/is-inside.ts';
import { readTextFile } from '../../load/read-text-file.ts';
import type { Client } from '../../model/client.ts';
import type { ContractSet } from '../../model/contract.ts';
import type { Surface } from '../../model/surface.ts';
import type { Workspace } from '../../model/workspace.ts';
import { isUrl } from '../../openapi/load-bundle.ts';
import { readEntries } from '../../recording/read-recording.ts';
import { readApiDocument } from '../fetch-document.ts';
import type { Io } from '../io.ts';
import { loadOldManifests, type OldManifests } from '../manifest/old-manifests.ts';

export interface SourceFlags {
  /** Files or URLs of OpenAPI documents. */
  readonly openapi?: readonly string[];
  /** Documentation pages as `FILE` or `CLIENT=FILE`, by default the README.md of each client. */
  readonly docs?: readonly string[];
  /** Hand-written manifests. By default, the manifests in the clients' folders are read. */
  readonly manifest?: readonly string[];
  /** Name of a target that publishes an OpenAPI document. */
  readonly target?: string;
  /** Two recordings of the same target, the older one first. */
  readonly recording?: readonly string[];
}

/** A document with the profile null applies to every client. */
interface ProfiledSurface {
  readonly surface: Surface;
  readonly profile: string | null;
}

export interface AuditSources {
  readonly openapi: readonly ProfiledSurface[];
  readonly pages: readonly OwnedPage[];
  readonly manifests: OldManifests;
  readonly observed: readonly ObservedSurface[];
}

interface Reading {
  readonly workspace: Workspace;
  readonly clients: readonly Client[];
  readonly io: Io;
}

/** Uses the network only if the user named a URL or a target. */
export async function readAuditSources(flags: SourceFlags, reading: Reading): Promise<AuditSources> {
  const { workspace, clients, io } = reading;
  return {
    openapi: await readDocuments(flags, workspace, io),
    pages: await readDocs(flags.docs, clients, io),
    manifests: await loadOldManifests(flags.manifest ?? (await ownManifests(clients)), clients, io),
    observed: await readRecordings(flags.recording ?? [], workspace, io),
  };
}

async function readDocuments(flags: SourceFlags, workspace: Workspace, io: Io): Promise<readonly ProfiledSurface[]> {
  const { contracts } = workspace;
  const documents = (flags.openapi ?? []).map((argument) => namedDocument(argument, contracts.api.profiles));
  const ofTarget = flags.target === undefined ? [] : [targetDocument(flags.target, workspace)];
  return Promise.all(
    [...documents, ...ofTarget].map(async ({ location, name, profile }) => ({
      surface: documentSurface(await readApiDocument(location, { io, config: workspace.config }), {
        contracts,
        source: `openapi:${name}`,
      }),
      profile,
    })),
  );
}

/** `core=openapi.json` says that the document describes the profile `core`. */
function namedDocument(argument: string, profiles: readonly string[]) {
  const [, named, rest = ''] = /^(?:([\w-]+)=)?(.*)$/s.exec(argument) ?? [];
  const profile = named !== undefined && profiles.includes(named) ? named : null;
  const location = profile === null ? argument : rest;
  return { location, name: documentName(location), profile };
}

function documentName(location: string): string {
  return isUrl(location) ? new URL(location).host : basename(location).replace(/\.(json|ya?ml)$/i, '');
}

function targetDocument(name: string, { config }: Workspace) {
  const target = config.targets[name];
  if (target !== undefined && 'url' in target)
    return { location: `${target.url.replace(/\/$/, '')}/openapi.json`, name, profile: target.profile };
  const known = Object.values(config.targets).filter((each) => 'url' in each);
  throw userError('target-unknown', `--target must be a target with a URL; was "${name}"`, {
    hint: `Targets: ${known.map((each) => each.name).join(', ') || 'none'}. To use a document directly: --openapi URL.`,
  });
}

/** Skips generated manifests, because `parity manifest --check` checks them. */
async function ownManifests(clients: readonly Client[]): Promise<readonly string[]> {
  const found = await Promise.all(
    clients.map(async ({ name, source }) => {
      if (source.kind !== 'path') return [];
      const file = join(source.path, 'parity-manifest.json');
      const text = await readTextFile(file).catch(() => '');
      return /"(endpoints|commands)_covered"/.test(text) && !/"format":\s*2\b/.test(text) ? [`${name}=${file}`] : [];
    }),
  );
  return found.flat();
}

async function readRecordings(
  files: readonly string[],
  { contracts }: Workspace,
  io: Io,
): Promise<readonly ObservedSurface[]> {
  if (files.length !== 0 && files.length !== 2)
    throw userError(
      'recording-ambiguous',
      `--recording must be given twice, the older recording first; it was given ${files.length === 1 ? 'once' : `${files.length} times`}`,
    );
  return Promise.all(files.map((file) => readObserved(file, contracts, io)));
}

export async function readObserved(file: string, contracts: ContractSet, { cwd }: Io): Promise<ObservedSurface> {
  return observedSurface(await readEntries(resolve(cwd, file)), {
    target: basename(file).replace(/\.jsonl$/, ''),
    contracts,
  });
}

interface OwnedPage {
  /** Null if the page describes every client. */
  readonly client: string | null;
  readonly page: ClaimedPage;
}

interface OwnedText {
  readonly client: string | null;
  readonly page: Page;
}

/** Without pages, reads the README.md of each client. @throws page-missing, client-unknown */
async function readDocs(
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
  const compiler = await import('typescript').catch(() => undefined);
  if (compiler === undefined) return { python: readPython, script: () => [NO_COMPILER] };
  return { python: readPython, script: (text) => readScriptExample(compiler.default, text) };
}

const NO_COMPILER = {
  kind: 'unexamined',
  text: 'the TypeScript example was not examined: typescript is not installed (npm install --save-dev typescript@6)',
  line: 1,
} as const;

async function ownReadmes(clients: readonly Client[]): Promise<readonly OwnedText[]> {
  const found = await Promise.all(
    clients.map(async ({ name, source }): Promise<readonly OwnedText[]> => {
      if (source.kind !== 'path') return [];
      const text = await readTextFile(join(source.path, 'README.md')).catch(() => null);
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
      const text = await readTextFile(path).catch(() => {
        throw userError('page-missing', `--docs names ${file}, which does not exist`, { hint: 'Check the path.' });
      });
      const owner = name ?? clients.find(({ source }) => source.kind === 'path' && isInside(path, source.path))?.name;
      return { client: owner ?? null, page: { file, text } };
    }),
  );
}
