import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface PackageVersion {
  readonly source: string;
  readonly version: string;
}

/** Reads the versions in the package files of a source folder, and the `__version__` of its modules. */
export function readSourceVersions(folder: string): PackageVersion[] {
  const modules = ['.', 'src'].flatMap((parent) =>
    foldersIn(join(folder, parent)).flatMap((name) =>
      ['__init__.py', '_version.py', 'version.py'].map((file) => join(parent, name, file)),
    ),
  );
  const found = [
    ...PACKAGE_FILES.flatMap(([file, pattern]) => versionIn(folder, file, pattern)),
    ...modules.flatMap((file) =>
      versionIn(folder, file, /^(?:__version__|VERSION)\s*(?::\s*str\s*)?=\s*["']([^"']+)["']/m),
    ),
  ];
  return found;
}

const PACKAGE_FILES: readonly (readonly [string, RegExp])[] = [
  ['pyproject.toml', /^\[(?:project|tool\.poetry)\](?:\n(?!\[).*)*?\nversion\s*=\s*["']([^"']+)["']/m],
  ['setup.py', /\bversion\s*=\s*["']([^"']+)["']/],
  ['setup.cfg', /^version\s*=\s*(\d\S*)/m],
  ['package.json', /^(?: {2}|\t)?"version"\s*:\s*"([^"]+)"/m],
];

function versionIn(folder: string, file: string, pattern: RegExp): PackageVersion[] {
  const version = pattern.exec(readText(join(folder, file)))?.[1];
  return version === undefined ? [] : [{ source: file, version }];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^\.|^(?:node_modules|tests?|docs|examples)$/.test(entry.name))
      .map((entry) => entry.name)
      .toSorted();
  } catch {
    return [];
  }
}
