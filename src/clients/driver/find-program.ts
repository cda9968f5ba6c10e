import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { ClientSource } from '../../model/client.ts';

/** The programs of a project are installed in these folders. The paths are relative to the source folder. */
const PROGRAM_FOLDERS = ['.venv/bin', 'venv/bin', 'node_modules/.bin'];

/** Prefers a program in the source folder to a program on the PATH. */
export function findProgram(command: readonly string[], source: ClientSource): readonly string[] {
  const [program, ...args] = command;
  if (program === undefined || source.kind !== 'path' || isAbsolute(program)) return command;
  const candidates = /[\\/]/.test(program) ? [program] : PROGRAM_FOLDERS.map((folder) => join(folder, program));
  const found = candidates.map((path) => join(source.path, path)).find((path) => existsSync(path));
  return found === undefined ? command : [found, ...args];
}
