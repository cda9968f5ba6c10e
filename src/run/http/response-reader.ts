import type { Dispatcher } from 'undici';
import { errorCode } from '../../lib/error-text.ts';
import { onAbort } from '../../lib/on-abort.ts';
import type { TransportFailure } from '../../model/exchange.ts';
import type { HeaderList, HttpResponse } from '../../model/http.ts';
import { type Arrived, lateText } from './broken-answer.ts';
import type { Limits } from './connection.ts';
import type { TransportResult } from './transport.ts';
import { transportFailure } from './transport-failure.ts';

/** Bytes of an incomplete or overlong body that are kept. */
const KEPT = 64 * 1024;
const EMPTY = new Uint8Array(0);
/** Statuses whose answer has no body, whatever Content-Length says. */
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

/**
 * Collects one answer from the wire, and settles exactly once: complete, failed, timed out or interrupted. Its callbacks
 * are undici's older ones, which get the header lines as they came: for the newer ones it parses them first.
 */
export class ResponseReader implements Dispatcher.DispatchHandler {
  readonly #limits: Limits;
  readonly #resolve: (result: TransportResult) => void;
  #timer: NodeJS.Timeout | undefined;
  #forgetSignal: () => void = () => {};
  #abort: (error: Error) => void = () => {};
  #settled = false;
  #status = 0;
  #headers: HeaderList = [];
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(limits: Limits, resolve: (result: TransportResult) => void) {
    this.#limits = limits;
    this.#resolve = resolve;
  }

  /** Starts the clock of the deadline. */
  begin(): void {
    const { timeoutMs, signal } = this.#limits;
    this.#timer = setTimeout(() => this.#giveUp('timeout', lateText(timeoutMs, this.#arrived())), timeoutMs);
    this.#forgetSignal = onAbort(signal, () => this.#giveUp('interrupted', 'the run was interrupted'));
  }

  onConnect(abort: (error?: Error) => void): void {
    this.#abort = abort;
    // given up while the request waited for its connection: it must not be sent any more
    if (this.#settled) abort(new Error('given up'));
  }

  onHeaders(status: number, lines: Buffer[]): boolean {
    if (status < 200) return true;
    this.#status = status;
    this.#headers = headerList(lines);
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (this.#settled) return true;
    this.#chunks.push(chunk);
    this.#size += chunk.byteLength;
    const { bodyCap } = this.#limits;
    if (this.#size > bodyCap) this.#giveUp('body-too-large', `the body is longer than ${bodyCap} bytes`);
    return true;
  }

  onComplete(): void {
    this.#settle({ response: this.#complete() });
  }

  onError(error: Error): void {
    const bodiless = BODILESS.has(this.#status) && errorCode(error) === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';
    if (bodiless) this.#settle({ response: this.#complete() });
    else this.fail(transportFailure(error, this.#arrived()));
  }

  /** Settles with a failure and what had come of an answer. */
  fail(failure: TransportFailure): void {
    this.#settle({ response: this.#partial(), failure });
  }

  #giveUp(code: TransportFailure['code'], message: string): void {
    if (this.#settled) return;
    this.fail({ code, message });
    this.#abort(new Error(message));
  }

  #settle(result: TransportResult): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#forgetSignal();
    this.#chunks = [];
    this.#resolve(result);
  }

  #arrived(): Arrived {
    return { status: this.#status, headers: this.#headers, bytes: this.#size };
  }

  #complete(): HttpResponse {
    return { status: this.#status, headers: this.#headers, body: joined(this.#chunks) };
  }

  #partial(): HttpResponse | null {
    if (this.#status === 0) return null;
    const body = joined(this.#chunks).subarray(0, KEPT);
    return { status: this.#status, headers: this.#headers, body, truncatedAt: body.byteLength };
  }
}

function joined(chunks: readonly Buffer[]): Uint8Array {
  const [first] = chunks;
  if (first === undefined) return EMPTY;
  return chunks.length === 1 ? first : Buffer.concat(chunks);
}

/** Pairs of the flat list of bytes that the parser gives: duplicates, order and letter case as they came. */
function headerList(lines: readonly Buffer[]): HeaderList {
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < lines.length; index += 2) headers.push([text(lines[index]), text(lines[index + 1])]);
  return headers;
}

function text(bytes: Buffer | undefined): string {
  return bytes?.toString('latin1') ?? '';
}
