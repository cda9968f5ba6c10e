import { delimiter, isAbsolute } from 'node:path';
import { isInside } from './is-inside.ts';

/**
 * Removes entries from `PATH` that could run programs from the inspected folder. These are relative entries, and
 * entries inside the folder, such as `node_modules/.bin`.
 */
export function searchPath(path: string | undefined, folder?: string): string {
  return (path ?? '')
    .split(delimiter)
    .filter((entry) => isAbsolute(entry) && (folder === undefined || !isInside(entry, folder)))
    .join(delimiter);
}
