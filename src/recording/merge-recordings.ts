import { type FileHandle, open } from 'node:fs/promises';
import { compareText } from '../lib/compare-text.ts';
import { type UserError, userError } from '../lib/error.ts';
import { addTo } from '../lib/group-by.ts';
import { type Address, scenarioOf } from '../model/address.ts';
import type { RecordingEntry, RunEnd, RunStart } from '../model/exchange.ts';
import { readPlacedEntries } from './read-recording.ts';
import { parseEntry } from './recording-line.ts';

/**
 * Sorts scenarios by address, and reads the files twice to save memory.
 * @throws recording-invalid, recordings-unmergeable
 */
export async function* mergeRecordings(files: readonly string[]): AsyncGenerator<RecordingEntry> {
  const indexes: RecordingIndex[] = [];
  for (const file of files) indexes.push(await indexRecording(file));
  const [first] = indexes;
  if (first === undefined) throw notMergeable('expected at least one recording, got none');
  checkSameRun(first, indexes);
  checkDisjoint(indexes);
  yield mergedStart(first, indexes);
  yield* scenariosInOrder(indexes);
  const end = mergedEnd(indexes);
  if (end !== null) yield end;
}

const SAME: readonly (readonly [what: string, of: (run: RunStart) => string | number])[] = [
  ['contracts', (run) => run.contracts],
  ['target', (run) => run.target.name],
  ['profile', (run) => run.target.profile],
  ['format', (run) => run.format],
  ['number of shards', (run) => run.shard?.total ?? 1],
];

function checkSameRun(first: RecordingIndex, indexes: readonly RecordingIndex[]): void {
  for (const { file, start } of indexes)
    for (const [what, of] of SAME)
      if (of(start) !== of(first.start))
        throw notMergeable(
          `expected recordings with the same ${what}, got "${of(first.start)}" in ${first.file} and "${of(start)}" in ${file}`,
        );
}

function checkDisjoint(indexes: readonly RecordingIndex[]): void {
  const seen = new Map<string, string>();
  for (const { file, scenarios } of indexes)
    for (const address of scenarios.keys()) {
      const other = seen.get(address);
      if (other !== undefined)
        throw notMergeable(`expected each scenario once, got ${address} in ${other} and in ${file}`);
      seen.set(address, file);
    }
}

function mergedStart({ start }: RecordingIndex, indexes: readonly RecordingIndex[]): RunStart {
  const shards = new Set(indexes.map((index) => index.start.shard?.index ?? 1));
  const total = start.shard?.total ?? 1;
  const narrowed = new Set(indexes.flatMap((index) => index.start.narrowed ?? []));
  if (shards.size === total) narrowed.delete('shard');
  const { narrowed: _replaced, ...kept } = start;
  return {
    ...kept,
    run: [...new Set(indexes.map((index) => index.start.run))].sort().join('+'),
    shard: null,
    whole: narrowed.size === 0,
    ...(narrowed.size === 0 ? {} : { narrowed: [...narrowed].sort() }),
  };
}

async function* scenariosInOrder(indexes: readonly RecordingIndex[]): AsyncGenerator<RecordingEntry> {
  const open: IndexedRecording[] = [];
  try {
    for (const index of indexes) open.push(await index.open());
    const places = open.flatMap((recording) => recording.addresses.map((address) => ({ recording, address })));
    for (const { recording, address } of places.sort((a, b) => compareText(a.address, b.address)))
      yield* recording.read(address);
  } finally {
    await Promise.all(open.map((recording) => recording.close()));
  }
}

/** Returns null if a shard was killed, because the merged run is then incomplete. */
function mergedEnd(indexes: readonly RecordingIndex[]): RunEnd | null {
  const ends = indexes.flatMap(({ end }) => (end === null ? [] : [end]));
  if (ends.length < indexes.length) return null;
  const sum = (of: (end: RunEnd) => number) => ends.reduce((total, end) => total + of(end), 0);
  const leftovers = ends.flatMap((end) => end.leftovers);
  const { environment, foundUrl } = ends[0] ?? {};
  const isElsewhere = environment !== undefined && ends.every((end) => end.environment !== undefined);
  const remarks = [...new Set(ends.flatMap((end) => end.remarks ?? []))];
  const versions = [...new Set(ends.flatMap(({ version }) => version ?? []))].sort();
  const stopped = ends.find((end) => end.stopped !== undefined)?.stopped;
  return {
    kind: 'end',
    interrupted: ends.find((end) => end.interrupted !== null)?.interrupted ?? null,
    bailed: ends.some((end) => end.bailed),
    ...(isElsewhere && { environment, ...(foundUrl !== undefined && { foundUrl }) }),
    ...(ends.every((end) => end.callerRefused === true) && { callerRefused: true as const }),
    ...(stopped !== undefined && { stopped }),
    ...(remarks.length > 0 && { remarks }),
    ...(versions.length > 0 && { version: versions.join(', ') }),
    created: sum((end) => end.created),
    removed: sum((end) => end.removed),
    leftovers: leftovers.sort((a, b) => (a.madeBy < b.madeBy ? -1 : Number(a.madeBy > b.madeBy))),
    durationMs: sum((end) => end.durationMs),
  };
}

function notMergeable(message: string): UserError {
  return userError('recordings-unmergeable', message, {
    hint: 'Give the recordings of all shards of one run, each recording once.',
  });
}

interface Place {
  readonly offset: number;
  readonly length: number;
}

interface RecordingIndex {
  readonly file: string;
  readonly start: RunStart;
  /** Positions of the exchanges of each scenario, followed by the position of its end. */
  readonly scenarios: ReadonlyMap<Address, readonly Place[]>;
  /** The last line of a run, or null if the run was killed. */
  readonly end: RunEnd | null;
  open(): Promise<IndexedRecording>;
}

interface IndexedRecording {
  readonly addresses: readonly Address[];
  read(scenario: Address): AsyncGenerator<RecordingEntry>;
  close(): Promise<void>;
}

async function indexRecording(file: string): Promise<RecordingIndex> {
  const scenarios = new Map<Address, Place[]>();
  let start: RunStart | null = null;
  let end: RunEnd | null = null;
  for await (const { entry, line } of readPlacedEntries(file)) {
    if (entry.kind === 'run') start = entry;
    else if (entry.kind === 'end') end = entry;
    else {
      const address = entry.kind === 'scenario' ? entry.address : scenarioOf(entry.address);
      addTo(scenarios, address, { offset: line.offset, length: line.length });
    }
  }
  if (start === null)
    throw userError('recording-invalid', `${file} has no start`, { hint: 'Give a complete recording.' });
  return { file, start, end, scenarios, open: async () => openIndexed(await open(file, 'r'), scenarios) };
}

function openIndexed(handle: FileHandle, scenarios: ReadonlyMap<Address, readonly Place[]>): IndexedRecording {
  return {
    addresses: [...scenarios.keys()],
    read: async function* (scenario) {
      for (const place of scenarios.get(scenario) ?? []) yield parseEntry(await readAt(handle, place));
    },
    close: () => handle.close(),
  };
}

async function readAt(handle: FileHandle, { offset, length }: Place): Promise<string> {
  const { buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, offset);
  return buffer.toString('utf8');
}
