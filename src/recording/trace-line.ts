import { byKey } from '../lib/compare-text.ts';
import { codedError } from '../lib/error.ts';
import { tryParseJson, writeJson } from '../lib/json-text.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { Contact, MethodCut, MethodEntry, Trace, TraceEntry, TraceStart } from '../model/trace.ts';
import { readLines } from './read-lines.ts';
import { type CallLine, type CallsById, callLine, isReference, readCall, type Told } from './trace-call-line.ts';

export function formatTraceEntry(entry: TraceEntry, told: Told = new Map()): string {
  return writeJson(entry.kind === 'call' ? callLine(entry, told) : entry);
}

/** Yields single lines, because the trace of a large client is too long for one string. */
export function* formatTrace(entries: readonly TraceEntry[]): Generator<string> {
  const told: Told = new Map();
  for (const entry of entries) {
    yield `${formatTraceEntry(entry, told)}\n`;
    if (entry.kind === 'method') told.clear();
  }
}

/** @throws recording-invalid with the line number */
export async function readTraceEntries(file: string): Promise<readonly TraceEntry[]> {
  const entries: TraceEntry[] = [];
  const known: CallsById = new Map();
  for await (const lines of readLines(file)) {
    for (const { text, number, ended } of lines) {
      // An interrupted trace may end with a line that was cut off.
      if (!ended && number > 2 && tryParseJson(text) === undefined) break;
      entries.push(parseTraceLine(text, number, known));
    }
  }
  return entries;
}

/** @throws recording-invalid if the first two entries are not `trace` and `client` */
export function traceOf(entries: readonly TraceEntry[]): Trace {
  const [start, described] = entries;
  if (start?.kind !== 'trace' || described?.kind !== 'client') {
    throw codedError('recording-invalid', 'a trace must begin with a line "trace" and a line "client"');
  }
  if (![1, 2, 3].includes(start.format))
    throw codedError(
      'recording-invalid',
      `another version of wireparity wrote format ${String(start.format)}; this version reads formats 1, 2 and 3`,
    );
  const traced = new Map(
    entries.flatMap((entry) => (entry.kind === 'method' ? [[entry.method.name, entry.method]] : [])),
  );
  const isWhole = (method: string) => start.format === 1 || traced.has(method);
  return {
    start,
    description: {
      ...described.description,
      methods: described.description.methods.map((method) => traced.get(method.name) ?? method),
    },
    // Leaves out an interrupted method, because its calls are incomplete.
    calls: entries.filter((entry) => entry.kind === 'call').filter(({ method }) => isWhole(method)),
    blocked: entries.filter((entry) => entry.kind === 'blocked').filter(({ method }) => isWhole(method)),
    contacts: contactsIn(entries),
    cuts: cutsIn(entries),
    end: entries.find((entry) => entry.kind === 'end') ?? null,
  };
}

function cutsIn(entries: readonly TraceEntry[]): readonly MethodCut[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== 'method') return [];
    const { method, untried, unplayed } = entry;
    const { bounded } = method;
    const cut = { ...(untried && { untried }), ...(unplayed && { unplayed }), ...(bounded && { bounded }) };
    return Object.keys(cut).length === 0 ? [] : [{ method: method.name, ...cut }];
  });
}

function contactsIn(entries: readonly TraceEntry[]): readonly Contact[] {
  const methods = new Map<string, string[]>();
  for (const entry of entries) {
    if (entry.kind !== 'client' && entry.kind !== 'method') continue;
    for (const address of entry.contacted ?? []) {
      const known = methods.get(address) ?? [];
      methods.set(address, entry.kind === 'method' ? [...known, entry.method.name] : known);
    }
  }
  return [...methods].sort(byKey).map(([address, names]) => ({ address, methods: names }));
}

export function completedMethods(entries: readonly TraceEntry[]): {
  readonly start: TraceStart | null;
  readonly methods: MethodEntries;
} {
  const methods = new Map<string, readonly MethodEntry[]>();
  let start: TraceStart | null = null;
  let open: MethodEntry[] = [];
  for (const entry of entries) {
    if (entry.kind === 'trace') start = entry;
    if (entry.kind !== 'call' && entry.kind !== 'blocked' && entry.kind !== 'method') continue;
    open.push(entry);
    if (entry.kind !== 'method') continue;
    methods.set(entry.method.name, open);
    open = [];
  }
  return { start, methods };
}

export function entriesWithout(
  { calls, blocked, contacts, cuts, description }: Trace,
  again: ReadonlySet<string>,
): MethodEntries {
  const kept = description.methods.filter(({ name }) => !again.has(name));
  return new Map(
    kept.map((method) => {
      const mine = [...calls, ...blocked].filter((entry) => entry.method === method.name);
      const contacted = contacts.filter(({ methods }) => methods.includes(method.name)).map(({ address }) => address);
      const { untried, unplayed } = cuts.find((cut) => cut.method === method.name) ?? {};
      const cut = { ...(untried && { untried }), ...(unplayed && { unplayed }) };
      return [method.name, [...mine, { kind: 'method', method, ...(contacted.length > 0 && { contacted }), ...cut }]];
    }),
  );
}

type MethodEntries = ReadonlyMap<string, readonly MethodEntry[]>;

const KINDS = new Set(['trace', 'client', 'call', 'blocked', 'method', 'end']);

export function parseTraceLine(line: string, number: number, known: CallsById = new Map()): TraceEntry {
  const value = tryParseJson(line);
  if (!isJsonObject(value) || !KINDS.has(String(value.kind))) {
    throw codedError(
      'recording-invalid',
      `line ${number} of a trace must be a complete entry of one of these kinds: ${[...KINDS].join(', ')}`,
    );
  }
  const lacking = lackingMember(value);
  if (lacking !== undefined)
    throw codedError(
      'recording-invalid',
      `line ${number} of a trace must have ${lacking}; wireparity did not write this line`,
    );
  if (value.kind === 'method') known.clear();
  if (value.kind !== 'call') return value as unknown as TraceEntry; // safe cast: the function `formatTraceEntry` wrote the line
  const call = readCall(value as unknown as CallLine, known, number);
  known.set(call.id, call);
  return call;
}

function lackingMember(entry: JsonObject): string | undefined {
  switch (entry.kind) {
    case 'trace':
      return missing(entry, { client: 'string', profile: 'string' });
    case 'client':
      return missing(entry.description, { methods: 'list', errors: 'list', versions: 'list' });
    case 'call':
      return (
        missing(entry, {
          method: 'string',
          purpose: 'object',
          arguments: 'object',
          exchanges: 'list',
          outcome: 'object',
        }) ??
        list(entry.exchanges)
          .map(lackingOfExchange)
          .find((each) => each !== undefined)
      );
    case 'blocked':
      return missing(entry, { method: 'string', reason: 'string' });
    case 'method':
      return missing(entry.method, { name: 'string', parameters: 'list' });
    default:
      return undefined;
  }
}

function lackingOfExchange(exchange: Json): string | undefined {
  if (!isJsonObject(exchange)) return 'exchanges that are objects';
  const { request, response } = exchange;
  return (
    missing(request, { method: 'string', target: 'string', headers: 'list' }) ??
    (response === null || isReference(response ?? null)
      ? undefined
      : missing(response, { headers: 'list', body: 'object' }))
  );
}

type Shape = { readonly [member: string]: 'string' | 'list' | 'object' };

function missing(value: Json | undefined, shape: Shape): string | undefined {
  if (!isJsonObject(value)) return Object.keys(shape).join(', ');
  const found = Object.entries(shape).find(([member, type]) => !isOfType(value[member], type));
  return found && `${found[0]}: ${found[1]}`;
}

function isOfType(value: Json | undefined, type: Shape[string]): boolean {
  if (type === 'list') return Array.isArray(value);
  return type === 'object' ? isJsonObject(value) : typeof value === 'string';
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
