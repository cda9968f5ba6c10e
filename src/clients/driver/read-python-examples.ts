import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { ExampleItem } from '../../audit/docs/claim.ts';
import { type ClientEnvironment, clientEnvironment } from '../../lib/client-environment.ts';
import { driversFolder } from './driver-program.ts';

const TIMEOUT_MS = 60_000;
const MOST_OUTPUT = 64 * 1024 * 1024;

type PythonExamples =
  | { readonly kind: 'read'; readonly items: ReadonlyMap<string, readonly ExampleItem[]> }
  | { readonly kind: 'not-read'; readonly reason: string };

/** Reads code examples with Python's own parser, without executing the examples. */
export async function readPythonExamples(texts: readonly string[], env: ClientEnvironment): Promise<PythonExamples> {
  if (texts.length === 0) return { kind: 'read', items: new Map() };
  const program = join(driversFolder(), 'read_examples.py');
  const options = { timeout: TIMEOUT_MS, maxBuffer: MOST_OUTPUT, env: clientEnvironment(env) };
  const running = promisify(execFile)('python3', ['-I', program], options);
  running.child.stdin?.on('error', () => {}); // if the program has ended, the exit event reports the problem
  running.child.stdin?.end(JSON.stringify(texts));
  try {
    const read = RESULT.parse(JSON.parse((await running).stdout));
    return { kind: 'read', items: new Map(texts.map((text, index) => [text, read[index] ?? []])) };
  } catch (error) {
    return { kind: 'not-read', reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ENOENT') return 'python3 is not on the PATH';
  if ('killed' in error && error.killed === true) return `python3 did not finish within ${TIMEOUT_MS / 1000} s`;
  return `python3 failed: ${error.message.trim().split('\n').at(-1) ?? ''}`;
}

const words = z.array(z.string());
const line = z.int();
const argument = z.object({
  name: z.string().nullable(),
  position: z.int(),
  member: z.boolean(),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
});
const RESULT = z.array(
  z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('call'), words, arguments: z.array(argument), line }),
      z.object({ kind: z.literal('attribute'), words, attribute: z.string(), line }),
      z.object({ kind: z.literal('exception'), name: z.string(), line }),
      z.object({ kind: z.literal('unreadable'), text: z.string(), line }),
    ]),
  ),
);
