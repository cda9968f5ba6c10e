// The driver for JavaScript and TypeScript packages, a separate program (see docs/reference/driver-protocol.md).
import { nearest } from '../../lib/nearest.ts';
import type { CallOutcome, ClientStarted, DriverCall, DriverStart } from '../../model/driver.ts';
import { callMethod } from './node/call-method.ts';
import { describeClient, type StartedClient } from './node/describe-client.ts';
import { watchRequests } from './node/open-requests.ts';
import { type CallWaits, skipWaits } from './node/skip-waits.ts';
import { driverError, serveLines, type TellBusy, type TellMethod } from './serve-lines.ts';

watchRequests();
const waits = skipWaits();
let started: StartedClient | null = null;
/** Receives errors that the client throws outside a call. */
let onStray: (error: unknown) => void = reportStray;

process.on('unhandledRejection', (error) => onStray(error));
process.on('uncaughtException', (error) => onStray(error));

serveLines({ start, call, end: async () => undefined });

async function start(request: DriverStart, tell: TellMethod, busy: TellBusy): Promise<ClientStarted> {
  started = await describeClient(request, tell, busy);
  return started.description;
}

async function call({ method, arguments: given, timeoutMs }: DriverCall): Promise<CallOutcome> {
  const recording = waits.begin();
  try {
    const made = () => callOnce(method, given, { timeoutMs, waits: recording });
    if (hasEnded) await renew();
    const first = await made();
    // If a client reports that it is closed, the driver constructs a new client.
    if (first.kind === 'raised' && CLOSED.test(first.text)) await renew();
    const outcome = first.kind === 'raised' && CLOSED.test(first.text) ? await made() : first;
    hasEnded = ENDING.test(method.split('.').at(-1) ?? '');
    return recording.recorded.length === 0 ? outcome : { ...outcome, waits: [...recording.recorded] };
  } finally {
    recording.end();
  }
}

/** Methods after which the driver constructs a new client, because a closed client rejects every call. */
const ENDING = /^(close|shutdown|stop|disconnect|terminate|destroy|dispose|log_?out)$/i;
const CLOSED =
  /\b(client|session|connection|connector|transport|pool|agent)\b.{0,40}\b(closed|shut ?down|disconnected|destroyed|disposed)\b/i;
let hasEnded = false;

async function renew(): Promise<void> {
  started = (await started?.renew()) ?? null;
  hasEnded = false;
}

async function callOnce(
  method: string,
  given: DriverCall['arguments'],
  options: { readonly timeoutMs: number; readonly waits: CallWaits },
): Promise<CallOutcome> {
  const callable = await started?.callable(method);
  if (started === null || !callable) throw noSuchMethod(method, started?.methodNames ?? []);
  const stray = new Promise<never>((_resolve, reject) => {
    onStray = reject;
  });
  try {
    return await callMethod(callable, given, { ...options, names: started.names, stray });
  } finally {
    onStray = reportStray;
  }
}

function noSuchMethod(method: string, names: readonly string[]): Error {
  const near = nearest(method, names);
  const message = `the client has no method ${method}${near === undefined ? '' : `; did you mean ${near}?`}`;
  return driverError('method-unknown', message, `it has ${names.join(', ') || 'none'}`);
}

/** An error that the client throws between two calls belongs to no outcome, so it is printed. */
function reportStray(error: unknown): void {
  process.stderr.write(
    `the client threw an error between two calls: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
}
