import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { glob } from 'tinyglobby';
import ts from 'typescript';

export interface Source {
  /** The path relative to `src/`, with forward slashes. */
  readonly file: string;
  readonly text: string;
  /** This file imports these files of `src/`. Imports of types count too. */
  readonly imports: readonly string[];
  readonly packages: readonly string[];
}

export async function readSources(root: string): Promise<readonly Source[]> {
  const files = await glob('**/*.{ts,py}', { cwd: root });
  return Promise.all(files.toSorted().map(async (file) => parseSource(file, await readFile(join(root, file), 'utf8'))));
}

export function parseSource(file: string, text: string): Source {
  const named = file.endsWith('.ts') ? importedNames(text) : [];
  return {
    file,
    text,
    imports: named.filter(isRelative).map((name) => posix.join(posix.dirname(file), name)),
    packages: named.filter((name) => !isRelative(name)),
  };
}

/** The top folder, or `.` for a file directly in `src/`. */
export function folderOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : '.';
}

function importedNames(text: string): readonly string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

function isRelative(name: string): boolean {
  return name.startsWith('.');
}
