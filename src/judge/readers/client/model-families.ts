import { compareText } from '../../../lib/compare-text.ts';
import type { AnswerReading } from './read-answer.ts';

/** Maps each class to a representative. Classes with nearly the same members are probably defined at one place in the client. */
export function modelFamilies(readings: readonly AnswerReading[]): (owner: string) => string {
  const models = new Map<string, Set<string>>();
  for (const { class: owner, name } of readings.flatMap(({ returned }) => returned.attributes)) {
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

/** Minimum number of common members. Fewer may be a coincidence, such as the total and limit of two pages. */
const LEAST = 5;

function isKin(small: ReadonlySet<string>, large: ReadonlySet<string>): boolean {
  const shared = [...small].filter((name) => large.has(name)).length;
  return shared >= LEAST && shared >= small.size * 0.8;
}
