import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { execPath } from 'node:process';
import { isDeepStrictEqual } from 'node:util';
import type { Replay } from '../../audit/handoff/build-row.ts';
import { clientPrograms } from '../../audit/handoff/client-program.ts';
import type { CauseGroup } from '../../audit/handoff/group-causes.ts';
import { differenceOf, type ReplayedCall, replayShown } from '../../audit/handoff/same-call.ts';
import { scrubbedEnvironment } from '../../clients/driver/driver-environment.ts';
import { pythonOf } from '../../clients/driver/driver-program.ts';
import { findProgram } from '../../clients/driver/find-program.ts';
import { installClient } from '../../clients/install/install-client.ts';
import { runCommand } from '../../clients/install/run-command.ts';
import { openRecorder, type Recorder } from '../../clients/recorder/recorder.ts';
import { TRACE_KEY } from '../../clients/trace/trace-client.ts';
import { readTextFile } from '../../load/read-text-file.ts';
import type { Client } from '../../model/client.ts';
import type { Program } from '../../model/handoff.ts';
import type { ClientCall } from '../../model/trace.ts';
import { formatTraceEntry, parseTraceLine } from '../../recording/trace-line.ts';
import { type EvidenceContext, traceFileOf } from '../trace/client-evidence.ts';
import type { ClientEvidence } from '../trace/judge-trace.ts';
import { writeWholeFile } from '../write-file.ts';

/** A row of the hand-off, together with the call that the program should reproduce. */
export interface ReplayedRow {
  readonly cause: CauseGroup;
  readonly call: ClientCall;
  /** Location of the finding within the call, as a JSON pointer. */
  readonly pointer: string;
  /** A script that sends the missing request. */
  readonly script?: Program;
}

/** Runs the programs of each row until a program reproduces the traced call. */
export async function replayClient(
  rows: readonly ReplayedRow[],
  evidence: ClientEvidence,
  context: EvidenceContext,
): Promise<ReadonlyMap<string, Replay>> {
  const { workspace, io } = context;
  const name = `${workspace.config.reports}/handoff/${evidence.client.name}.replays.jsonl`;
  const file = join(io.cwd, name);
  const kept = await keptReplays(file, traceFileOf(evidence.client, context));
  const lines = rows.length === 0 ? [] : await recordReplays(rows, evidence, { ...context, kept });
  await writeWholeFile(file, lines.map((line) => `${formatTraceEntry(line)}\n`).join(''), name);
  const recorded = (await readTextFile(file)).split('\n').filter(Boolean).map(readReplayed);
  return new Map(
    rows.map(({ cause, call, pointer }) => {
      const own = recorded.filter(({ row }) => row === cause.fingerprint);
      return [cause.fingerprint, replayShown(own, { call, pointer })];
    }),
  );
}

/** Leaves out replays that timed out, because the machine may have been busy. */
async function keptReplays(file: string, trace: string): Promise<readonly ReplayedCall[]> {
  try {
    const [recorded, traced] = await Promise.all([stat(file), stat(trace)]);
    if (recorded.mtimeMs <= traced.mtimeMs) return [];
    const replays = (await readTextFile(file)).split('\n').filter(Boolean).map(readReplayed);
    return replays.filter(({ outcome }) => outcome.kind !== 'timed-out');
  } catch {
    return [];
  }
}

function readReplayed(line: string, index: number): ReplayedCall {
  return parseTraceLine(line, index + 1) as ReplayedCall; // safe cast: `replayClient` wrote every line of the file
}

async function recordReplays(
  rows: readonly ReplayedRow[],
  { client, surface }: ClientEvidence,
  { workspace, io, signal, kept }: EvidenceContext & { readonly kept: readonly ReplayedCall[] },
): Promise<readonly ReplayedCall[]> {
  const replays: ReplayedCall[] = [];
  const { contracts, root } = workspace;
  const scratch = await mkdtemp(join(tmpdir(), 'parity-replay-'));
  const recorder = await openRecorder({ contracts, profile: client.profile });
  try {
    const ready = await installClient(client, { root, env: io.env, signal, tell: (line) => io.err(`${line}\n`) });
    const stage: Stage = { client: ready, recorder, scratch, env: io.env, signal };
    const packages = await packagesOf(ready);
    for (const { cause, call, pointer, script } of rows) {
      if (signal.aborted) break;
      const [{ expected, observed }] = cause.findings;
      const description = surface.description.methods.find(({ name }) => name === call.method);
      const programs =
        script === undefined ? clientPrograms({ call, client, description, packages, expected, observed }) : [script];
      for (const program of programs) {
        const id = `${client.name}/replay#${replays.length + 1}`;
        const row = cause.fingerprint;
        const before = kept.find((each) => each.row === row && isDeepStrictEqual(each.program, program));
        const replayed = { ...(before ?? (await runProgram(program, call, stage))), id, row, program };
        replays.push(replayed);
        if (differenceOf(call, replayed, pointer) === null) break;
      }
    }
  } finally {
    await recorder.close();
    await rm(scratch, { recursive: true, force: true });
  }
  return replays;
}

interface Stage {
  readonly client: Client;
  readonly recorder: Recorder;
  readonly scratch: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly signal: AbortSignal;
}

const LONGEST_MS = 20_000;
const KEPT = 20_000;

async function runProgram(program: Program, call: ClientCall, stage: Stage): Promise<ClientCall> {
  const { client, recorder, signal } = stage;
  const said = { stdout: '', stderr: '' };
  const keep = (name: 'stdout' | 'stderr') => (text: string) => {
    said[name] = (said[name] + text).slice(-KEPT);
  };
  recorder.answer(call.purpose.kind === 'answer' ? call.purpose.answer : null);
  const deadline = AbortSignal.timeout(LONGEST_MS);
  const ended = await runCommand({
    command: commandOf(program, client),
    cwd: folderFor(client, stage.scratch),
    env: environmentOf(stage),
    out: keep('stdout'),
    err: keep('stderr'),
    signal: AbortSignal.any([signal, deadline]),
  });
  const exchanges = await recorder.take();
  if (deadline.aborted) return { ...call, exchanges, outcome: { kind: 'timed-out', afterMs: LONGEST_MS } };
  // An MCP server reports a failed call on standard output, not by its exit code.
  const isRefused = client.driver === 'mcp' && /"isError"\s*:\s*true|"error"\s*:\s*\{/.test(said.stdout);
  const code = ended === null && !isRefused ? 0 : Number(/^exit code (\d+)$/.exec(ended ?? '')?.[1] ?? 1);
  return { ...call, exchanges, outcome: { kind: 'exited', code, ...said } };
}

function commandOf({ language, text }: Program, client: Client): readonly string[] {
  if (language === 'python') return [pythonOf(client), '-c', text];
  return language === 'js' ? [execPath, '--input-type=module', '-e', text] : [language, '-c', text];
}

/** Programs may leave files behind, so the client's folder is used only if necessary. */
function folderFor({ driver, source, command }: Client, scratch: string): string {
  if (source.kind !== 'path') return scratch;
  const isBelow = command.some((word) => /[\\/]/.test(word) && existsSync(join(source.path, word)));
  return driver === 'node' || isBelow ? source.path : scratch;
}

function environmentOf({ client, recorder, scratch, env }: Stage): { readonly [name: string]: string } {
  const own = scrubbedEnvironment(env, scratch);
  const { source, construct } = client;
  const factory = /^(.*)\.py#/.exec(construct?.call ?? '')?.[1];
  const modules = [
    ...(source.kind === 'path' ? [source.path, join(source.path, 'src')] : []),
    ...(factory === undefined ? [] : [dirname(factory)]),
  ];
  const [program = ''] = findProgram(client.command, source);
  const programs = program.includes('/') ? [dirname(program)] : [];
  return {
    ...own,
    PATH: [...programs, own.PATH].filter(Boolean).join(delimiter),
    ...(client.driver === 'python' && modules.length > 0 && { PYTHONPATH: modules.join(delimiter) }),
    BASE_URL: recorder.origin,
    API_KEY: TRACE_KEY,
  };
}

/** Programs import the package by its name, or by its main file if Node cannot find the name. */
async function packagesOf({ driver, source }: Client): Promise<readonly string[]> {
  if (driver !== 'node') return [];
  if (source.kind !== 'path') return [source.kind === 'npm' ? source.requirement.replace(/(?<=.)@[^/]*$/, '') : ''];
  const text = await readTextFile(join(source.path, 'package.json')).catch(() => '{}');
  const { name, main } = JSON.parse(text) as { readonly name?: unknown; readonly main?: unknown }; // safe cast: package.json contains an object
  return [
    ...(typeof name === 'string' ? [name] : []),
    `./${typeof main === 'string' ? main.replace(/^\.\//, '') : 'index.js'}`,
  ];
}
