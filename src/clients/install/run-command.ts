import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { userError } from '../../lib/error.ts';
import { errorMessage } from '../../lib/error-text.ts';
import { onAbort } from '../../lib/on-abort.ts';
import { endGroup } from '../../run/target/process-group.ts';
import { type GroupProcess, spawnGroup } from '../../run/target/spawn-group.ts';

interface ToolOptions {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: { readonly [name: string]: string };
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** If this signal aborts, the command and all processes that it started are ended. */
  readonly signal: AbortSignal;
}

const STOP_MS = 3000;
/** How long to wait for the last output after the command has ended. A daemon may keep the pipes open. */
const LAST_WORDS_MS = 200;

/**
 * Returns null for exit code 0, otherwise a text such as `exit code 1` or `signal SIGTERM`.
 * @throws command-not-started
 */
export async function runCommand(options: ToolOptions): Promise<string | null> {
  const { out, err, signal } = options;
  const mark = randomBytes(12).toString('hex');
  const child = spawnGroup({ ...options, env: { ...options.env, PARITY_CAPTURE: mark } }, 'ignore');
  child.stdout.setEncoding('utf8').on('data', out);
  child.stderr.setEncoding('utf8').on('data', err);
  const ended = new Promise<string | null>((resolve) =>
    child.once('exit', (code, by) => resolve(by !== null ? `signal ${by}` : code === 0 ? null : `exit code ${code}`)),
  );
  const closed = new Promise((resolve) => child.once('close', resolve));
  await spawned(child, options);
  const end = () => endGroup(child.pid ?? 0, `PARITY_CAPTURE=${mark}`, STOP_MS);
  const forget = onAbort(signal, () => void end());
  if (signal.aborted) void end();
  const how = await ended;
  forget();
  await Promise.race([closed, wait(LAST_WORDS_MS, undefined, { ref: false })]);
  await end();
  child.stdout.destroy();
  child.stderr.destroy();
  return how;
}

async function spawned(child: GroupProcess, { command, cwd }: ToolOptions): Promise<void> {
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw userError('command-not-started', `cannot start "${command.join(' ')}" in ${cwd}: ${errorMessage(error)}`, {
      exitCode: 3,
      hint: 'Give a program and its arguments after --, for example `parity capture -- pytest -q`. For shell syntax, use -- sh -c "…".',
    });
  }
}
