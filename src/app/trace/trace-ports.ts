import { join } from 'node:path';
import { type ClientCoverage, readCoverage } from '../../audit/manifest/read-coverage.ts';
import { userError } from '../../lib/error.ts';
import { readPorts } from '../../load/load-ports.ts';
import { readOptional } from '../../load/read-folder.ts';
import type { Client } from '../../model/client.ts';
import type { OpenPort } from '../../model/manifest.ts';
import type { Trace } from '../../model/trace.ts';
import { renderDiagnostics } from '../../report/diagnostics.ts';
import { readClient } from '../../surface/read-client.ts';
import type { GitPlace } from '../git/run-git.ts';
import { sourceRevision } from '../git/source-revision.ts';
import { resolveRevision, withWorktree } from '../git/with-worktree.ts';
import type { Io } from '../io.ts';
import type { EvidenceContext } from './client-evidence.ts';
import { driveClient } from './drive-client.ts';

const PORTS_FILE = 'ports.yaml';

/** Maps client names to open ports. The key is '' if a list has no client name. */
export type PortLists = ReadonlyMap<string, readonly OpenPort[]> | null;

/** If no file is named, reads `ports.yaml` if it exists. @throws ports-missing, files-invalid */
export async function loadPorts(root: string, name: string | undefined): Promise<PortLists> {
  const file = name ?? PORTS_FILE;
  const text = await readOptional(root, file);
  if (text === null) {
    if (name === undefined) return null;
    throw userError('ports-missing', `there is no file ${file}`, { hint: 'See docs/reference/manifest.md#ports.' });
  }
  const { ports, diagnostics } = readPorts(file, text, root);
  if (diagnostics.length > 0)
    throw userError('files-invalid', `the data files have mistakes:\n\n${renderDiagnostics(diagnostics)}`);
  return ports;
}

/** @throws client-missing if the project has several clients and a list has no client name */
export function portsOf(lists: PortLists, client: Client, clients: readonly Client[]): readonly OpenPort[] | null {
  if (lists === null) return null;
  const nameless = lists.get('') ?? [];
  if (nameless.length > 0 && clients.length > 1)
    throw userError(
      'client-missing',
      `the list of ports must stand under the name of a client, because there are ${clients.length} clients`,
      {
        hint: `Put the list of ports under the client's name, or use --only ${client.name}.`,
      },
    );
  return [...nameless, ...(lists.get(client.name) ?? [])];
}

interface TracedPort {
  readonly port: OpenPort;
  readonly coverage: ClientCoverage;
}

/** @throws tree-dirty, revision-unknown or an error of the trace */
export async function tracePorts(
  ports: readonly OpenPort[],
  client: Client,
  context: EvidenceContext,
): Promise<readonly TracedPort[]> {
  const open = ports.filter(({ state }) => state === 'open');
  if (open.length > 0) await requireClean(client, context.io);
  const traced: TracedPort[] = [];
  for (const port of open) {
    context.io.err(`tracing ${port.reference} of ${client.name}\n`);
    const trace = await tracePort(port, client, context);
    const { contracts } = context.workspace;
    traced.push({ port, coverage: readCoverage(readClient(trace, contracts), contracts) });
  }
  return traced;
}

async function tracePort({ head, reference }: OpenPort, client: Client, context: EvidenceContext): Promise<Trace> {
  const drive = (path: string) => {
    const install = client.source.kind === 'path' && client.source.install;
    return driveClient({ ...client, source: { kind: 'path', path, install } }, { ...context, file: null });
  };
  if ('folder' in head) return drive(head.folder);
  const place = { folder: folderOf(client, reference), env: context.io.env };
  return withWorktree(place, await findRevision(place, head.revision), drive);
}

function folderOf({ name, source, at }: Client, reference: string): string {
  if (source.kind === 'path') return source.path;
  throw userError(
    'source-missing',
    `port ${reference} needs a clone of the client "${name}", but the source of this client is ${source.kind}`,
    {
      hint: `Set \`source: { path: … }\` in ${at.file}, or give the port a \`folder\`.`,
    },
  );
}

/** A branch may exist only on the remote, as `origin/BRANCH`. */
async function findRevision(place: GitPlace, revision: string): Promise<string> {
  return resolveRevision(place, revision).catch((error: unknown) =>
    resolveRevision(place, join('origin', revision)).catch(() => {
      throw error;
    }),
  );
}

/** A port in an uncommitted change would be reported as shipped. */
async function requireClean({ name, source }: Client, { env }: Io): Promise<void> {
  if (source.kind !== 'path' || !(await sourceRevision({ folder: source.path, env }))?.dirty) return;
  throw userError('tree-dirty', `${source.path}, the source of "${name}", has uncommitted changes`, {
    hint: 'Commit or remove the changes. Otherwise they would count as shipped when the open ports are compared with the source.',
  });
}
