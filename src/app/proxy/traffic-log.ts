import type { RecordingEntry, RunStart } from '../../model/exchange.ts';
import type { Workspace } from '../../model/workspace.ts';
import { openRecordingWriter } from '../../recording/recording-writer.ts';
import { createRedactor } from '../../recording/redaction/create-redactor.ts';
import { createRunId } from '../../run/run-id.ts';
import type { Io } from '../io.ts';

/** If the recording cannot be written, the server keeps running, and `close` throws. */
export interface TrafficLog {
  readonly write: (entry: RecordingEntry) => void;
  /** @throws recording-unwritable if any write failed */
  readonly close: () => Promise<void>;
}

export interface TrafficLogOptions {
  readonly workspace: Workspace;
  readonly io: Io;
  readonly file: string;
  readonly target: RunStart['target'];
}

export async function openTrafficLog({ workspace, io, file, target }: TrafficLogOptions): Promise<TrafficLog> {
  const { contracts } = workspace;
  const run = createRunId(io.random);
  const writer = await openRecordingWriter({ file, run, redactor: trafficRedactor(workspace, io) });
  let problem: unknown;
  const write = (entry: RecordingEntry) => {
    try {
      writer.write(entry);
    } catch (error) {
      problem ??= error;
    }
  };
  write(trafficStart(target, { io, run, contracts: contracts.hash }));
  return {
    write,
    close: async () => {
      await writer.close();
      if (problem !== undefined) throw problem;
    },
  };
}

/** The secrets of other programs are unknown, so values are also redacted if their names suggest a credential. */
export function trafficRedactor({ contracts }: Workspace, io: Io) {
  const { patterns, fields } = contracts.api.secrets;
  return createRedactor({
    values: new Map(),
    patterns,
    fields,
    salt: `${io.random()}${io.random()}`,
    usualNames: true,
  });
}

interface TrafficNames {
  readonly io: Io;
  readonly run: string;
  readonly contracts: string;
}

export function trafficStart(target: RunStart['target'], { io, run, contracts }: TrafficNames): RunStart {
  const tool = `wireparity ${io.version}`;
  const start = { kind: 'run', format: 1, tool, run, target, seed: 0, shard: null, contracts, whole: false } as const;
  return { ...start, overheard: true };
}
