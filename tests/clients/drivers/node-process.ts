import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { readBoundedLines } from '../../../src/clients/driver/read-bounded-lines.ts';
import type {
  CallOutcome,
  ClientDescription,
  ClientStarted,
  DriverError,
  DriverStart,
  DriverValue,
  MethodDescription,
} from '../../../src/model/driver.ts';

const ROOT = join(import.meta.dirname, '../../..');
const CLIENTS = join(ROOT, 'tests/fixtures/clients');
/** A correct client with declarations. */
export const ACME = join(CLIENTS, 'typescript');
/** A client without declarations that does what clients should not do. */
export const ODD = { source: join(CLIENTS, 'node-odd'), construct: { call: 'Odd', args: [], kwargs: {} } };

type Reply = {
  readonly id: number;
  readonly ok?: unknown;
  readonly error?: DriverError;
  readonly method?: MethodDescription;
};

/** The built Node driver as a process, spoken to over its protocol. */
export class NodeDriver {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #methods: MethodDescription[] = [];
  #last = 0;
  stderr = '';

  constructor() {
    this.#process = spawn(process.execPath, [join(ROOT, 'dist/drivers/node.js')], { stdio: 'pipe' });
    this.#process.stderr?.on('data', (data: Buffer) => {
      this.stderr += data.toString();
    });
    if (this.#process.stdout === null) throw new Error('the driver has no stdout');
    readBoundedLines(this.#process.stdout, Number.POSITIVE_INFINITY, {
      line: (line) => {
        const reply: Reply = JSON.parse(line); // a client's print on stdout ends the test here
        if (reply.method !== undefined) this.#methods.push(reply.method);
        else this.#waiting.get(reply.id)?.(reply);
      },
      tooLong: () => undefined,
    });
  }

  ask(request: object): Promise<Reply> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#process.stdin?.write(`${JSON.stringify({ id, ...request })}\n`);
    });
  }

  async start(start: Partial<DriverStart>): Promise<ClientDescription> {
    const { ok, error } = await this.ask(startOf(start));
    if (error !== undefined) throw new Error(`${error.code}: ${error.message}`);
    return { ...(ok as ClientStarted), methods: this.#methods };
  }

  /** Why it cannot be started. */
  async refusal(start: Partial<DriverStart>): Promise<DriverError | undefined> {
    return (await this.ask(startOf(start))).error;
  }

  async call(method: string, args: { readonly [name: string]: DriverValue } = {}, timeoutMs = 5000) {
    const { ok, error } = await this.ask({ do: 'call', method, arguments: args, timeoutMs });
    if (error !== undefined) throw new Error(`${error.code}: ${error.message}`);
    return ok as CallOutcome;
  }

  /** What the call handed back. */
  async value(method: string, args: { readonly [name: string]: DriverValue } = {}): Promise<unknown> {
    const outcome = await this.call(method, args);
    if (outcome.kind !== 'returned') throw new Error(`expected a value, got ${JSON.stringify(outcome)}`);
    return outcome.value;
  }

  /** When stderr has it: what is printed may come after the reply. */
  printed(pattern: RegExp): Promise<void> {
    return new Promise((resolve) => {
      const look = () => pattern.test(this.stderr) && resolve();
      this.#process.stderr?.on('data', look);
      look();
    });
  }

  end(): Promise<number | null> {
    return new Promise((resolve) => {
      this.#process.on('close', resolve);
      this.#process.stdin?.write('{"id":0,"do":"end"}\n');
    });
  }
}

function startOf(start: Partial<DriverStart>): DriverStart {
  const none = { source: null, construct: null, command: [], functions: [], ignore: [], table: null };
  return { do: 'start', protocol: 2, ...none, ...start };
}
