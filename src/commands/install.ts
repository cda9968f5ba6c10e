import { findClient } from '../app/choose-clients.ts';
import { installBaseContracts } from '../app/gate/base-contracts.ts';
import { resolveRevision, withWorktree } from '../app/git/with-worktree.ts';
import type { Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { untilStopped } from '../app/until-signal.ts';
import { installClient } from '../clients/install/install-client.ts';
import { userError } from '../lib/error.ts';
import type { Client } from '../model/client.ts';
import type { Workspace } from '../model/workspace.ts';

interface InstallFlags extends WorkspaceFlags {
  /** Also installs the clients of this revision, because a gate compares with this revision. */
  readonly base?: string;
}

/** Installs clients in advance, because a gate does not use the network. */
export async function install(names: readonly string[], flags: InstallFlags, io: Io): Promise<number> {
  const workspace = await openWorkspace(flags, io);
  const clients = names.length === 0 ? workspace.clients : names.map((name) => findClient(name, workspace.clients));
  if (clients.length === 0)
    throw userError('client-missing', `there are no clients in ${workspace.config.clients}/`, { exitCode: 5 });
  return untilStopped(io, async (signal) => {
    const options = { root: workspace.root, env: io.env, signal, tell: (line: string) => io.err(`${line}\n`) };
    for (const client of clients) {
      await installClient(client, options);
      if (flags.base !== undefined) {
        await atBase(client, flags.base, (other) => installClient(other, options), io);
        await contractsAt(flags.base, workspace, options);
      }
      io.out(`${client.name}: ${needsInstall(client) ? 'installed' : 'needs no installation'}\n`);
    }
    return 0;
  });
}

async function atBase(client: Client, base: string, use: (client: Client) => Promise<unknown>, io: Io): Promise<void> {
  const { source } = client;
  if (source.kind !== 'path' || !source.install) return;
  const place = { folder: source.path, env: io.env };
  await withWorktree(place, await resolveRevision(place, base), (path) =>
    use({ ...client, source: { kind: 'path', path, install: true } }),
  );
}

/** Does nothing if the project's repository lacks the revision, or if base and head use the same contracts package. */
async function contractsAt(
  base: string,
  workspace: Workspace,
  options: Parameters<typeof installBaseContracts>[2],
): Promise<void> {
  const place = { folder: workspace.root, env: options.env };
  const commit = await resolveRevision(place, base).catch(() => null);
  if (commit === null) return;
  await withWorktree(place, commit, (tree) => installBaseContracts(tree, workspace, options));
}

function needsInstall({ source }: Client): boolean {
  return source.kind !== 'path' || source.install;
}
