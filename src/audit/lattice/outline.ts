import { foldedParts } from './place-words.ts';

/** What a list of nested names implies about parents and nested members. */
export interface Outline {
  readonly has: (name: string) => boolean;
  /**
   * Returns true for a name that exists without being listed: its nested members are listed, or it is inside a listed
   * member none of whose members is listed.
   */
  readonly implies: (name: string) => boolean;
}

/** Reads names, which are dotted (`schedule.cron`) or pointers. Naming styles and list positions are ignored. */
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
