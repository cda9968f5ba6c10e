import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { DriverStart } from '../../model/driver.ts';
import { driverError } from './serve-lines.ts';

const RUNTIME_TIMEOUT_MS = 5_000;

/** Makes the names of source files in a command absolute, because calls do not run in the source folder. */
export function resolveCommand(request: Pick<DriverStart, 'command' | 'source'>): readonly string[] {
  const { command, source } = request;
  if (command.length === 0) throw driverError('start-failed', 'the client has no command');
  if (source === null) return command;
  return command.map((word) => (isFile(join(source, word)) ? join(source, word) : word));
}

/** Adds the source folder to PYTHONPATH, because `python -m acme` must find the package `acme`. */
export function environmentFor(request: DriverStart, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (request.source === null) return env;
  const folders = [request.source, join(request.source, 'src')].filter((folder) => existsSync(folder));
  const path = [...folders, ...(env.PYTHONPATH ? [env.PYTHONPATH] : [])].join(delimiter);
  return { ...env, PYTHONPATH: path };
}

/** Returns `Python 3.11.7`, `Node 20.11.0`, or the name of any other program. */
export async function readRuntime(program: string, env: NodeJS.ProcessEnv): Promise<string> {
  const name = basename(program);
  if (!/^(?:python|node)[\d.]*$/.test(name)) return name;
  const options = { env, timeout: RUNTIME_TIMEOUT_MS };
  const printed = await promisify(execFile)(program, ['--version'], options).catch(() => null);
  return printed?.stdout.trim().replace(/^v/, 'Node ') || name;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
