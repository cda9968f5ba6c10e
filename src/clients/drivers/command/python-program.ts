import { accessSync, closeSync, constants, openSync, readSync } from 'node:fs';
import { basename, delimiter, isAbsolute, join } from 'node:path';

/** A command that is a Python program: which interpreter runs which module or file, and its first arguments. */
export interface PythonProgram {
  readonly python: string;
  readonly target: { readonly module: string } | { readonly file: string };
  readonly args: readonly string[];
}

/** `python -m acme`, `python acme.py`, or a script whose first line names an interpreter. Null for any other command. */
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
