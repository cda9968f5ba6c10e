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
  const open = trackConnections(dialer);
  const queue: Waiting[] = [];
  const use = (connection: Connection, waiting: Waiting): void =>
    connection.send(waiting.request, waiting.limits, ({ result, reusable }) => {
      open.giveBack(connection, reusable);
      // The server ends idle connections: the others may have ended too.
      if (result.failure?.reused) open.dropIdle();
      if (result.failure?.exhausted === true && open.settleForFewer()) queue.push(waiting);
      else waiting.onResult(result);
      serveNext();
    });
  const serveNext = () => {
    const connection = queue.length > 0 ? open.take() : undefined;
    const next = connection && queue.shift();
    if (connection !== undefined && next !== undefined) use(connection, next);
  };
  const start = (waiting: Waiting) => {
    const connection = open.take();
    if (connection === undefined) queue.push(waiting);
    else use(connection, waiting);
  };
  return {
    send: (request, limits, onResult) => start({ request, limits, onResult }),
    lanes: async (count, signal) => {
      const lanes = Array.from({ length: count }, open.make);
      await Promise.all(lanes.map((lane) => lane.open(signal)));
      return lanes.map(
        (lane): Send =>
          (request, limits, onResult) =>
            use(lane, { request, limits, onResult }),
      );
    },
    close: open.close,
  };
}

/** The connections that are open, and those of them that wait for a request. */
function trackConnections(dialer: Dialer) {
  const all = new Set<Connection>();
  const idle: Connection[] = [];
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
  const dropIdle = () => {
    for (const connection of idle.splice(0)) drop(connection);
  };
  return {
    make,
    dropIdle,
    /** One that waits, or a new one; undefined where there are as many as may be. */
    take: () => idle.pop() ?? (all.size < most ? make() : undefined),
    giveBack: (connection: Connection, reusable: boolean) => {
      if (reusable && idle.length < MOST_IDLE && all.size <= most) idle.push(connection);
      else drop(connection);
    },
    /** The system opens no more. False when none is open, for which a request could wait. */
    settleForFewer: () => {
      if (all.size > 0) most = Math.min(most, Math.max(1, all.size - ROOM));
      return all.size > 0;
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
