import { foldName } from '../lib/fold-name.ts';
import { formatPointer, parsePointer } from '../lib/json-pointer.ts';
import { writeJson } from '../lib/json-text.ts';
import type { Landing } from '../model/client-surface.ts';
import type { ContractSet, Place } from '../model/contract.ts';
import type { DriverValue } from '../model/driver.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { ClientCall } from '../model/trace.ts';
import type { Argument } from './arguments-of.ts';
import { isEmptyObject, steadyChanges } from './compare-calls.ts';
import { findLandings, isValue, landingAt } from './find-landings.ts';
import { isInside, leavesOf, scalarsIn } from './leaves.ts';
import type { Volatile } from './volatile.ts';

interface TogetherContext {
  readonly base: ClientCall;
  readonly contracts: ContractSet;
  readonly volatile: Volatile;
}

interface Together {
  readonly landings: ReadonlyMap<string, readonly Landing[]>;
  /** True if each difference from the base call belongs to exactly one argument. */
  readonly isWhole: boolean;
}

/** If two arguments fit the same place, neither argument is reported. */
export function readTogether(
  call: ClientCall,
  args: readonly Argument[],
  { base, contracts, volatile }: TogetherContext,
): Together {
  if (!isSameSequence(call, base)) return { landings: new Map(), isWhole: false };
  const leaves = leavesOf(call.exchanges, contracts);
  const changes = steadyChanges(leavesOf(base.exchanges, contracts), leaves, volatile).filter(
    ({ before, after }) => !(isEmptyObject(before) && isEmptyObject(after)),
  );
  const claims = new Map<Change, Set<string>>(changes.map((change) => [change, new Set()]));
  const found = new Map<string, readonly Landing[]>();
  for (const argument of args) {
    const given = call.arguments[argument.path] ?? null;
    const marked = findLandings({ call, reference: null, given, contracts });
    const spots = marked.length > 0 ? [] : namedSpots(changes, argument, given);
    const landings = [...marked, ...spots.map((spot) => landingAt(spot, { call, given, contracts }))];
    for (const [change, claimants] of claims)
      if (landings.some((each) => each.request === change.request && isInside(change.place, each.place)))
        claimants.add(argument.path);
    if (landings.length > 0) found.set(argument.path, landings);
  }
  const disputed = new Set([...claims.values()].flatMap((each) => (each.size > 1 ? [...each] : [])));
  return {
    landings: new Map([...found].filter(([path]) => !disputed.has(path))),
    isWhole: [...claims.values()].every(({ size }) => size === 1),
  };
}

type Change = ReturnType<typeof steadyChanges>[number];
type Spot = Pick<Landing, 'request' | 'place'>;
type Sent = Pick<Change, 'request' | 'place' | 'after'>;

function isSameSequence({ exchanges }: ClientCall, base: ClientCall): boolean {
  return (
    exchanges.length === base.exchanges.length &&
    exchanges.every(({ operation }, index) => operation === base.exchanges[index]?.operation)
  );
}

export function findNamed(call: ClientCall, argument: Argument, contracts: ContractSet): readonly Landing[] {
  const given = call.arguments[argument.path] ?? null;
  const leaves = leavesOf(call.exchanges, contracts).map(({ value, ...leaf }) => ({ ...leaf, after: value }));
  return namedSpots(leaves, argument, given).map((spot) => landingAt(spot, { call, given, contracts }));
}

/** The place `order.id` of a request belongs to the argument `params.order.id` if the values are equal. */
function namedSpots(changes: readonly Sent[], { keys }: Argument, given: DriverValue): readonly Spot[] {
  const parts = [{ tokens: [], value: given }, ...(isStructure(given) ? scalarsIn(given) : [])];
  const spots = changes.flatMap(({ request, place, after }): readonly Spot[] => {
    const names = namesOf(place).map(foldName);
    const found = parts.find(({ tokens, value }) => {
      const own = [...keys, ...tokens.map(String)].map(foldName).slice(-names.length);
      return names.length > tokens.length && names.join('.') === own.join('.') && isValue(after, value);
    });
    return found === undefined ? [] : [{ request, place: around(place, found.tokens.length) }];
  });
  return [...new Map(spots.map((spot) => [writeJson(spot), spot])).values()];
}

function isStructure(given: DriverValue): given is JsonObject | readonly Json[] {
  return typeof given === 'object' && given !== null && !('$type' in given);
}

function around({ location, name }: Place, depth: number): Place {
  if (location !== 'body' || depth === 0) return { location, name };
  return { location, name: formatPointer(parsePointer(name).slice(0, -depth)) };
}

function namesOf({ location, name }: Place): readonly string[] {
  return location === 'body' ? parsePointer(name) : name.split(/[[\].]+/).filter((part) => part !== '');
}
