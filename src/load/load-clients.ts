import { dirname, resolve } from 'node:path';
import { parseDuration } from '../lib/duration.ts';
import type { Client, ClientSource } from '../model/client.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Parameter, TypeHint } from '../model/driver.ts';
import type { Json } from '../model/json.ts';
import type { ClientNotes } from '../model/manifest.ts';
import { type ClientFile, clientFormat, type ParameterFile } from './formats/client-format.ts';
import { notesFormat } from './formats/manifest-format.ts';
import { readFolder } from './read-folder.ts';
import { validate } from './validate.ts';
import { parseYaml, type YamlSource } from './yaml-source.ts';

export interface LoadedClient {
  readonly client: Client;
  readonly source: YamlSource;
}

interface LoadInput {
  readonly profiles: readonly string[];
  readonly report: (diagnostic: Diagnostic) => void;
}

/** A trace creates the file `NAME.surface.yaml`. People write the file `NAME.notes.yaml`. */
const SNAPSHOT = /\.surface\.yaml$/;
const NOTES = /\.notes\.yaml$/;

const TIMEOUT_MS = 5000;
const START_TIMEOUT_MS = 60_000;

export async function loadClients(root: string, folder: string, input: LoadInput): Promise<readonly LoadedClient[]> {
  const files = await readFolder(root, folder, '*.yaml');
  const notes = loadNotes(files, input);
  return files
    .filter(({ inside }) => !SNAPSHOT.test(inside) && !NOTES.test(inside))
    .flatMap(({ file, inside, text }) => {
      const source = parseYaml(file, text);
      const { value, diagnostics } = validate(source, clientFormat);
      for (const diagnostic of diagnostics) input.report(diagnostic);
      if (value === null) return [];
      const place = { name: inside.replace(/\.yaml$/, ''), folder: dirname(resolve(root, file)) };
      const known = notes.get(place.name);
      const client = buildClient(value, place, { source, profiles: input.profiles });
      return [{ client: known === undefined ? client : { ...client, notes: known }, source }];
    });
}

type Files = Awaited<ReturnType<typeof readFolder>>;

function loadNotes(files: Files, { report }: LoadInput): ReadonlyMap<string, ClientNotes> {
  const names = new Set(files.map(({ inside }) => inside));
  const notes = files.filter(({ inside }) => NOTES.test(inside));
  return new Map(
    notes.flatMap(({ file, inside, text }) => {
      const source = parseYaml(file, text);
      const { value, diagnostics } = validate(source, notesFormat);
      for (const diagnostic of diagnostics) report(diagnostic);
      const name = inside.replace(NOTES, '');
      if (!names.has(`${name}.yaml`))
        report({
          ...{ severity: 'error', code: 'client-unknown', at: source.locate([]), path: '' },
          message: `belongs to no client: the folder has no ${name}.yaml`,
          hint: 'rename or remove the notes file',
        });
      return value === null ? [] : [[name, value] as const];
    }),
  );
}

function buildClient(
  file: ClientFile,
  { name, folder }: { readonly name: string; readonly folder: string },
  { source, profiles }: { readonly source: YamlSource; readonly profiles: readonly string[] },
): Client {
  const { construct, covers, table, timeout } = file;
  return {
    name,
    driver: file.driver,
    source: buildSource(file.source, folder),
    runtime: file.runtime ?? null,
    construct: construct
      ? { call: callOf(construct.call, folder), args: construct.args ?? [], kwargs: construct.kwargs ?? {} }
      : null,
    command: file.command ?? [],
    env: file.env ?? {},
    profile: file.profile ?? profiles[0] ?? 'default',
    covers: buildCovers(covers),
    origins: file.origins ?? [],
    errors: file.errors ?? {},
    ignore: file.ignore ?? [],
    signatures: file.signatures ?? null,
    table: table === undefined ? null : buildTable(table),
    ...(file.answers === undefined ? {} : { answers: file.answers }),
    startTimeoutMs: parseDuration(file.start_timeout ?? '') ?? START_TIMEOUT_MS,
    timeoutMs: timeout === undefined ? TIMEOUT_MS : (parseDuration(timeout) ?? TIMEOUT_MS),
    at: source.locate([]),
  };
}

function buildCovers({ only = [], except = [], reason }: NonNullable<ClientFile['covers']> = {}): Client['covers'] {
  const reasons = { ...(Array.isArray(except) ? {} : except), ...(reason !== undefined && { only: reason }) };
  return {
    ...{ only, except: Array.isArray(except) ? except : Object.keys(except) },
    ...(Object.keys(reasons).length > 0 && { reasons }),
  };
}

/** Replaces the path in `make.py#client` by an absolute path. */
function callOf(call: string, folder: string): string {
  const [, file, name] = /^([^#]+\.py)#(\w+)$/.exec(call) ?? [];
  return file === undefined ? call : `${resolve(folder, file)}#${name}`;
}

function buildSource(file: ClientFile['source'], folder: string): ClientSource {
  if (file.pip !== undefined) return { kind: 'pip', requirement: file.pip };
  if (file.npm !== undefined) return { kind: 'npm', requirement: file.npm };
  return { kind: 'path', path: resolve(folder, file.path ?? '.'), install: file.install ?? false };
}

function buildTable(file: NonNullable<ClientFile['table']>): NonNullable<Client['table']> {
  return Object.fromEntries(
    Object.entries(file).map(([command, parameters]) => [command, parameters.map(buildParameter)]),
  );
}

function buildParameter(file: ParameterFile): Parameter {
  return {
    name: file.name,
    required: file.required ?? false,
    type: buildType(file.type ?? 'string'),
    positional: file.positional ?? !file.name.startsWith('-'),
    ...(file.default !== undefined && { default: file.default as Json }), // safe cast: zod has a separate type for JSON values
  };
}

function buildType(file: NonNullable<ParameterFile['type']>): TypeHint {
  if (typeof file === 'string') return { kind: file };
  if ('list' in file) return { kind: 'list', of: { kind: file.list } };
  return { kind: 'literal', values: file.one_of };
}
