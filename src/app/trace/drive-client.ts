import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installClient } from '../../clients/install/install-client.ts';
import { traceClient } from '../../clients/trace/trace-client.ts';
import type { Client } from '../../model/client.ts';
import type { MethodEntry, Trace, TraceEntry } from '../../model/trace.ts';
import type { Workspace } from '../../model/workspace.ts';
import { formatTrace, traceOf } from '../../recording/trace-line.ts';
import { drawStatus, TIMES_FILE } from '../draw-status.ts';
import { sourceRevision } from '../git/source-revision.ts';
import type { Io } from '../io.ts';
import { writeWholeFile } from '../write-file.ts';
import { openTraceJournal, type TraceJournal } from './trace-journal.ts';

interface DriveContext {
  readonly workspace: Workspace;
  readonly io: Io;
  readonly signal: AbortSignal;
  /** If null, the trace is not written to a file. */
  readonly file: string | null;
  readonly resume?: boolean;
  /** Installs nothing, so a missing installation is an error. */
  readonly offline?: boolean;
  /** Methods of an earlier trace. These methods are not traced again. */
  readonly known?: ReadonlyMap<string, readonly MethodEntry[]>;
}

/** Installs the client first if it has no current installation. @throws client-failed */
export async function driveClient(client: Client, context: DriveContext): Promise<Trace> {
  if (context.file === null) {
    const known = context.known ?? new Map<string, readonly MethodEntry[]>();
    return traceOf(await drive(client, context, { known: () => known, keep: () => {} }));
  }
  const journal = await openTraceJournal(context.file, context.resume === true);
  try {
    const entries = await drive(client, context, journal);
    await writeWholeFile(context.file, formatTrace(entries));
    journal.remove();
    return traceOf(entries);
  } catch (error) {
    const kept = journal.kept();
    if (kept > 0) context.io.err(`${client.name}: ${stoppedAfter(kept, client.name, journal.file)}\n`);
    throw error;
  }
}

function stoppedAfter(kept: number, name: string, file: string): string {
  return `the trace stopped after ${kept} methods, which are kept in ${file}. To judge them: parity judge ${file}. To continue: parity trace ${name} --resume`;
}

async function drive(
  client: Client,
  { workspace, io, signal, offline }: DriveContext,
  { known, keep }: Pick<TraceJournal, 'known' | 'keep'>,
): Promise<readonly TraceEntry[]> {
  const { contracts, root } = workspace;
  const scratch = await mkdtemp(join(tmpdir(), 'parity-client-'));
  const status = drawStatus(io, join(io.cwd, workspace.config.reports, TIMES_FILE));
  const tell = (line: string) => {
    status.clear();
    io.err(`${line}\n`);
    status.wait(line);
  };
  try {
    status.wait(`starting ${client.name}`);
    const ready = await installClient(client, {
      ...{ root, env: io.env, signal, tell },
      ...(offline !== undefined && { offline }),
    });
    status.wait(`starting ${client.name}`);
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
      known: known({ contracts: contracts.hash, tool, revision, profile: client.profile }),
      keep,
      progress: (done, total) => status.show({ unit: 'methods', done, total, failed: 0, current: client.name }),
    });
  } finally {
    status.clear();
    await rm(scratch, { recursive: true, force: true });
  }
}
