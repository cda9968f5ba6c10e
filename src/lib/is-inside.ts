import { isAbsolute, relative, resolve, sep } from 'node:path';

/** Returns true if a path is the folder itself or is in the folder. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(resolve(folder), path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
