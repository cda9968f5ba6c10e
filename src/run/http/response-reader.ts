import type { Dispatcher } from 'undici';
import { errorCode } from '../../lib/error-text.ts';
import { mediaType } from '../../lib/media-type.ts';
import { LONGEST_TIMER_MS, onAbort } from '../../lib/on-abort.ts';
import type { TransportFailure } from '../../model/exchange.ts';
import { type HeaderList, type HttpResponse, headerValue } from '../../model/http.ts';
import { readAnswer } from './answer-body.ts';
import { type Arrived, lateText } from './broken-answer.ts';
import { transportFailure } from './transport-failure.ts';
import type { Limits, TransportResult } from './transport-result.ts';

/** If a body is incomplete or too long, only this many bytes are kept. */
const KEPT = 64 * 1024;
/** Statuses whose responses never have a body, even with a Content-Length. */
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

/** A timer that is this much late shows that this process was busy. */
const BUSY_MS = 50;

export class ResponseReader implements Dispatcher.DispatchHandler {
  readonly #limits: Limits;
  readonly #resolve: (result: TransportResult) => void;
  #timer: NodeJS.Timeout | undefined;
  #eventTimer: NodeJS.Timeout | undefined;
  #forgetSignal: () => void = () => {};
  #abort: (error: Error) => void = () => {};
  #settled = false;
  #status = 0;
  #headers: HeaderList = [];
  readonly #body = new ByteCollector();

  constructor(limits: Limits, resolve: (result: TransportResult) => void) {
    this.#limits = limits;
    this.#resolve = resolve;
  }

  begin(): void {
    const { timeoutMs, signal } = this.#limits;
    this.#startTimer(Math.min(timeoutMs, LONGEST_TIMER_MS));
    this.#forgetSignal = onAbort(signal, () => this.#giveUp('interrupted', 'the run was interrupted'));
  }

  /** If the timer fires late, the deadline is extended, because this process was busy. */
  #startTimer(ms: number): void {
    const due = performance.now() + ms;
    this.#timer = setTimeout(() => {
      const lateMs = performance.now() - due;
      if (lateMs < BUSY_MS) this.#late(this.#limits.timeoutMs);
      else this.#startTimer(Math.min(lateMs, ms));
    }, ms);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#abort = (error) => controller.abort(error);
    // The request was cancelled while it waited for a connection, so the request must not be sent.
    if (this.#settled) this.#abort(new Error('given up'));
  }

  onResponseStart({ rawHeaders }: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headerList(Array.isArray(rawHeaders) ? rawHeaders : []);
    if (isEventStream(this.#headers)) this.#readOn();
  }

  #readOn(): void {
    this.#eventTimer ??= setTimeout(() => this.#enough(), this.#limits.eventsMs);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    this.#body.add(chunk);
    const { bodyCap } = this.#limits;
    if (this.#body.size > bodyCap) this.#giveUp('body-too-large', `the body is longer than ${bodyCap} bytes`);
    else if (this.#isValueStream()) this.#readOn();
  }

  /** Without Content-Length, more JSON values may follow the first line. */
  #isValueStream(): boolean {
    if (this.#eventTimer !== undefined) return false;
    const { status, headers, body } = this.#complete();
    const isOpen = status < 300 && mediaTypeOf(headers).endsWith('json') && !headerValue(headers, 'content-length');
    if (!isOpen || body.at(-1) !== LINE_END) return false;
    const line = firstLine(body);
    return line.byteLength <= KEPT && readAnswer({ status, headers, body: line }).isJson;
  }

  onResponseEnd(): void {
    this.#settle({ response: this.#complete() });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const bodiless = BODILESS.has(this.#status) && errorCode(error) === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';
    if (bodiless) this.#settle({ response: this.#complete() });
    else this.fail(transportFailure(error, this.#arrived()));
  }

  fail(failure: TransportFailure): void {
    this.#settle({ response: this.#partial(), failure });
  }

  #late(timeoutMs: number): void {
    if (this.#eventTimer !== undefined) this.#enough();
    else this.#giveUp('timeout', lateText(timeoutMs, this.#arrived()));
  }

  /** Cuts the response after the last whole event or the first JSON value, because a stream may never end. */
  #enough(): void {
    const { status, headers, body } = this.#complete();
    const whole = isEventStream(headers) ? wholeEvents(body) : firstLine(body);
    this.#settle({ response: { status, headers, body: whole }, open: true });
    this.#abort(new Error('enough events'));
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
    clearTimeout(this.#eventTimer);
    this.#forgetSignal();
    this.#resolve(result);
  }

  #arrived(): Arrived {
    return { status: this.#status, headers: this.#headers, bytes: this.#body.size };
  }

  #complete(): HttpResponse {
    return { status: this.#status, headers: this.#headers, body: this.#body.bytes() };
  }

  #partial(): HttpResponse | null {
    if (this.#status === 0) return null;
    const body = this.#body.bytes().subarray(0, KEPT);
    return { status: this.#status, headers: this.#headers, body, truncatedAt: body.byteLength };
  }
}

function isEventStream(headers: HeaderList): boolean {
  return mediaTypeOf(headers) === 'text/event-stream';
}

function mediaTypeOf(headers: HeaderList): string {
  return mediaType(headerValue(headers, 'content-type') ?? '');
}

const LINE_END = 10;

function firstLine(body: Uint8Array): Uint8Array {
  return body.subarray(0, body.indexOf(LINE_END) + 1);
}

function wholeEvents(body: Uint8Array): Uint8Array {
  const whole = Buffer.from(body).lastIndexOf('\n\n') + 2;
  return body.subarray(0, whole === 1 ? 0 : whole);
}

/** A server may send many small chunks, and one growing buffer needs less memory. */
class ByteCollector {
  size = 0;
  #buffer = Buffer.alloc(0);

  add(chunk: Buffer): void {
    const needed = this.size + chunk.byteLength;
    if (needed > this.#buffer.byteLength) {
      const larger = Buffer.alloc(Math.max(needed, 2 * this.#buffer.byteLength));
      this.#buffer.copy(larger, 0, 0, this.size);
      this.#buffer = larger;
    }
    chunk.copy(this.#buffer, this.size);
    this.size = needed;
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.size);
  }
}

function headerList(lines: readonly (Buffer | string)[]): HeaderList {
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < lines.length; index += 2) headers.push([text(lines[index]), text(lines[index + 1])]);
  return headers;
}

function text(line: Buffer | string | undefined): string {
  return typeof line === 'string' ? line : (line?.toString('latin1') ?? '');
}
