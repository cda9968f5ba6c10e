import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { readBoundedLines } from '../../../src/clients/driver/read-bounded-lines.ts';
import {
  type CallOutcome,
  type ClientDescription,
  type ClientStarted,
  DRIVER_PROTOCOL,
  type DriverReply,
  type DriverStart,
  type DriverValue,
  type MethodDescription,
} from '../../../src/model/driver.ts';

export const CLIENTS = join(import.meta.dirname, '../../fixtures/clients');
const DRIVERS = join(import.meta.dirname, '../../../dist/drivers');

/** A driver of the bundle, spoken to line by line. */
export class DriverProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, (reply: DriverReply) => void>();
  readonly #methods: MethodDescription[] = [];
  #lastId = 0;

  constructor(driver: 'command' | 'mcp', env: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(process.execPath, [join(DRIVERS, `${driver}.js`)], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, PYTHONDONTWRITEBYTECODE: '1', ...env },
    });
    readBoundedLines(this.#child.stdout, Number.POSITIVE_INFINITY, {
      line: (line) => {
        const reply = JSON.parse(line) as DriverReply; // the protocol
        if ('method' in reply) this.#methods.push(reply.method);
        else this.#waiting.get(reply.id)?.(reply);
      },
      tooLong: () => undefined,
    });
  }

  start(changes: Partial<DriverStart>): Promise<DriverReply> {
    return this.#send({
      do: 'start',
      protocol: DRIVER_PROTOCOL,
      source: null,
      construct: null,
      command: [],
      functions: [],
      ignore: [],
      table: null,
      ...changes,
    });
  }

  async description(changes: Partial<DriverStart>): Promise<ClientDescription> {
    const started = okOf(await this.start(changes)) as ClientStarted; // the answer to a start
    return { ...started, methods: this.#methods };
  }

  tryCall(method: string, args: { readonly [name: string]: DriverValue }, timeoutMs = 5000): Promise<DriverReply> {
    return this.#send({ do: 'call', method, arguments: args, timeoutMs });
  }

  async call(method: string, args: { readonly [name: string]: DriverValue }, timeoutMs = 5000): Promise<CallOutcome> {
    return okOf(await this.tryCall(method, args, timeoutMs)) as CallOutcome; // the answer to a call
  }

  async end(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin.end();
    await gone;
  }

  #send(request: object): Promise<DriverReply> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#child.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }
}

function okOf(reply: DriverReply): unknown {
  if ('error' in reply) throw new Error(`${reply.error.code}: ${reply.error.message}\n${reply.error.detail ?? ''}`);
  return 'ok' in reply ? reply.ok : reply.method;
}
