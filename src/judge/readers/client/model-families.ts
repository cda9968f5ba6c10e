import { compareText } from '../../../lib/compare-text.ts';
import type { Attribute } from './read-answer.ts';

/** Returns a function that maps classes with nearly the same members to the same class. */
export function modelFamilies(attributes: readonly Attribute[]): (owner: string) => string {
  const models = new Map<string, Set<string>>();
  for (const { class: owner, name } of attributes) {
    models.set(owner, (models.get(owner) ?? new Set()).add(name));
  }
  const smallFirst = [...models].sort(([a, one], [b, other]) => one.size - other.size || compareText(a, b));
  const families = new Map<string, string>();
  for (const [owner, names] of smallFirst) {
    const kin = smallFirst.find(([other, others]) => families.has(other) && isKin(others, names));
    families.set(owner, (kin && families.get(kin[0])) ?? owner);
  }
  return (owner) => families.get(owner) ?? owner;
}

/** Minimum number of common members. A few members, such as `total` and `limit`, may be equal by chance. */
const LEAST = 5;

function isKin(small: ReadonlySet<string>, large: ReadonlySet<string>): boolean {
  const shared = [...small].filter((name) => large.has(name)).length;
  return shared >= LEAST && shared >= small.size * 0.8;
}
