import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { CallOutcome } from '../../../model/driver.ts';
import { type GroupOptions, killGroup, spawnGroup } from '../process-group.ts';

const MAX_OUTPUT = 64 * 1024;
/** After the program left, for output that something it forked holds open. */
const LAST_OUTPUT_MS = 200;
/** Says yes to whatever a command asks. */
const ANSWERS = 'y\n'.repeat(50);

/** Runs a program to its end. @throws when it cannot be started. */
export async function runCommand(options: GroupOptions, timeoutMs: number): Promise<CallOutcome> {
  const child = spawnGroup(options);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  child.stdin.end(ANSWERS);
  const code = await endOf(child, timeoutMs);
  if (code === 'timed-out') return { kind: 'timed-out', afterMs: timeoutMs };
  const isBounded = stdout.isFull() || stderr.isFull();
  return { kind: 'exited', code, stdout: stdout.text(), stderr: stderr.text(), ...(isBounded && { bounded: true }) };
}

/** The exit code; 128 for a program that a signal ended. */
function endOf(child: ChildProcessWithoutNullStreams, timeoutMs: number): Promise<number | 'timed-out'> {
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

/** Keeps the beginning and reads on, so that the program does not wait for us. */
function collect(stream: Readable): { readonly text: () => string; readonly isFull: () => boolean } {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    if (size < MAX_OUTPUT) chunks.push(chunk.subarray(0, MAX_OUTPUT - size));
    size += chunk.length;
  });
  return { text: () => Buffer.concat(chunks).toString('utf8'), isFull: () => size > MAX_OUTPUT };
}
