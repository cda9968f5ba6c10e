import { foldedParts } from './place-words.ts';

/** What nested names imply: which other names must exist because a source lists these. */
export interface Outline {
  readonly has: (name: string) => boolean;
  /**
   * Returns true for a name that must exist although the source does not list it. This is so if its nested members are
   * listed, or if it is inside a listed member whose own members are not listed.
   */
  readonly implies: (name: string) => boolean;
}

/**
 * Reads dotted names (`schedule.cron`) or pointers. Spelling (as in `shipAt` and `ship_at`) and list positions are
 * ignored.
 */
export function outline(names: readonly string[]): Outline {
  const listed = new Set<string>();
  const parents = new Set<string>();
  for (const name of names) {
    const parts = foldedParts(name);
    listed.add(parts.join('.'));
    for (let end = 1; end < parts.length; end++) parents.add(parts.slice(0, end).join('.'));
  }
  return {
    has: (name) => listed.has(foldedParts(name).join('.')),
    implies: (name) => {
      const parts = foldedParts(name);
      if (parents.has(parts.join('.'))) return true;
      return parts.some((_, index) => {
        const above = parts.slice(0, index).join('.');
        return index > 0 && listed.has(above) && !parents.has(above);
      });
    },
  };
}
