import { delimiter, isAbsolute, relative, resolve } from 'node:path';

/**
 * A `PATH` on which a folder under inspection cannot put a program: without relative entries, which are looked up in the
 * working folder, and without entries inside that folder, as a package manager's `node_modules/.bin`.
 */
export function searchPath(path: string | undefined, folder?: string): string {
  return (path ?? '')
    .split(delimiter)
    .filter((entry) => isAbsolute(entry) && (folder === undefined || !isInside(folder, entry)))
    .join(delimiter);
}

function isInside(folder: string, path: string): boolean {
  const way = relative(resolve(folder), path);
  return way === '' || !(way === '..' || way.startsWith('../') || way.startsWith('..\\') || isAbsolute(way));
}
