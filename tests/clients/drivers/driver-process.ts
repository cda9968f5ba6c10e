import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { readBoundedLines } from '../../../src/clients/driver/read-bounded-lines.ts';
import {
  type CallOutcome,
  type ClientDescription,
  type ClientStarted,
  DRIVER_PROTOCOL,
  type DriverError,
  type DriverStart,
  type DriverValue,
  type MethodDescription,
} from '../../../src/model/driver.ts';

const ROOT = join(import.meta.dirname, '../../..');
export const CLIENTS = join(ROOT, 'tests/fixtures/clients');

const COMMANDS = {
  command: [process.execPath, join(ROOT, 'dist/drivers/command.js')],
  mcp: [process.execPath, join(ROOT, 'dist/drivers/mcp.js')],
  node: [process.execPath, join(ROOT, 'dist/drivers/node.js')],
  python: ['python3', join(ROOT, 'src/clients/drivers/python')],
} as const;

type Args = { readonly [name: string]: DriverValue };

type Reply = {
  readonly id: number;
  readonly ok?: unknown;
  readonly error?: DriverError;
  readonly method?: MethodDescription;
  readonly busy?: string;
};

export class DriverProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #methods: MethodDescription[] = [];
  #lastId = 0;
  stderr = '';

  constructor(driver: keyof typeof COMMANDS, env: NodeJS.ProcessEnv = {}) {
    const [file, program] = COMMANDS[driver];
    const clean = { PATH: process.env.PATH, HOME: process.env.HOME, PYTHONDONTWRITEBYTECODE: '1' };
    this.#child = spawn(file, [program], { env: { ...clean, ...env } });
    this.#child.on('error', (error) => {
      throw new Error(`these tests need ${file} on the PATH: ${error.message}`);
    });
    this.#child.stderr.on('data', (data: Buffer) => {
      this.stderr += data.toString();
    });
    readBoundedLines(this.#child.stdout, Number.POSITIVE_INFINITY, {
      line: (line) => {
        const reply: Reply = JSON.parse(line); // if the client prints to stdout, the test fails here
        if (reply.method !== undefined) this.#methods.push(reply.method);
        // a slow driver may report that it is busy before it replies
        else if (reply.busy === undefined) this.#take(reply);
      },
      tooLong: () => undefined,
    });
  }

  ask(request: object): Promise<Reply> {
    this.#lastId += 1;
    return this.write(JSON.stringify({ id: this.#lastId, ...request }), this.#lastId);
  }

  /** Waits for the reply with this `id`. A reply to an unparsable line has the id -1. */
  write(line: string, id = -1): Promise<Reply> {
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.stdin.write(`${line}\n`);
    });
  }

  async start(changes: Partial<DriverStart>): Promise<ClientDescription> {
    const started = okOf(await this.ask(startOf(changes))) as ClientStarted; // safe cast: the reply to `start` is a ClientStarted
    return { ...started, methods: this.#methods };
  }

  async refusal(changes: Partial<DriverStart>): Promise<DriverError | undefined> {
    return (await this.ask(startOf(changes))).error;
  }

  tryCall(method: string, args: Args, timeoutMs = 5000): Promise<Reply> {
    return this.ask({ do: 'call', method, arguments: args, timeoutMs });
  }

  async call(method: string, args: Args = {}, timeoutMs = 5000): Promise<CallOutcome> {
    return okOf(await this.tryCall(method, args, timeoutMs)) as CallOutcome; // safe cast: the reply to `call` is a CallOutcome
  }

  async value(method: string, args: Args = {}): Promise<unknown> {
    const outcome = await this.call(method, args);
    if (outcome.kind !== 'returned') throw new Error(`expected a value, got ${JSON.stringify(outcome)}`);
    return outcome.value;
  }

  /** Waits until stderr contains the pattern, because this text may arrive after the reply. */
  printed(pattern: RegExp): Promise<void> {
    return new Promise((resolve) => {
      const look = () => pattern.test(this.stderr) && resolve();
      this.#child.stderr.on('data', look);
      look();
    });
  }

  end(): Promise<number | null> {
    return new Promise((resolve) => {
      this.#child.on('close', resolve);
      this.#child.stdin.write('{"id":0,"do":"end"}\n');
    });
  }

  #take(reply: Reply): void {
    this.#waiting.get(reply.id)?.(reply);
    this.#waiting.delete(reply.id);
  }
}

export function startOf(changes: Partial<DriverStart>): DriverStart {
  const none = { source: null, construct: null, command: [], functions: [], ignore: [], table: null };
  return { do: 'start', protocol: DRIVER_PROTOCOL, ...none, ...changes };
}

function okOf({ ok, error }: Reply): unknown {
  if (error !== undefined) throw new Error(`${error.code}: ${error.message}\n${error.detail ?? ''}`);
  return ok;
}
