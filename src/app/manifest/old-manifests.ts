import { join, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import type { Notes } from '../../audit/manifest/carry-notes.ts';
import { carryOldNotes } from '../../audit/manifest/carry-old-notes.ts';
import { checkClaims } from '../../audit/manifest/check-claims.ts';
import { readClasses, type SourceClass } from '../../audit/manifest/read-classes.ts';
import { readOldManifest } from '../../audit/manifest/read-old-manifest.ts';
import { userError } from '../../lib/error.ts';
import { isInside } from '../../lib/is-inside.ts';
import { readManifest } from '../../load/load-manifest.ts';
import { readTextFile } from '../../load/read-text-file.ts';
import type { Client } from '../../model/client.ts';
import type { JsonObject } from '../../model/json.ts';
import type { StaleClaim } from '../../model/manifest.ts';
import type { Workspace } from '../../model/workspace.ts';
import type { Io } from '../io.ts';
import type { ClientEvidence } from '../trace/judge-trace.ts';

export type OldManifests = ReadonlyMap<string, { readonly file: string; readonly manifest: JsonObject }>;

/** Each argument is `FILE` or `CLIENT=FILE`. @throws manifest-missing, manifest-invalid, client-missing */
export async function loadOldManifests(
  args: readonly string[],
  clients: readonly Client[],
  io: Io,
): Promise<OldManifests> {
  const found = new Map<string, { readonly file: string; readonly manifest: JsonObject }>();
  for (const arg of args) {
    const [, name, file = ''] = /^(?:([\w.-]+)=)?(.*)$/s.exec(arg) ?? [];
    const path = resolve(io.cwd, file);
    const text = await readTextFile(path).catch(() => {
      throw userError('manifest-missing', `there is no file ${file}`);
    });
    const read = readManifest(file, text);
    if (read.shape !== 'old')
      throw userError('manifest-invalid', `${file} is not a hand-written manifest`, {
        hint: 'A hand-written manifest is a JSON object with endpoints_covered or commands_covered.',
      });
    found.set(ownerOf(path, name, clients).name, { file, manifest: read.manifest });
  }
  return found;
}

function ownerOf(path: string, name: string | undefined, clients: readonly Client[]): Client {
  const isWithin = ({ source }: Client) => source.kind === 'path' && isInside(path, source.path);
  const owner =
    name === undefined
      ? (clients.find(isWithin) ?? (clients.length === 1 ? clients[0] : undefined))
      : clients.find((client) => client.name === name);
  if (owner !== undefined) return owner;
  throw userError('client-missing', `${path} is not in the source folder of a selected client`, {
    hint: `Name the client of the file: --from-old CLIENT=FILE. Clients: ${clients.map((each) => each.name).join(', ')}.`,
  });
}

interface OldStory {
  readonly notes: Notes;
  readonly stale: readonly StaleClaim[];
}

export async function readOldStory(
  manifest: JsonObject,
  evidence: ClientEvidence,
  workspace: Workspace,
): Promise<OldStory> {
  const { contracts } = workspace;
  const { client, surface, trace } = evidence;
  const classes = client.source.kind === 'path' ? await classesIn(client.source.path) : [];
  const stale = checkClaims(readOldManifest(manifest), {
    ...{ surface, contracts, classes },
    ignored: client.ignore.filter(({ argument }) => argument === undefined).map(({ method }) => method),
    versions: trace.description.versions,
  });
  return { notes: carryOldNotes(manifest, contracts), stale };
}

async function classesIn(folder: string): Promise<readonly SourceClass[]> {
  const ignore = ['**/node_modules/**', '**/tests/**', '**/.venv/**', '**/venv/**'];
  const files = await glob('**/*.py', { cwd: folder, ignore });
  const texts = await Promise.all(
    files.toSorted().map(async (file) => readClasses(file, await readTextFile(join(folder, file)))),
  );
  return texts.flat();
}
