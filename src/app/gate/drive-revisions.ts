import { methodProblem } from '../../clients/driver/check-reply.ts';
import { isStartRefused } from '../../clients/driver/client-failed.ts';
import { constructionBreaks } from '../../gate/add-breaks.ts';
import { isUserError, userError } from '../../lib/error.ts';
import { loadClients } from '../../load/load-clients.ts';
import type { Client } from '../../model/client.ts';
import type { Trace } from '../../model/trace.ts';
import type { Workspace } from '../../model/workspace.ts';
import { hasRevision, withWorktree } from '../git/with-worktree.ts';
import type { Io } from '../io.ts';
import { driveClient } from '../trace/drive-client.ts';

interface RevisionsContext {
  readonly workspace: Workspace;
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly folder: string;
  readonly base: string;
}

interface Revisions {
  readonly base: Trace;
  readonly head: Trace;
  /** Null if the head's client does not start. */
  readonly driven: Client | null;
}

/** Waits for both revisions even if one revision fails, because the worktree of the base must be removed. */
export async function driveRevisions(client: Client, context: RevisionsContext): Promise<Revisions> {
  const { folder, base, io } = context;
  const [now, before] = await Promise.allSettled([
    drivePresent(client, context),
    withWorktree({ folder, env: io.env }, base, (path) =>
      withBaseFile(client, context, (old) =>
        drivePresent({ ...old, source: { kind: 'path', path, install: isInstalled(client) } }, context),
      ),
    ),
  ]);
  if (before.status === 'rejected') throw now.status === 'rejected' ? now.reason : atBaseOf(base, before.reason);
  const { trace } = before.value;
  if (now.status === 'fulfilled') return { base: trace, head: now.value.trace, driven: now.value.client };
  const head = standIn(trace, now.reason);
  if (head === null) throw now.reason;
  return { base: trace, head, driven: null };
}

/** If the revision lacks the signature function of the client file, the other methods are still traced. */
async function drivePresent(
  client: Client,
  { workspace, io, signal }: RevisionsContext,
): Promise<{ readonly trace: Trace; readonly client: Client }> {
  const drive = (each: Client) => driveClient(each, { workspace, io, signal, file: null, offline: true });
  try {
    return { trace: await drive(client), client };
  } catch (error) {
    const missing = isStartRefused(error) ? error.refused.missing : undefined;
    if (missing === undefined || missing !== client.signatures?.call) throw error;
    const without = { ...client, signatures: null };
    return { trace: await drive(without), client: without };
  }
}

/** The base uses only the start settings of its own client file. */
async function withBaseFile<T>(
  client: Client,
  { workspace, io, base }: RevisionsContext,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const place = { folder: workspace.root, env: io.env };
  if (!(await hasRevision(place, base))) return use(client);
  return withWorktree(place, base, async (tree) => {
    const old = await clientIn(tree, client, workspace);
    if (old === undefined || old.driver !== client.driver) return use(client);
    const { construct, command, env, table, answers, signatures } = old;
    return use({ ...client, construct, command, env, table, signatures, ...(answers && { answers }) });
  });
}

async function clientIn(tree: string, { name }: Client, { config, contracts }: Workspace): Promise<Client | undefined> {
  const input = { profiles: contracts.api.profiles, report: () => undefined };
  const loaded = await loadClients(tree, config.clients, input).catch(() => []);
  return loaded.find((each) => each.client.name === name)?.client;
}

function atBaseOf(base: string, error: unknown): unknown {
  if (!isUserError(error)) return error;
  const { code, exitCode, hint } = error;
  return userError(code, `at the base revision ${base.slice(0, 9)}: ${error.message}`, { exitCode, hint });
}

function isInstalled({ source }: Client): boolean {
  return source.kind === 'path' && source.install;
}

/** Returns a trace if the head's client cannot start because its constructor changed, and otherwise null. */
export function standIn(base: Trace, error: unknown): Trace | null {
  if (!isStartRefused(error)) return null;
  const { missing, construction: said } = error.refused;
  const construction = missing === base.description.construction?.name ? null : said;
  if (construction === undefined || (construction !== null && methodProblem(construction) !== undefined)) return null;
  const description = { ...base.description, construction };
  if (constructionBreaks(base.description, description).length === 0) return null;
  const reason = `the client does not start: ${error.refused.message}`;
  return {
    ...{ start: base.start, description, calls: [], contacts: [], cuts: [], end: base.end },
    blocked: description.methods.map(({ name }) => ({ kind: 'blocked', method: name, reason, local: false })),
  };
}
