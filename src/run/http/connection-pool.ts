import type { HttpRequest } from '../../model/http.ts';
import { type Connection, createConnection, type Dialer, type Limits } from './connection.ts';
import type { TransportResult } from './transport.ts';

export type Send = (request: HttpRequest, limits: Limits, onResult: (result: TransportResult) => void) => void;

export interface ConnectionPool {
  readonly send: Send;
  /** Connections of their own, open already, for requests that have to leave together. Each is good for one request. */
  lanes(count: number, signal: AbortSignal): Promise<readonly Send[]>;
  close(): void;
}

/** Connections that are kept for later requests at most. */
const MOST_IDLE = 32;

/** As many connections as there are requests at once. One that may have been ended by the server is not used again. Nothing is ever sent twice. */
export function createConnectionPool(dialer: Dialer): ConnectionPool {
  const all = new Set<Connection>();
  const idle: Connection[] = [];
  const make = () => {
    const connection = createConnection(dialer);
    all.add(connection);
    return connection;
  };
  const use = (connection: Connection, ...[request, limits, onDelivery]: Parameters<Connection['send']>): void =>
    connection.send(request, limits, (delivery) => {
      if (delivery.reusable && idle.length < MOST_IDLE) idle.push(connection);
      else {
        all.delete(connection);
        connection.destroy();
      }
      onDelivery(delivery);
    });
  return {
    send: (request, limits, onResult) => use(idle.pop() ?? make(), request, limits, ({ result }) => onResult(result)),
    lanes: async (count, signal) => {
      const lanes = Array.from({ length: count }, make);
      await Promise.all(lanes.map((lane) => lane.open(signal)));
      return lanes.map(
        (lane): Send =>
          (request, limits, onResult) =>
            use(lane, request, limits, ({ result }) => onResult(result)),
      );
    },
    close: () => {
      for (const connection of all) connection.destroy();
      all.clear();
      idle.length = 0;
    },
  };
}
