import { isAbsolute, relative, resolve, sep } from 'node:path';

/** The folder itself also counts as inside. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(resolve(folder), path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
