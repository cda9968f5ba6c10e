import type { ObservedSurface } from '../sources/observed.ts';
import type { Contradiction } from './build-handoff.ts';

/** Finds response members whose type differs between two recordings. */
export function answerChanges(
  observed: readonly ObservedSurface[],
  covered: ReadonlySet<string>,
): readonly Contradiction[] {
  const [older, newer] = observed;
  if (older === undefined || newer === undefined) return [];
  return [...newer.answerTypes].flatMap(([operation, members]) => {
    const before = older.answerTypes.get(operation);
    if (before === undefined || !covered.has(operation)) return [];
    return [...members].flatMap(([pointer, types]): readonly Contradiction[] => {
      const old = before.get(pointer);
      if (old === undefined || areAlike(old, types)) return [];
      return [{ at: `${operation} ${pointer}`, says: types.join(' or '), evidence: old.join(' or ') }];
    });
  });
}

/** A member that was always `null` may have any type. */
function areAlike(one: readonly string[], two: readonly string[]): boolean {
  const [a, b] = [one, two].map((types) => types.filter((type) => type !== 'null'));
  return a === undefined || b === undefined || a.length === 0 || b.length === 0 || a.some((type) => b.includes(type));
}
