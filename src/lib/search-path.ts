import { delimiter, isAbsolute, relative, resolve } from 'node:path';

/**
 * Removes entries from `PATH` through which the inspected folder could provide programs: relative entries, and entries
 * inside that folder, such as `node_modules/.bin`.
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
