import type { Readable } from 'node:stream';
import type { CallOutcome } from '../../../model/driver.ts';
import type { GroupCommand, GroupProcess } from '../../../run/target/spawn-group.ts';
import { killGroup, startProgram } from '../process-group.ts';
import { openAnswers } from './answers-file.ts';

export const MAX_OUTPUT = 64 * 1024;
/** How long to wait, after the program has ended, for the output of processes that it started. */
const LAST_OUTPUT_MS = 200;

export interface ProgramRun extends Omit<GroupCommand, 'command'> {
  readonly folder: string;
  /** Lines for standard input, followed by any number of lines `y`. */
  readonly answers?: readonly string[];
}

/** @throws if the program cannot be started */
export async function runCommand(
  command: readonly string[],
  options: ProgramRun,
  timeoutMs: number,
): Promise<CallOutcome> {
  const answers = openAnswers(options.folder, options.answers);
  const child = startProgram({ ...options, command }, answers.fd);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const code = await endOf(child, timeoutMs).catch((error) => {
    answers.close();
    throw error;
  });
  const asked = answers.close();
  if (code === 'timed-out') return { kind: 'timed-out', afterMs: timeoutMs };
  const isBounded = stdout.isFull() || stderr.isFull();
  return {
    kind: 'exited',
    code,
    stdout: stdout.text(),
    stderr: stderr.text(),
    ...(isBounded && { bounded: true }),
    ...(asked && { asked: true }),
  };
}

/** Returns the exit code, or 128 if a signal ended the program. */
function endOf(child: GroupProcess, timeoutMs: number): Promise<number | 'timed-out'> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      killGroup(child.pid);
      resolve('timed-out');
    }, timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      const late = setTimeout(() => resolve(code ?? 128), LAST_OUTPUT_MS);
      child.once('close', () => {
        clearTimeout(late);
        resolve(code ?? 128);
      });
    });
  });
}

/** Keeps the beginning of the output. The rest is read and dropped, because the program would otherwise block. */
function collect(stream: Readable): { readonly text: () => string; readonly isFull: () => boolean } {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    if (size < MAX_OUTPUT) chunks.push(chunk.subarray(0, MAX_OUTPUT - size));
    size += chunk.length;
  });
  return { text: () => Buffer.concat(chunks).toString('utf8'), isFull: () => size > MAX_OUTPUT };
}
