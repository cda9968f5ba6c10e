import type { HttpRequest } from '../model/http.ts';
import { type Connection, createConnection, type Delivery, type Dialer, type Limits } from './connection.ts';
import type { TransportResult } from './transport.ts';

export type Send = (request: HttpRequest, limits: Limits) => Promise<TransportResult>;

export interface ConnectionPool {
  readonly send: Send;
  /** Connections of their own, open already, for requests that have to leave together. Each is good for one request. */
  lanes(count: number, signal: AbortSignal): Promise<readonly Send[]>;
  close(): void;
}

/** Connections that are kept for later requests at most. */
const MOST_IDLE = 32;

/** As many connections as there are requests at once. One that may have been ended by the server is not used again. */
export function createConnectionPool(dialer: Dialer): ConnectionPool {
  const all = new Set<Connection>();
  const idle: Connection[] = [];
  const make = () => {
    const connection = createConnection(dialer);
    all.add(connection);
    return connection;
  };
  const use = (connection: Connection, request: HttpRequest, limits: Limits): Promise<Delivery> =>
    connection.send(request, limits, ({ reusable }) => {
      if (reusable && idle.length < MOST_IDLE) idle.push(connection);
      else {
        all.delete(connection);
        connection.destroy();
      }
    });
  return {
    send: async (request, limits) => {
      const { result, stale } = await use(idle.pop() ?? make(), request, limits);
      if (!stale || limits.signal.aborted) return result;
      return { ...(await use(make(), request, limits)).result, resent: true };
    },
    lanes: async (count, signal) => {
      const lanes = Array.from({ length: count }, make);
      await Promise.all(lanes.map((lane) => lane.open(signal)));
      return lanes.map((lane) => async (request, limits) => (await use(lane, request, limits)).result);
    },
    close: () => {
      for (const connection of all) connection.destroy();
      all.clear();
      idle.length = 0;
    },
  };
}
