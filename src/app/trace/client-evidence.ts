import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { userError } from '../../lib/error.ts';
import type { Client } from '../../model/client.ts';
import type { Trace } from '../../model/trace.ts';
import type { Workspace } from '../../model/workspace.ts';
import { readTraceEntries, traceOf } from '../../recording/trace-line.ts';
import { sourceRevision } from '../git/source-revision.ts';
import type { Io } from '../io.ts';
import { driveClient } from './drive-client.ts';
import { type ClientEvidence, judgeEvidence } from './judge-trace.ts';

export interface EvidenceContext {
  readonly workspace: Workspace;
  readonly io: Io;
  readonly signal: AbortSignal;
  /** Uses existing traces, even if the client or the contracts have changed. */
  readonly asKept: boolean;
}

/** With `asKept`, accepts a trace that is out of date. @throws trace-missing */
export async function clientEvidence(client: Client, context: EvidenceContext): Promise<ClientEvidence> {
  const { workspace, io } = context;
  const file = traceFileOf(client, context);
  const kept = context.asKept ? await readTrace(file) : await findCurrentTrace(client, { workspace, io, file });
  if (kept === null && context.asKept)
    throw userError('trace-missing', `${client.name} has no trace: ${file} does not exist`, {
      exitCode: 5,
      hint: `Run \`parity trace ${client.name}\` to write the trace.`,
    });
  return judgeEvidence(kept ?? (await driveClient(client, { ...context, file })), client, workspace);
}

export function traceFileOf({ name }: Client, { workspace, io }: Pick<EvidenceContext, 'workspace' | 'io'>): string {
  return join(io.cwd, workspace.config.reports, `${name}.trace.jsonl`);
}

interface TraceQuestion {
  readonly workspace: Workspace;
  readonly io: Io;
  readonly file: string;
}

/** Returns null if a new trace could differ from the existing trace. */
async function findCurrentTrace(client: Client, { workspace, io, file }: TraceQuestion): Promise<Trace | null> {
  const trace = await readTrace(file);
  if (trace === null || trace.end === null || trace.end.interrupted !== null) return null;
  const { contracts, profile, tool, revision } = trace.start;
  const isSame =
    contracts === workspace.contracts.hash && profile === client.profile && tool === `wireparity ${io.version}`;
  if (!isSame) return null;
  if (client.source.kind !== 'path')
    return (await isNewer(file, [join(workspace.root, client.at.file)])) ? trace : null;
  const now = await sourceRevision({ folder: client.source.path, env: io.env });
  if (now?.commit !== revision?.commit || now?.dirty !== revision?.dirty) return null;
  const watched = [join(workspace.root, client.at.file), ...(await sourceFiles(client.source.path, dirname(file)))];
  return (await isNewer(file, watched)) ? trace : null;
}

async function readTrace(file: string): Promise<Trace | null> {
  return existsSync(file) ? traceOf(await readTraceEntries(file)) : null;
}

async function isNewer(file: string, than: readonly string[]): Promise<boolean> {
  const { mtimeMs } = await stat(file);
  const times = await Promise.all(
    than.map((each) =>
      stat(each).then(
        (found) => found.mtimeMs,
        () => 0,
      ),
    ),
  );
  return times.every((time) => time < mtimeMs);
}

/** Changes in these folders do not make a trace out of date. */
const LEFT_OUT = new Set(['.git', '__pycache__', 'node_modules', '.venv', 'venv', '.pytest_cache', '.parity']);
const MOST_FILES = 20_000;

/** Removing a file changes only the time of its folder, so folders are returned too. */
async function sourceFiles(folder: string, reports: string): Promise<readonly string[]> {
  const found: string[] = [];
  const folders = [folder];
  while (folders.length > 0 && found.length < MOST_FILES) {
    const next = folders.pop() ?? '';
    const entries = await readdir(next, { withFileTypes: true }).catch(() => []);
    const kept = entries.filter(({ name }) => !LEFT_OUT.has(name) && join(next, name) !== reports);
    found.push(...kept.map(({ name }) => join(next, name)));
    folders.push(...kept.filter((entry) => entry.isDirectory()).map(({ name }) => join(next, name)));
  }
  return found;
}
