import { cpus } from 'node:os';
import { type Client, globMatches } from '../../model/client.ts';
import type { ContractSet } from '../../model/contract.ts';
import type { MethodDescription } from '../../model/driver.ts';
import type { MethodEntry, TraceEntry } from '../../model/trace.ts';
import { traceRedactor } from '../../recording/redaction/redact-trace.ts';
import { type ClientOptions, clientOptions } from '../../surface/client-options.ts';
import { openContacts } from '../driver/contacts.ts';
import { startDriver } from '../driver/driver.ts';
import type { Driver, DriverOptions } from '../driver/driver-settings.ts';
import { type Interception, openInterception } from '../recorder/authority.ts';
import { openRecorder, type Recorder } from '../recorder/recorder.ts';
import type { Lane } from './session.ts';
import { shareEqualValues } from './share-equal-values.ts';
import type { TraceContext } from './trace-context.ts';
import { blocked, traceMethod } from './trace-method.ts';
import { trySignatures } from './try-signatures.ts';

interface TraceOptions {
  readonly client: Client;
  readonly contracts: ContractSet;
  readonly env: DriverOptions['env'];
  readonly signal: AbortSignal;
  readonly scratch: string;
  readonly tool: string;
  readonly revision: { readonly commit: string; readonly dirty: boolean } | null;
  /** The methods that an interrupted trace completed, with the trace's entries for each method. */
  readonly known: ReadonlyMap<string, readonly MethodEntry[]>;
  /** Gets the first lines of the trace, and later all lines of each traced method. */
  readonly keep: (entries: readonly TraceEntry[]) => void;
  readonly progress: (done: number, total: number) => void;
}

/** A made-up API key that gives no access to any server. */
export const TRACE_KEY = 'pw-key-that-opens-nothing';

/** Returns the trace of a client's calls, in the order of the methods. @throws client-failed if the client cannot be started */
export async function traceClient(given: TraceOptions): Promise<readonly TraceEntry[]> {
  const { client, contracts, tool, revision, signal } = given;
  const options: LaneOptions = { ...given, interception: await openInterception(client, given.scratch) };
  const first = await openLane(options);
  try {
    const { description } = first.driver;
    const atStart = first.takeContacts();
    const head: readonly TraceEntry[] = [
      {
        ...{ kind: 'trace', format: 3, tool, client: client.name, profile: client.profile },
        ...{ contracts: contracts.hash, revision },
      },
      { kind: 'client', description, ...(atStart.length > 0 && { contacted: atStart }) },
    ];
    options.keep(head);
    const isIgnored = (name: string) =>
      client.ignore.some((each) => each.argument === undefined && globMatches(each.method, name));
    const wanted = description.methods.filter(({ name }) => !isIgnored(name)).toSorted(byOrder);
    const traced = await traceMethods(wanted, { first, atStart: new Set(atStart) }, options);
    const calls = traced.flat().filter(({ kind }) => kind === 'call').length;
    const interrupted = signal.aborted ? String(signal.reason) : null;
    return [...head, ...traced.flat(), { kind: 'end', calls, interrupted }];
  } finally {
    await closeLane(first);
  }
}

/** Methods that may close the client come last, because nothing can be called after them. */
function byOrder(a: MethodDescription, b: MethodDescription): number {
  const ends = Number(isEnding(a.name)) - Number(isEnding(b.name));
  return ends === 0 ? (a.name < b.name ? -1 : 1) : ends;
}

const ENDING = /^(a?close|shutdown|stop|disconnect|terminate|quit|dispose|destroy|log_?-?out|sign_?-?out|__a?exit__)$/i;

function isEnding(name: string): boolean {
  return ENDING.test(name.split('.').at(-1) ?? '');
}

/** A function that checks webhook signatures sends no request, so it gets test vectors. */
function traceOne(method: MethodDescription, client: Client, context: TraceContext): Promise<readonly MethodEntry[]> {
  return method.name === client.signatures?.call
    ? trySignatures(method, { client, contracts: context.contracts, lane: context.lane })
    : traceMethod(method, context);
}

interface LaneOptions extends TraceOptions {
  readonly interception: Interception | null;
}

function recorderOptions({ client, contracts, interception }: LaneOptions) {
  const authority = interception?.authority ?? null;
  return { contracts, profile: client.profile, base: basePath(client), authority };
}

/** Returns the path after `${base_url}` in the client's address: `/api` for `${base_url}/api`. */
function basePath(client: Client): string {
  const paths = declaredTexts(client).map((text) => /\$\{base_url\}(\/[\w./-]*\w)/.exec(text)?.[1] ?? '');
  return paths.find((path) => path !== '') ?? '';
}

function declaredTexts({ construct, env, command }: Client): readonly string[] {
  const given = construct === null ? [] : [...construct.args, ...Object.values(construct.kwargs)];
  return [...given.flatMap((value) => (typeof value === 'string' ? [value] : [])), ...Object.values(env), ...command];
}

/** Starts at most one lane (a driver with a recorder) per four methods, because clients start slowly. */
async function traceMethods(
  methods: readonly MethodDescription[],
  { first, atStart }: { readonly first: WatchedLane; readonly atStart: ReadonlySet<string> },
  options: LaneOptions,
): Promise<readonly (readonly MethodEntry[])[]> {
  const { client, signal, known, keep, progress } = options;
  const results: (readonly MethodEntry[])[] = [];
  const redact = traceRedactor([TRACE_KEY, ...declaredTexts(client)]);
  const steering = clientOptions(methods, client.construct);
  const started = new Map<string, Promise<readonly MethodEntry[]>>();
  let next = 0;
  let done = 0;
  const work = async (lane: WatchedLane) => {
    for (let index = next++; index < methods.length && !signal.aborted; index = next++) {
      const method = methods[index];
      if (method === undefined) return;
      const context = contextOf(lane, options, steering);
      const traced = async (): Promise<readonly MethodEntry[]> => {
        const seen = shareEqualValues(redact(await traceOne(method, client, context)));
        const contacted = lane.takeContacts().filter((address) => !atStart.has(address));
        return withContacts(seen, contacted);
      };
      const found = known.get(method.name) ?? unlessOfResult(method, started, traced);
      started.set(method.name, Promise.resolve(found));
      const entries = await found;
      results[index] = entries;
      keep(entries);
      done += 1;
      progress(done, methods.length);
    }
  };
  const others = Math.min(laneCount(client), Math.ceil(methods.length / 4)) - 1;
  await Promise.all([
    work(first),
    ...Array.from({ length: Math.max(0, others) }, () => inOwnLane(options, first, work)),
  ]);
  return results;
}

/** If the factory already sends the request, skips the methods of the returned object, such as a stream. */
export async function unlessOfResult(
  method: MethodDescription,
  started: ReadonlyMap<string, Promise<readonly MethodEntry[]>>,
  traced: () => Promise<readonly MethodEntry[]>,
): Promise<readonly MethodEntry[]> {
  const factory = method.name.slice(0, Math.max(0, method.name.lastIndexOf('().')));
  const made = (await started.get(factory)) ?? [];
  const isOfResult = made.some((entry) => entry.kind === 'call' && entry.exchanges.length > 0);
  return isOfResult
    ? blocked(
        method,
        `${factory} already sends the request, so the trace does not call the methods of the object that ${factory} returns`,
        true,
      )
    : traced();
}

function contextOf(lane: Lane, { client, contracts }: LaneOptions, options: ClientOptions): TraceContext {
  return {
    ...{ client: client.name, contracts, profile: client.profile, lane, options },
    slow: client.driver === 'command',
    isIgnored: (name, argument) => isIgnoredArgument(client, name, argument),
  };
}

/** All lanes of a command share one driver, because the calls of a command may run at the same time. */
async function inOwnLane(options: LaneOptions, first: Lane, work: (lane: WatchedLane) => Promise<void>): Promise<void> {
  const { client } = options;
  const shared = client.driver === 'command';
  const lane = shared
    ? laneOf(first.driver, await openRecorder(recorderOptions(options)), options)
    : await openLane({ ...options, described: first.driver.description });
  try {
    await work(lane);
  } finally {
    await (shared ? lane.recorder.close() : closeLane(lane));
  }
}

/** A command gets twice as many lanes as any other client, because each call is a separate process. */
function laneCount({ driver }: Client): number {
  return Math.max(2, cpus().length) * (driver === 'command' ? 2 : 1);
}

async function openLane(options: LaneOptions & Pick<DriverOptions, 'described'>): Promise<WatchedLane> {
  const { client, env, signal, scratch, interception, described } = options;
  const recorder = await openRecorder(recorderOptions(options));
  try {
    const trusted = interception === null ? {} : { trusted: interception.file };
    const driver = await startDriver({
      ...{ client, baseUrl: recorder.origin, apiKey: TRACE_KEY, env, signal, scratch },
      ...trusted,
      ...(described && { described }),
    });
    return laneOf(driver, recorder, options);
  } catch (error) {
    await recorder.close();
    throw error;
  }
}

interface WatchedLane extends Lane {
  readonly takeContacts: () => readonly string[];
}

function laneOf(driver: Driver, recorder: Recorder, { scratch }: LaneOptions): WatchedLane {
  const takeWritten = openContacts(scratch, recorder.origin);
  const takeContacts = () => [...new Set([...takeWritten(), ...recorder.takeElsewhere()])].sort();
  return { driver, recorder, scratch, takeContacts };
}

function withContacts(entries: readonly MethodEntry[], contacted: readonly string[]): readonly MethodEntry[] {
  if (contacted.length === 0) return entries;
  return entries.map((entry) => (entry.kind === 'method' ? { ...entry, contacted } : entry));
}

async function closeLane({ driver, recorder }: Lane): Promise<void> {
  await driver.close();
  await recorder.close();
}

function isIgnoredArgument({ ignore }: Client, name: string, path: string): boolean {
  return ignore.some(
    ({ method, argument }) =>
      argument !== undefined && globMatches(method, name) && (argument === path || path.endsWith(`.${argument}`)),
  );
}
