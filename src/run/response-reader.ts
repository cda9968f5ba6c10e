import type { Dispatcher } from 'undici';
import { errorCode } from '../lib/error-text.ts';
import type { TransportFailure } from '../model/exchange.ts';
import type { HeaderList, HttpResponse } from '../model/http.ts';
import { type Arrived, lateText } from './broken-answer.ts';
import type { Limits } from './connection.ts';
import { onAbort } from './on-abort.ts';
import type { TransportResult } from './transport.ts';
import { transportFailure } from './transport-failure.ts';

/** Bytes of an incomplete or overlong body that are kept. */
const KEPT = 64 * 1024;
const EMPTY = new Uint8Array(0);
/** Statuses whose answer has no body, whatever Content-Length says. */
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

/** Collects one answer from the wire, and settles exactly once: complete, failed, timed out or interrupted. */
export class ResponseReader implements Dispatcher.DispatchHandler {
  readonly #limits: Limits;
  readonly #resolve: (result: TransportResult) => void;
  #timer: NodeJS.Timeout | undefined;
  #forgetSignal: () => void = () => {};
  #controller: Dispatcher.DispatchController | null = null;
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

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // given up while the request waited for its connection: it must not be sent any more
    if (this.#settled) controller.abort(new Error('given up'));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headerList(controller.rawHeaders);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    this.#chunks.push(chunk);
    this.#size += chunk.byteLength;
    const { bodyCap } = this.#limits;
    if (this.#size > bodyCap) this.#giveUp('body-too-large', `the body is longer than ${bodyCap} bytes`);
  }

  onResponseEnd(): void {
    this.#settle({ response: this.#complete() });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
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
    this.#controller?.abort(new Error(message));
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
function headerList(raw: Dispatcher.DispatchController['rawHeaders']): HeaderList {
  if (!Array.isArray(raw)) return [];
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) headers.push([text(raw[index]), text(raw[index + 1])]);
  return headers;
}

function text(value: Buffer | string | undefined): string {
  return typeof value === 'object' ? value.toString('latin1') : (value ?? '');
}
