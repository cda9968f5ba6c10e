import { accessSync, closeSync, constants, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { basename, delimiter, isAbsolute, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CallOutcome } from '../../../model/driver.ts';
import type { GroupProcess } from '../../../run/target/spawn-group.ts';
import { killGroup, startProgram } from '../process-group.ts';
import { openAnswers } from './answers-file.ts';
import { MAX_OUTPUT, type ProgramRun } from './run-command.ts';

const READY_MS = 30_000;
/** After a run's timeout, the interpreter has this much time to end the run itself. */
const GRACE_MS = 5_000;

export interface PythonHost {
  readonly run: (argv: readonly string[], options: ProgramRun, timeoutMs: number) => Promise<CallOutcome | null>;
}

interface Reply {
  readonly id: number;
  readonly ready?: boolean;
  readonly code?: number | null;
  readonly asked?: boolean;
}

/** Returns null if the command is not a Python program, or cannot run in a fork. */
export async function openPythonHost(command: readonly string[], options: ProgramRun): Promise<PythonHost | null> {
  const found = findPythonProgram(command, options.env);
  if (found === null) return null;
  const folder = fileURLToPath(new URL('./python', import.meta.url));
  const child = startProgram({ ...options, command: [found.python, folder, 'commands'] });
  child.stderr.resume();
  const replies = listen(child);
  child.stdin?.write(`${JSON.stringify(found.target)}\n`);
  const ready = await replies.wait(0, READY_MS);
  if (ready?.ready !== true) {
    killGroup(child.pid);
    return null;
  }
  return { run: runner(child, replies, found.args) };
}

interface Replies {
  readonly wait: (id: number, ms: number) => Promise<Reply | undefined>;
}

function listen(child: GroupProcess): Replies {
  const waiting = new Map<number, (reply: Reply | undefined) => void>();
  let isOver = false;
  const end = () => {
    isOver = true;
    for (const settle of waiting.values()) settle(undefined);
  };
  child.once('error', end);
  child.once('exit', end);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const reply: Reply = JSON.parse(line); // the JSON comes from wireparity's own Python program
    waiting.get(reply.id)?.(reply);
  });
  const wait = (id: number, ms: number) =>
    new Promise<Reply | undefined>((resolve) => {
      if (isOver) return resolve(undefined);
      const settle = (reply: Reply | undefined) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(reply);
      };
      const timer = setTimeout(() => settle(undefined), ms);
      waiting.set(id, settle);
    });
  return { wait };
}

/** Returns a function that runs a command in a fork. The function returns null if the interpreter has ended. */
function runner(child: GroupProcess, replies: Replies, first: readonly string[]): PythonHost['run'] {
  let lastId = 0;
  return async (argv, { cwd, folder, answers }, timeoutMs) => {
    lastId += 1;
    const id = lastId;
    const file = (kind: string) => join(folder, `${child.pid}-${id}-${kind}`);
    const stdin = openAnswers(folder, answers);
    const files = { stdin: stdin.path, stdout: file('stdout'), stderr: file('stderr'), waits: file('waits') };
    for (const path of [files.stdout, files.stderr, files.waits]) writeFileSync(path, '');
    const reply = replies.wait(id, timeoutMs + GRACE_MS);
    child.stdin?.write(`${JSON.stringify({ id, argv: [...first, ...argv], cwd, timeoutMs, ...files })}\n`);
    try {
      return outcomeOf(await reply, files, timeoutMs);
    } finally {
      stdin.close();
      for (const path of [files.stdout, files.stderr, files.waits]) rmSync(path, { force: true });
    }
  };
}

function outcomeOf(
  reply: Reply | undefined,
  files: { readonly stdout: string; readonly stderr: string; readonly waits: string },
  timeoutMs: number,
): CallOutcome | null {
  if (reply?.code === undefined) return null;
  if (reply.code === null) return { kind: 'timed-out', afterMs: timeoutMs };
  const [stdout, stderr] = [files.stdout, files.stderr].map((file) => readFileSync(file));
  const text = (bytes: Buffer | undefined) => (bytes ?? Buffer.alloc(0)).subarray(0, MAX_OUTPUT).toString('utf8');
  const isBounded = (stdout?.length ?? 0) > MAX_OUTPUT || (stderr?.length ?? 0) > MAX_OUTPUT;
  const waits = waitsIn(files.waits);
  return {
    ...{ kind: 'exited', code: reply.code, stdout: text(stdout), stderr: text(stderr) },
    ...(isBounded && { bounded: true }),
    ...(reply.asked === true && { asked: true }),
    ...(waits.length > 0 && { waits }),
  };
}

function waitsIn(file: string): readonly number[] {
  const text = readFileSync(file, 'utf8');
  const waits: readonly number[] = text === '' ? [] : JSON.parse(text); // the JSON comes from wireparity's own Python program
  return waits;
}

interface PythonProgram {
  readonly python: string;
  readonly target: { readonly module: string } | { readonly file: string };
  readonly args: readonly string[];
}

/** Recognises a Python program: `python -m acme`, `python acme.py`, or a script whose first line names a Python interpreter. */
export function findPythonProgram(command: readonly string[], env: NodeJS.ProcessEnv): PythonProgram | null {
  const [program = '', first = '', ...rest] = command;
  if (/^python[\d.]*$/.test(basename(program))) {
    const [module, ...args] = rest;
    if (first === '-m' && module !== undefined) return { python: program, target: { module }, args };
    return isAbsolute(first) && first.endsWith('.py') ? { python: program, target: { file: first }, args: rest } : null;
  }
  const file = findExecutable(program, env.PATH ?? '');
  const python =
    file === null ? undefined : /^#!\s*(?:\/usr\/bin\/env\s+)?(\S*python[\d.]*)\s*$/m.exec(firstLine(file))?.[1];
  return file === null || python === undefined ? null : { python, target: { file }, args: command.slice(1) };
}

function findExecutable(program: string, path: string): string | null {
  const candidates = /[\\/]/.test(program) ? [program] : path.split(delimiter).map((folder) => join(folder, program));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function firstLine(file: string): string {
  const bytes = Buffer.alloc(256);
  const fd = openSync(file, 'r');
  try {
    return bytes.toString('utf8', 0, readSync(fd, bytes)).split('\n')[0] ?? '';
  } finally {
    closeSync(fd);
  }
}
