import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';

/** From now on every TCP connection of the client is a line `host port` of a file: the harness compares them with the recorder's. */
export function watchContacts(file: string | undefined): void {
  if (file === undefined) return;
  const seen = new Set<string>();
  const connect = Socket.prototype.connect;
  Socket.prototype.connect = function (this: Socket, ...given: unknown[]): Socket {
    const line = lineOf(given);
    if (line !== undefined && !seen.has(line)) {
      seen.add(line);
      appendFileSync(file, line);
    }
    return Reflect.apply(connect, this, given);
  };
}

/** Node hands the arguments on as a list in a list; a path is a pipe on this machine. */
function lineOf(given: readonly unknown[]): string | undefined {
  const [first, second]: readonly unknown[] = Array.isArray(given[0]) ? given[0] : given;
  if (typeof first === 'number') return `${typeof second === 'string' ? second : 'localhost'} ${first}\n`;
  if (typeof first !== 'object' || first === null || !('port' in first) || first.port === undefined) return undefined;
  const host = 'host' in first && typeof first.host === 'string' ? first.host : 'localhost';
  return `${host} ${String(first.port)}\n`;
}
