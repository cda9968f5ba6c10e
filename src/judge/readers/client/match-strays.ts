import { parentPointer, parsePointer } from '../../../lib/json-pointer.ts';
import { editDistance } from '../../../lib/nearest.ts';
import type { ArgumentReading, Constant } from '../../../model/client-surface.ts';
import type { Place } from '../../../model/contract.ts';
import type { Json } from '../../../model/json.ts';
import { nearness, placeAliases } from '../field-aliases.ts';
import { type FieldTarget, isAbove } from './targets.ts';

/** A value that the client sent at a place where the contract declares no field. */
export interface StrayValue {
  readonly place: Place;
  readonly value: Json;
  /** The argument that contains the value, or null if the client added the value. */
  readonly argument: ArgumentReading | null;
  readonly constant: Constant | null;
}

/** An undeclared value, and the declared field that the client probably meant. */
export interface Straying {
  readonly stray: StrayValue;
  readonly target: FieldTarget;
  /** `misplaced`: the value is at another location or in another object of the body. `renamed`: only the name is different. */
  readonly how: 'misplaced' | 'renamed';
}

interface StrayMatches {
  readonly straying: readonly Straying[];
  readonly unexplained: readonly StrayValue[];
}

/** Pairs each undeclared value with an unsent field that has a similar name. */
export function matchStrays(strays: readonly StrayValue[], free: readonly FieldTarget[]): StrayMatches {
  const pairs = strays
    .flatMap((stray) => free.map((target) => ({ stray, target, score: likeness(stray, target) })))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const found = new Map<StrayValue, Straying>();
  const used = new Set<FieldTarget>();
  for (const { stray, target } of pairs) {
    if (found.has(stray) || used.has(target)) continue;
    found.set(stray, { stray, target, how: howOf(stray, target) });
    used.add(target);
  }
  return { straying: [...found.values()], unexplained: strays.filter((stray) => !found.has(stray)) };
}

/** Rates how well a value fits a field, mostly by the name in the request. */
function likeness({ place, argument }: StrayValue, target: FieldTarget): number {
  const wire = nearness(placeAliases(place), target.aliases);
  const own = argument === null ? 0 : nearness(argumentAliases(argument), target.aliases);
  const slip = wire === 0 && own === 0 && place.location === target.place.location && isSlip(place, target) ? 1 : 0;
  const score = Math.max(wire * 4, own * 4 - 1, slip * 2);
  return score === 0 ? 0 : score + (place.location === target.place.location ? 1 : 0);
}

export function argumentAliases({ path }: Pick<ArgumentReading, 'path'>) {
  return placeAliases({ location: 'body', name: `/${path.replace(/^options\./, '').replaceAll('.', '/')}` });
}

/** Returns true if two names differ only in a few letters, or if one name contains the other. */
function isSlip(place: Place, target: FieldTarget): boolean {
  // Equal names prove no mistake, because two objects may both have a member such as `operator`.
  const parents = [place, target.place].map(({ location, name }) => (location === 'body' ? parentPointer(name) : ''));
  if (parents[0] !== parents[1] && !parents.includes('')) return false;
  const [a, b] = [lastName(place), lastName(target.place)].map((name) => name.toLowerCase());
  if (a === undefined || b === undefined || a.length < 4 || b.length < 4) return false;
  return editDistance(a, b) <= 2 || (a.length > 5 && b.length > 5 && (a.includes(b) || b.includes(a)));
}

function howOf({ place }: StrayValue, target: FieldTarget): Straying['how'] {
  if (place.location !== target.place.location) return 'misplaced';
  if (place.location !== 'body') return 'renamed';
  return parentPointer(place.name) === parentPointer(target.place.name) ? 'renamed' : 'misplaced';
}

function lastName({ location, name }: Place): string {
  return location === 'body' ? (parsePointer(name).at(-1) ?? '') : name.replace(/^x-/i, '');
}

export function isExplained(target: FieldTarget, straying: readonly Straying[]): boolean {
  return straying.some(
    (each) =>
      each.target === target ||
      (each.target.place.location === 'body' &&
        target.place.location === 'body' &&
        isAbove(target.place.name, each.target.place.name)),
  );
}
