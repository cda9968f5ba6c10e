import { formatPointer } from '../../lib/json-pointer.ts';
import { remember } from '../../lib/remember.ts';
import type { Field } from '../../model/contract.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Stray } from '../../wire/decode-request.ts';
import { type Aliases, fieldAliases, nearness, placeAliases } from './field-aliases.ts';

/** A declared field that is absent from its place and travels at another one. */
export interface Misplaced {
  readonly field: Field;
  readonly sent: Stray;
}

export interface Search {
  readonly misplaced: readonly Misplaced[];
  /** What no absent field explains. */
  readonly strays: readonly Stray[];
}

/** Looks for each absent field among what is undeclared, in every location and name style. Each is used once. */
export function findMisplaced(absent: readonly Field[], strays: readonly Stray[]): Search {
  if (absent.length === 0 || strays.length === 0) return { misplaced: [], strays };
  const candidates = strays.flatMap((stray) =>
    withInside(stray, 0).map((spot) => ({ stray, spot, aliases: placeAliases(spot.place) })),
  );
  const pairs = absent.flatMap((field) => pairUp(field, candidates)).sort((a, b) => b.score - a.score);
  const taken = new Map<Field, Stray>();
  const used = new Set<Stray>();
  for (const { field, spot } of pairs) {
    if (taken.has(field) || used.has(spot)) continue;
    taken.set(field, spot);
    used.add(spot);
  }
  const spots = new Set([...used].map((spot) => spot.place));
  return {
    misplaced: [...taken].map(([field, sent]) => ({ field, sent })),
    strays: strays.flatMap((stray) => leftOf(stray, spots)),
  };
}

interface Candidate {
  /** Something undeclared, or a member inside it. */
  readonly spot: Stray;
  readonly aliases: Aliases;
}

interface Pair {
  readonly field: Field;
  readonly spot: Stray;
  readonly score: number;
}

/** How deep an undeclared object is searched. */
const DEPTH = 4;

function pairUp(field: Field, candidates: readonly Candidate[]): readonly Pair[] {
  const aliases = fieldAliases(field);
  return candidates.flatMap(({ spot, aliases: others }) => {
    const near = nearness(aliases, others);
    if (near === 0) return [];
    // Of two equally near ones the one at the right location is the likelier slip.
    return [{ field, spot, score: near * 2 + (spot.place.location === field.place.location ? 1 : 0) }];
  });
}

function withInside(stray: Stray, depth: number): readonly Stray[] {
  return [stray, ...membersOf(stray).flatMap((member) => (depth < DEPTH ? withInside(member, depth + 1) : []))];
}

const membersOf = remember(({ place, value }: Stray): readonly Stray[] => {
  if (place.location !== 'body' || !isJsonObject(value)) return [];
  return Object.entries(value).map(
    ([key, member]): Stray => ({ place: { location: 'body', name: place.name + formatPointer([key]) }, value: member }),
  );
});

/** A stray of which a member is explained is explained too; its other members are not. */
function leftOf(stray: Stray, used: ReadonlySet<Stray['place']>): readonly Stray[] {
  if (used.has(stray.place)) return [];
  const someInside = withInside(stray, 0).some((spot) => used.has(spot.place));
  return someInside ? membersOf(stray).flatMap((member) => leftOf(member, used)) : [stray];
}
