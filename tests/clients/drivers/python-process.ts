import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { readBoundedLines } from '../../../src/clients/driver/read-bounded-lines.ts';
import type {
  CallOutcome,
  ClientDescription,
  ClientStarted,
  DriverCall,
  DriverError,
  DriverStart,
  DriverValue,
  MethodDescription,
} from '../../../src/model/driver.ts';

const ROOT = join(import.meta.dirname, '../../..');
export const CLIENTS = join(ROOT, 'tests/fixtures/clients');
/** A client that does what clients should not do. */
export const ODD = { source: join(CLIENTS, 'python-odd'), construct: { call: 'odd.Client', args: [], kwargs: {} } };

type Reply = {
  readonly id: number;
  readonly ok?: unknown;
  readonly error?: DriverError;
  readonly method?: MethodDescription;
};

/** The Python driver as a process, spoken to over its protocol. */
export class PythonDriver {
  readonly #process: ChildProcess;
  readonly #waiting: ((reply: Reply) => void)[] = [];
  readonly #methods: MethodDescription[] = [];
  #last = 0;
  stderr = '';

  constructor() {
    this.#process = spawn('python3', [join(ROOT, 'src/clients/drivers/python')], { stdio: 'pipe' });
    this.#process.on('error', (error) => {
      throw new Error(`these tests need python3 on the PATH: ${error.message}`);
    });
    this.#process.stderr?.on('data', (data: Buffer) => {
      this.stderr += data.toString();
    });
    if (this.#process.stdout === null) throw new Error('the driver has no stdout');
    readBoundedLines(this.#process.stdout, Number.POSITIVE_INFINITY, {
      line: (line) => {
        const reply: Reply = JSON.parse(line);
        if (reply.method !== undefined) this.#methods.push(reply.method);
        else this.#waiting.shift()?.(reply);
      },
      tooLong: () => undefined,
    });
  }

  /** One line, one reply. */
  ask(request: object): Promise<Reply> {
    this.#last += 1;
    return this.write(JSON.stringify({ id: this.#last, ...request }));
  }

  write(line: string): Promise<Reply> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#process.stdin?.write(`${line}\n`);
    });
  }

  async start(start: Partial<DriverStart>): Promise<ClientDescription> {
    const { ok, error } = await this.ask(startOf(start));
    if (error !== undefined) throw new Error(`${error.code}: ${error.message}`);
    return { ...(ok as ClientStarted), methods: this.#methods };
  }

  async call(method: string, args: { readonly [name: string]: DriverValue } = {}, timeoutMs = 5000) {
    const call: DriverCall = { do: 'call', method, arguments: args, timeoutMs };
    const { ok, error } = await this.ask(call);
    if (error !== undefined) throw new Error(`${error.code}: ${error.message}`);
    return ok as CallOutcome;
  }

  /** What the call handed back. */
  async value(method: string, args: { readonly [name: string]: DriverValue } = {}): Promise<unknown> {
    const outcome = await this.call(method, args);
    if (outcome.kind !== 'returned') throw new Error(`expected a value, got ${JSON.stringify(outcome)}`);
    return outcome.value;
  }

  end(): Promise<number | null> {
    return new Promise((resolve) => {
      this.#process.on('close', resolve);
      this.#process.stdin?.write('{"id":0,"do":"end"}\n');
    });
  }
}

export function startOf(start: Partial<DriverStart>): DriverStart {
  const none = { source: null, construct: null, command: [], functions: [], ignore: [], table: null };
  return { do: 'start', protocol: 2, ...none, ...start };
}
