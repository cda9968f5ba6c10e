import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { errorMessage } from '../../lib/error-text.ts';
import { writeJson } from '../../lib/json-text.ts';
import type { DriverCall, DriverEnd, DriverReply, DriverStart, MethodDescription } from '../../model/driver.ts';
import { endGroup } from '../../run/target/process-group.ts';
import { spawnGroup } from '../../run/target/spawn-group.ts';
import { readReply } from './check-reply.ts';
import { readBoundedLines } from './read-bounded-lines.ts';

interface DriverProcessOptions {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: { readonly [name: string]: string };
  /** Maximum length of a line in bytes. A faulty driver may never end a line. */
  readonly longestLine: number;
}

/** After `ended`, `garbage` or `too-long`, the driver sends no more replies. */
export type DriverEvent =
  | { readonly kind: 'reply'; readonly reply: DriverReply }
  | { readonly kind: 'ended'; readonly how: string }
  | { readonly kind: 'garbage'; readonly line: string }
  | { readonly kind: 'too-long'; readonly line: string; readonly limit: number }
  | { readonly kind: 'silent' };

export interface DriverProcess {
  /** Waits for the reply. The wait ends if the driver is silent for `silentMs`. */
  send(request: DriverStart | DriverCall | DriverEnd, silentMs: number, part?: PartListener): Promise<DriverEvent>;
  output(): readonly string[];
  /** Asks the driver to end. After `waitMs`, the driver and all processes that it started are killed. */
  end(waitMs: number): Promise<void>;
}

type PartListener = (method: MethodDescription) => void;

interface Waiting {
  readonly settle: (answer: DriverEvent) => void;
  readonly part: (method: MethodDescription | null) => void;
}

const KILL_AFTER_MS = 100;
/** How long to wait for the last output after the process has ended. A daemon may keep the pipes open. */
const LAST_WORDS_MS = 100;

/** Starts the process of a driver. @throws the system's error if there is no such program. */
export async function openDriverProcess(options: DriverProcessOptions): Promise<DriverProcess> {
  const mark = { name: 'PARITY_DRIVER', value: randomBytes(12).toString('hex') };
  const child = spawnGroup({ ...options, env: { ...options.env, [mark.name]: mark.value } });
  const life = new Life(child, `${mark.name}=${mark.value}`);
  life.listen(options.longestLine);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new Error(errorMessage(error), { cause: error })));
  });
  return life;
}

class Life implements DriverProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #mark: string;
  readonly #waiting = new Map<number, Waiting>();
  /** Requests for which nobody waits any more. A late reply to such a request is no error. */
  readonly #expired = new Set<number>();
  #lastId = 0;
  #over: DriverEvent | null = null;
  #ending: Promise<void> | null = null;
  output: () => readonly string[] = () => [];

  constructor(child: ChildProcessWithoutNullStreams, mark: string) {
    this.#child = child;
    this.#mark = mark;
  }

  listen(longestLine: number): void {
    this.output = keepTail(this.#child.stderr);
    readBoundedLines(this.#child.stdout, longestLine, {
      line: (line) => this.#read(line),
      tooLong: (beginning) => this.#finish({ kind: 'too-long', line: beginning, limit: longestLine }),
    });
    // a broken pipe means that the process has ended; `exit` reports how it ended
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) stream.on('error', () => {});
    this.#child.once('exit', (code, signal) => {
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      const end = () => this.#finish({ kind: 'ended', how });
      this.#child.once('close', end);
      setTimeout(end, LAST_WORDS_MS).unref();
    });
  }

  send(
    request: DriverStart | DriverCall | DriverEnd,
    silentMs: number,
    listener: PartListener = () => {},
  ): Promise<DriverEvent> {
    if (this.#over !== null) return Promise.resolve(this.#over);
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const silent = () => {
        this.#expired.add(id);
        settle({ kind: 'silent' });
      };
      // If wireparity was busy, the timer may fire although a line has arrived and is not yet read.
      const timer = setTimeout(() => {
        unread = setImmediate(silent);
      }, silentMs);
      let unread: NodeJS.Immediate | undefined;
      const part = (method: MethodDescription | null) => {
        clearImmediate(unread);
        timer.refresh();
        if (method !== null) listener(method);
      };
      const settle = (answer: DriverEvent) => {
        clearTimeout(timer);
        clearImmediate(unread);
        this.#waiting.delete(id);
        resolve(answer);
      };
      this.#waiting.set(id, { settle, part });
      this.#child.stdin.write(`${writeJson({ id, ...request })}\n`);
    });
  }

  end(waitMs: number): Promise<void> {
    this.#ending ??= this.#end(waitMs);
    return this.#ending;
  }

  #read(line: string): void {
    if (this.#over !== null || line.trim() === '') return;
    const reply = readReply(line);
    if (reply !== undefined && this.#expired.has(reply.id)) return;
    const waiting = reply && this.#waiting.get(reply.id);
    if (reply === undefined || waiting === undefined) this.#finish({ kind: 'garbage', line });
    else if ('method' in reply) waiting.part(reply.method);
    else if ('busy' in reply) waiting.part(null);
    else waiting.settle({ kind: 'reply', reply });
  }

  #finish(answer: DriverEvent): void {
    this.#over ??= answer;
    for (const { settle } of [...this.#waiting.values()]) settle(this.#over);
  }

  async #end(waitMs: number): Promise<void> {
    const child = this.#child;
    const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
    if (!hasEnded() && waitMs > 0) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      void this.send({ do: 'end' }, waitMs);
      child.stdin.end();
      await Promise.race([ended, wait(waitMs, null, { ref: false })]);
    }
    await endGroup(child.pid ?? 0, this.#mark, KILL_AFTER_MS);
    this.#finish({ kind: 'ended', how: 'a signal from wireparity' });
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
  }
}

const KEPT_LINES = 20;
const KEPT_BYTES = 16 * 1024;

function keepTail(stream: Readable): () => readonly string[] {
  let chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    const end = chunk.subarray(-KEPT_BYTES);
    chunks.push(end);
    length += end.length;
    if (length < 4 * KEPT_BYTES) return;
    chunks = [Buffer.concat(chunks).subarray(-KEPT_BYTES)];
    length = KEPT_BYTES;
  });
  return () => {
    const text = Buffer.concat(chunks).subarray(-KEPT_BYTES).toString('utf8');
    return text
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .slice(-KEPT_LINES);
  };
}
