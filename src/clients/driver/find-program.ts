import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { ClientSource } from '../../model/client.ts';

/** Where a source folder contains the programs that were installed into it. */
const PROGRAM_FOLDERS = ['.venv/bin', 'venv/bin', 'node_modules/.bin'];

/**
 * Resolves the program of a command: a path is relative to the source folder, and a bare name is looked up in the source's own
 * environment before the PATH.
 */
export function findProgram(command: readonly string[], source: ClientSource): readonly string[] {
  const [program, ...args] = command;
  if (program === undefined || source.kind !== 'path' || isAbsolute(program)) return command;
  const candidates = /[\\/]/.test(program) ? [program] : PROGRAM_FOLDERS.map((folder) => join(folder, program));
  const found = candidates.map((path) => join(source.path, path)).find((path) => existsSync(path));
  return found === undefined ? command : [found, ...args];
}
