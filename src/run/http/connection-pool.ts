import type { HttpRequest } from '../../model/http.ts';
import { type Connection, createConnection } from './connection.ts';
import type { Dialer } from './dialer.ts';
import type { Limits, TransportResult } from './transport-result.ts';

export type Send = (request: HttpRequest, limits: Limits, onResult: (result: TransportResult) => void) => void;

export interface ConnectionPool {
  readonly send: Send;
  /** Connections of their own, open already, for requests that have to leave together. Each is good for one request. */
  lanes(count: number, signal: AbortSignal): Promise<readonly Send[]>;
  close(): void;
}

/** Connections that are kept for later requests at most. */
const MOST_IDLE = 32;

/** Connections that are given up when no more files can be opened: a run also reads and writes files. */
const ROOM = 8;

/**
 * As many connections as there are requests at once, or as the system lets us open: then requests wait for their turn. One
 * that may have been ended by the server is not used again. Nothing is ever sent twice.
 */
export function createConnectionPool(dialer: Dialer): ConnectionPool {
  const all = new Set<Connection>();
  const idle: Connection[] = [];
  const queue: Waiting[] = [];
  let most = Number.POSITIVE_INFINITY;
  const make = () => {
    const connection = createConnection(dialer);
    all.add(connection);
    return connection;
  };
  const drop = (connection: Connection) => {
    all.delete(connection);
    connection.destroy();
  };
  const use = (connection: Connection, { request, limits, onResult }: Waiting): void =>
    connection.send(request, limits, ({ result, reusable }) => {
      if (reusable && idle.length < MOST_IDLE && all.size <= most) idle.push(connection);
      else drop(connection);
      // The server ends idle connections: the others may have ended too.
      if (result.failure?.reused) for (const other of idle.splice(0)) drop(other);
      const waits = result.failure?.exhausted === true && all.size > 0;
      if (waits) most = Math.min(most, Math.max(1, all.size - ROOM));
      if (waits) queue.push({ request, limits, onResult });
      else onResult(result);
      serveNext();
    });
  const serveNext = () => {
    if (all.size >= most && idle.length === 0) return;
    const next = queue.shift();
    if (next !== undefined) start(next);
  };
  const start = (waiting: Waiting) => {
    const connection = idle.pop() ?? (all.size < most ? make() : undefined);
    if (connection === undefined) queue.push(waiting);
    else use(connection, waiting);
  };
  return {
    send: (request, limits, onResult) => start({ request, limits, onResult }),
    lanes: async (count, signal) => {
      const lanes = Array.from({ length: count }, make);
      await Promise.all(lanes.map((lane) => lane.open(signal)));
      return lanes.map(
        (lane): Send =>
          (request, limits, onResult) =>
            use(lane, { request, limits, onResult }),
      );
    },
    close: () => {
      for (const connection of all) connection.destroy();
      all.clear();
      idle.length = 0;
    },
  };
}

/** A request, and who wants its response. */
interface Waiting {
  readonly request: HttpRequest;
  readonly limits: Limits;
  readonly onResult: (result: TransportResult) => void;
}
