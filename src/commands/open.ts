import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { platform } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { userError } from '../lib/error.ts';

/** @throws page-missing */
export async function open(file: string | undefined, flags: WorkspaceFlags, io: Io): Promise<number> {
  const name = file ?? `${(await openWorkspace(flags, io)).config.reports}/report.html`;
  const path = resolve(io.cwd, name);
  await access(path).catch(() => {
    throw userError('page-missing', `there is no file ${name}`, { hint: 'Run `parity report` to write the page.' });
  });
  const url = pathToFileURL(path).href;
  const [program, ...args] = opener(io);
  const exitCode = await start(program, [...args, url]);
  if (exitCode !== 0) io.err(`no browser could be started (${program}): open ${url}\n`);
  return exitCode === 0 ? 0 : 3;
}

/** Prefers the program in the environment variable `BROWSER`. */
function opener({ env }: Io): readonly [program: string, ...args: string[]] {
  if (env.BROWSER) return [env.BROWSER];
  if (platform() === 'win32') return ['cmd', '/c', 'start', ''];
  return [platform() === 'darwin' ? 'open' : 'xdg-open'];
}

/** Does not wait until the browser ends, because the browser may stay open. */
function start(program: string, args: readonly string[]): Promise<number> {
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: 'ignore', detached: true });
    const waiting = setTimeout(() => done(0), 1000);
    child.on('error', () => done(127));
    child.on('exit', (code) => {
      clearTimeout(waiting);
      done(code ?? 0);
    });
    child.unref();
  });
}
