import { foldedParts } from './place-words.ts';

export interface Outline {
  readonly has: (name: string) => boolean;
  /** Returns true for an object around a listed name, and for a possible member of a listed name. */
  readonly implies: (name: string) => boolean;
}

/** Ignores spelling (`shipAt` or `ship_at`) and list positions. */
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
