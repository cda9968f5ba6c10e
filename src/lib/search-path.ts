import { delimiter, isAbsolute } from 'node:path';
import { isInside } from './is-inside.ts';

/** Removes entries such as `node_modules/.bin`, because these entries could run programs of the inspected folder. */
export function searchPath(path: string | undefined, folder?: string): string {
  return (path ?? '')
    .split(delimiter)
    .filter((entry) => isAbsolute(entry) && (folder === undefined || !isInside(entry, folder)))
    .join(delimiter);
}
