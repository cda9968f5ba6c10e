import { Readable } from 'node:stream';
import { writeJson } from '../../lib/json-text.ts';
import {
  type CallOutcome,
  type ClientStarted,
  DRIVER_PROTOCOL,
  type DriverCall,
  type DriverError,
  type DriverReply,
  type DriverRequest,
  type DriverStart,
  type MethodDescription,
} from '../../model/driver.ts';
import { readBoundedLines } from '../driver/read-bounded-lines.ts';

export type TellMethod = (method: MethodDescription) => Promise<void>;
/** Tells wireparity what the driver is doing during a long start, for example `reading type declarations`. */
export type TellBusy = (what: string) => void;

interface LineHandlers {
  start(request: DriverStart, tell: TellMethod, busy: TellBusy): Promise<ClientStarted>;
  call(request: DriverCall): Promise<CallOutcome>;
  /** Ends every process that the driver has started, before the driver exits. */
  end(): Promise<void>;
  /** True if calls may overlap. The replies may then come in a different order than the calls. */
  readonly parallel?: boolean;
}

/** Serves the line protocol on stdin and stdout until `end` arrives or stdin is closed. */
export function serveLines(handlers: LineHandlers): void {
  const reply = takeStdout();
  const serve = requestServer(handlers, reply);
  let queue: Promise<void> = Promise.resolve();
  const { stdin } = process;
  // An empty stdin keeps the client from reading wireparity's requests.
  Object.defineProperty(process, 'stdin', { value: Readable.from([]), configurable: true });
  // `node:readline` also ends a line at U+2028, which JSON allows unescaped in a string.
  readBoundedLines(stdin, Number.POSITIVE_INFINITY, {
    line: (line) => {
      if (line.trim() !== '') queue = queue.then(() => serve(line));
    },
    tooLong: () => undefined, // wireparity never sends a line that is too long
  });
  stdin.on('end', () => {
    queue = queue.then(() => leave(handlers));
  });
}

type Reply = (reply: DriverReply) => Promise<void>;

function requestServer(handlers: LineHandlers, reply: Reply): (line: string) => Promise<void> {
  let started = false;
  return async (line) => {
    const request = readRequest(line);
    if (request === null) return reply({ id: -1, error: protocolError(`not a request: ${line.slice(0, 200)}`) });
    const { id } = request;
    try {
      if (request.do === 'start') {
        const busy = atMostEvery(BUSY_MS, (what) => void reply({ id, busy: what }));
        const ok = await start(handlers, request, { tell: (method) => reply({ id, method }), busy });
        started = true;
        return await reply({ id, ok });
      }
      if (request.do === 'end') {
        await reply({ id, ok: null });
        return await leave(handlers);
      }
      if (!started)
        return await reply({ id, error: protocolError('the first call must come after a successful start') });
      const answered = answerCall(id, handlers.call(request), reply);
      return handlers.parallel === true ? undefined : await answered;
    } catch (error) {
      return reply({ id, error: asDriverError(error) });
    }
  };
}

async function answerCall(id: number, outcome: Promise<CallOutcome>, reply: Reply): Promise<void> {
  await outcome.then(
    (ok) => reply({ id, ok }),
    (error) => reply({ id, error: asDriverError(error) }),
  );
}

async function leave(handlers: LineHandlers): Promise<void> {
  await handlers.end().catch(() => undefined);
  process.exit(0);
}

type DriverErrorDetails = Pick<DriverError, 'construction' | 'missing'>;

/** Creates an error with one of the codes of {@link DriverError}. The driver sends this error as its reply. */
export function driverError(code: string, message: string, detail?: string, more: DriverErrorDetails = {}): Error {
  const driver: DriverError = { code, message, ...(detail !== undefined && { detail }), ...more };
  return Object.assign(new Error(message), { driver });
}

export function withDetails(error: unknown, more: DriverErrorDetails): Error {
  return Object.assign(error instanceof Error ? error : new Error(String(error)), {
    driver: { ...asDriverError(error), ...more },
  });
}

function asDriverError(error: unknown): DriverError {
  if (error instanceof Error && 'driver' in error) return error.driver as DriverError; // safe cast: only `driverError` sets `driver`
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  return {
    code: 'request-invalid',
    message: `the driver failed: ${message}`,
    ...(stack === undefined ? {} : { detail: stack }),
  };
}

const BUSY_MS = 1_000;

function atMostEvery(ms: number, tell: TellBusy): TellBusy {
  let last = performance.now();
  return (what) => {
    if (performance.now() - last < ms) return;
    last = performance.now();
    tell(what);
  };
}

interface Telling {
  readonly tell: TellMethod;
  readonly busy: TellBusy;
}

function start(handlers: LineHandlers, request: DriverStart, { tell, busy }: Telling): Promise<ClientStarted> {
  if (request.protocol !== DRIVER_PROTOCOL) {
    throw driverError(
      'request-invalid',
      `this driver uses version ${DRIVER_PROTOCOL} of the protocol, but the request needs version ${request.protocol}`,
    );
  }
  return handlers.start(request, tell, busy);
}

function protocolError(message: string): DriverError {
  return { code: 'request-invalid', message };
}

function readRequest(line: string): DriverRequest | null {
  try {
    const value: unknown = JSON.parse(line);
    const isRequest =
      typeof value === 'object' &&
      value !== null &&
      'id' in value &&
      typeof value.id === 'number' &&
      'do' in value &&
      (value.do === 'start' || value.do === 'call' || value.do === 'end');
    return isRequest ? (value as DriverRequest) : null; // safe cast: requests come from wireparity
  } catch {
    return null;
  }
}

/** Reserves the real stdout for replies, and redirects all other output, including `console`, to stderr. */
function takeStdout(): Reply {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  process.stdout.end = () => process.stdout;
  return (reply) => new Promise((resolve) => void write(`${writeJson(reply)}\n`, () => resolve()));
}
