import { type FileHandle, open } from 'node:fs/promises';
import { userError } from '../lib/error.ts';
import { type Address, scenarioOf } from '../model/address.ts';
import type { RecordingEntry, RunEnd, RunStart } from '../model/exchange.ts';
import { readPlacedEntries } from './read-recording.ts';
import { parseEntry } from './recording-line.ts';

/** Where a line stands in a file, in bytes. */
interface Place {
  readonly offset: number;
  readonly length: number;
}

/** What a recording holds and where, without the exchanges themselves. */
export interface RecordingIndex {
  readonly file: string;
  readonly start: RunStart;
  /** Scenario → its lines, exchanges before the scenario's end. */
  readonly scenarios: ReadonlyMap<Address, readonly Place[]>;
  /** null: the run died. */
  readonly end: RunEnd | null;
  open(): Promise<IndexedRecording>;
}

export interface IndexedRecording {
  readonly addresses: readonly Address[];
  read(scenario: Address): AsyncGenerator<RecordingEntry>;
  close(): Promise<void>;
}

/** @throws recording-invalid */
export async function indexRecording(file: string): Promise<RecordingIndex> {
  const scenarios = new Map<Address, Place[]>();
  let start: RunStart | null = null;
  let end: RunEnd | null = null;
  for await (const { entry, line } of readPlacedEntries(file)) {
    if (entry.kind === 'run') start = entry;
    else if (entry.kind === 'end') end = entry;
    else {
      const address = entry.kind === 'scenario' ? entry.address : scenarioOf(entry.address);
      const places = scenarios.get(address) ?? [];
      scenarios.set(address, places);
      places.push({ offset: line.offset, length: line.length });
    }
  }
  if (start === null) throw userError('recording-invalid', `${file} has no start`, { hint: 'Give a whole recording.' });
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
