import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installClient } from '../clients/install/install-client.ts';
import { traceClient } from '../clients/trace/trace-client.ts';
import type { Client } from '../model/client.ts';
import type { Trace, TraceEntry } from '../model/trace.ts';
import type { Workspace } from '../model/workspace.ts';
import { formatTraceEntry, traceOf } from '../recording/trace-line.ts';
import { drawTraceProgress } from './draw-trace-progress.ts';
import { sourceRevision } from './git/source-revision.ts';
import type { Io } from './io.ts';
import { writeWholeFile } from './write-file.ts';

export interface DriveContext {
  readonly workspace: Workspace;
  readonly io: Io;
  readonly signal: AbortSignal;
  /** Where the trace is kept; null: nowhere. */
  readonly file: string | null;
}

/** Traces a client: installs it where its file says so, drives it, keeps what was seen. @throws CLIENT_FAILED */
export async function driveClient(client: Client, context: DriveContext): Promise<Trace> {
  const entries = await drive(client, context);
  if (context.file !== null) await writeWholeFile(context.file, `${entries.map(formatTraceEntry).join('\n')}\n`);
  return traceOf(entries);
}

async function drive(client: Client, { workspace, io, signal }: DriveContext): Promise<readonly TraceEntry[]> {
  const { contracts, root } = workspace;
  const scratch = await mkdtemp(join(tmpdir(), 'parity-client-'));
  const progress = drawTraceProgress(client.name, io);
  try {
    const ready = await installClient(client, { root, env: io.env, signal, tell: (line) => io.err(`${line}\n`) });
    const revision =
      client.source.kind === 'path' ? await sourceRevision({ folder: client.source.path, env: io.env }) : null;
    const tool = `wireparity ${io.version}`;
    return await traceClient({
      client: ready,
      contracts,
      env: io.env,
      signal,
      scratch,
      tool,
      revision,
      progress: progress.show,
    });
  } finally {
    progress.clear();
    await rm(scratch, { recursive: true, force: true });
  }
}
