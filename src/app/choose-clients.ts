import { findObstacle } from '../clients/install/find-obstacle.ts';
import { userError } from '../lib/error.ts';
import { nearest } from '../lib/nearest.ts';
import type { Client } from '../model/client.ts';
import type { Workspace } from '../model/workspace.ts';
import type { Io } from './io.ts';

export function findClient(name: string, clients: readonly Client[]): Client {
  const found = clients.find((client) => client.name === name);
  if (found !== undefined) return found;
  const known = clients.map((client) => client.name);
  const near = nearest(name, known);
  const hint = near === undefined ? `Clients: ${known.join(', ') || 'none'}.` : `Did you mean "${near}"?`;
  throw userError('client-unknown', `there is no client "${name}": no file in the clients folder has this name`, {
    hint,
  });
}

export interface SkippedClient {
  readonly client: string;
  readonly reason: string;
}

interface ChoosingContext {
  readonly workspace: Workspace;
  readonly io: Io;
  /** Also chooses clients that cannot run here, because existing traces are used. */
  readonly asKept?: boolean;
}

/** Without names, chooses the clients that can run here, and prints why the other clients cannot run. */
export async function chooseClients(
  names: readonly string[],
  { workspace, io, asKept = false }: ChoosingContext,
): Promise<{ readonly chosen: readonly Client[]; readonly skipped: readonly SkippedClient[] }> {
  const { clients, root } = workspace;
  if (names.length > 0) return { chosen: names.map((name) => findClient(name, clients)), skipped: [] };
  if (asKept) return { chosen: clients, skipped: [] };
  const chosen: Client[] = [];
  const skipped: SkippedClient[] = [];
  for (const client of clients) {
    const reason = await findObstacle(client, { root, env: io.env });
    if (reason === undefined) chosen.push(client);
    else {
      skipped.push({ client: client.name, reason });
      io.err(`skipped ${client.name}: ${reason}\n`);
    }
  }
  return { chosen, skipped };
}
