import { foldedParts } from './place-words.ts';

/** What a list of nested names says of levels between and below them. */
export interface Outline {
  readonly has: (name: string) => boolean;
  /** There without being listed: a listed name is below it, or it is below a listed one whose members are not listed. */
  readonly implies: (name: string) => boolean;
}

/** Names are dotted (`schedule.cron`) or pointers; styles and list positions do not matter. */
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
