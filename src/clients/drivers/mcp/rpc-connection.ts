import { tryParseJson } from '../../../lib/json-text.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { GroupCommand, GroupProcess } from '../../../run/target/spawn-group.ts';
import { killGroup, startProgram } from '../process-group.ts';
import { driverError } from '../serve-lines.ts';

export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: Json;
}

type RpcAnswer =
  | { readonly kind: 'result'; readonly result: Json }
  | { readonly kind: 'error'; readonly error: RpcError }
  | { readonly kind: 'timed-out' };

interface Waiting {
  readonly resolve: (answer: RpcAnswer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

const MAX_STDERR = 4_000;
const METHOD_NOT_FOUND = -32601;
const LAST_OUTPUT_MS = 50;

export class RpcConnection {
  readonly #child: GroupProcess;
  readonly #name: string;
  readonly #waiting = new Map<number, Waiting>();
  readonly #garbage = { lines: 0, first: '' };
  #lastId = 0;
  #stderr = '';
  #ended: string | null = null;

  constructor(options: GroupCommand) {
    this.#name = options.command.join(' ');
    this.#child = startProgram(options);
    const lines = new LineSplitter((line) => this.#receive(line));
    this.#child.stdout.on('data', (chunk: Buffer) => lines.push(chunk));
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#stderr = `${this.#stderr}${chunk.toString('utf8')}`.slice(-MAX_STDERR);
    });
    this.#child.once('error', (error) => this.#end(`cannot be started: ${error.message}`));
    this.#child.once('exit', (code, signal) => {
      setTimeout(() => this.#end(`ended with ${signal ?? `exit code ${code}`}`), LAST_OUTPUT_MS);
    });
  }

  get isAlive(): boolean {
    return this.#ended === null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Sends a request. @throws start-failed if the program ends before it responds. */
  request(method: string, params: JsonObject, timeoutMs: number): Promise<RpcAnswer> {
    if (this.#ended !== null) return Promise.reject(this.failure(this.#ended));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(id)?.resolve({ kind: 'timed-out' }), timeoutMs);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#send({ jsonrpc: '2.0', id, method, params });
    });
  }

  notify(method: string): void {
    this.#send({ jsonrpc: '2.0', method });
  }

  /** The error quotes the program's standard error, and the lines on standard output that are not JSON. */
  failure(what: string): Error {
    const { lines, first } = this.#garbage;
    const noise =
      lines === 0
        ? []
        : [`stdout has ${lines === 1 ? '1 line that is' : `${lines} lines that are`} not JSON; the first: ${first}`];
    const last = this.#stderr.trim().split('\n').slice(-20).join('\n');
    const detail = [...noise, ...(last === '' ? [] : [last])].join('\n');
    return driverError('start-failed', `${this.#name} ${what}`, detail === '' ? undefined : detail);
  }

  kill(): void {
    this.#end('was ended by wireparity');
    killGroup(this.#child.pid);
  }

  #receive(line: string): void {
    const message = readMessage(line);
    if (message === null) {
      if (this.#garbage.lines === 0) this.#garbage.first = line.slice(0, 200);
      this.#garbage.lines += 1;
      return;
    }
    const { id, method, error, result } = message;
    if (typeof method === 'string') this.#refuse(method, id);
    else if (typeof id === 'number') {
      const answer: RpcAnswer = isJsonObject(error)
        ? { kind: 'error', error: readError(error) }
        : { kind: 'result', result: result ?? null };
      this.#settle(id)?.resolve(answer);
    }
  }

  /** Rejects requests that the MCP server sends, such as `roots/list`, because wireparity supports no such request. */
  #refuse(method: string, id: Json | undefined): void {
    if (id === undefined) return;
    this.#send({ jsonrpc: '2.0', id, error: { code: METHOD_NOT_FOUND, message: `no method ${method}` } });
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    clearTimeout(waiting?.timer);
    this.#waiting.delete(id);
    return waiting;
  }

  #end(what: string): void {
    this.#ended ??= what;
    for (const id of [...this.#waiting.keys()]) this.#settle(id)?.reject(this.failure(this.#ended));
  }

  #send(message: JsonObject): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
  }
}

function readMessage(line: string): JsonObject | null {
  const value = tryParseJson(line);
  return isJsonObject(value) && value.jsonrpc === '2.0' ? value : null;
}

function readError(error: JsonObject): RpcError {
  const { code, message, data } = error;
  return {
    code: typeof code === 'number' ? code : 0,
    message: typeof message === 'string' ? message : JSON.stringify(error),
    ...(data === undefined ? {} : { data }),
  };
}

const NEWLINE = 10;
const MAX_LINE = 32 * 1024 * 1024;

/** Splits a stream into lines. A line that is too long is dropped, because it would fill the memory. */
class LineSplitter {
  readonly #receive: (line: string) => void;
  #parts: Buffer[] = [];
  #size = 0;

  constructor(receive: (line: string) => void) {
    this.#receive = receive;
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      this.#keep(chunk.subarray(from, end));
      this.#finish();
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
  }

  #keep(part: Buffer): void {
    this.#size += part.length;
    if (this.#size <= MAX_LINE) this.#parts.push(part);
  }

  #finish(): void {
    const line = this.#size <= MAX_LINE ? Buffer.concat(this.#parts).toString('utf8').trim() : '(line too long)';
    this.#parts = [];
    this.#size = 0;
    if (line !== '') this.#receive(line);
  }
}
