import { userError } from '../lib/error.ts';
import { nearest } from '../lib/nearest.ts';
import type { Client } from '../model/client.ts';

/** Finds a client by name. @throws client-unknown, with the nearest name as a hint. */
export function findClient(name: string, clients: readonly Client[]): Client {
  const found = clients.find((client) => client.name === name);
  if (found !== undefined) return found;
  const known = clients.map((client) => client.name);
  const near = nearest(name, known);
  const hint = near === undefined ? `Clients: ${known.join(', ') || 'none'}.` : `Did you mean "${near}"?`;
  throw userError('client-unknown', `there is no client "${name}": a client must be a file in the clients folder`, {
    hint,
  });
}
