import { compareText } from '../lib/compare-text.ts';
import { groupBy } from '../lib/group-by.ts';
import { parsePointer } from '../lib/json-pointer.ts';
import { writeJson } from '../lib/json-text.ts';
import type {
  ArgumentReading,
  ClientSurface,
  Constant,
  KeptValue,
  Landing,
  Leaf,
  MethodReading,
} from '../model/client-surface.ts';
import type { ContractSet } from '../model/contract.ts';
import type { MethodDescription } from '../model/driver.ts';
import type { ClientCall, MethodBlocked, Trace } from '../model/trace.ts';
import { argumentsOf } from './arguments-of.ts';
import { isSameOnWire, leafKey, steadyChanges } from './compare-calls.ts';
import { findLandings } from './find-landings.ts';
import { isInside, leavesOf } from './leaves.ts';
import { holdsArgument, isCarried, marksOf } from './marks.ts';
import { type MethodCalls, readArguments } from './read-arguments.ts';
import { maskValue, volatilePlaces } from './volatile.ts';

export function readClient(trace: Trace, contracts: ContractSet): ClientSurface {
  const { description, start, blocked } = trace;
  const calls = groupBy(trace.calls, ({ method }) => method);
  const silent = new Map(blocked.map((entry) => [entry.method, entry]));
  const untriedOf = new Map(trace.cuts.map(({ method, untried }) => [method, untried]));
  const methods = description.methods.flatMap((method): readonly MethodReading[] => {
    const mine = calls.get(method.name) ?? [];
    const why = silent.get(method.name);
    if (why !== undefined) return [withoutRequest(why)];
    return mine.length === 0
      ? []
      : [readMethod(method, mine, { contracts, untried: untriedOf.get(method.name) ?? [] })];
  });
  return { client: start.client, profile: start.profile, description, methods: methods.sort(byName) };
}

function withoutRequest({ method: name, reason, local, sendsAny }: MethodBlocked): MethodReading {
  if (!local) return { state: 'blocked', name, reason };
  return { state: 'local', name, reason, ...(sendsAny === true && { sendsAny }) };
}

function readMethod(
  description: MethodDescription,
  calls: readonly ClientCall[],
  { contracts, untried }: { readonly contracts: ContractSet; readonly untried: readonly string[] },
): MethodReading {
  const { name } = description;
  if (calls.every(({ purpose }) => purpose.kind === 'signature'))
    return { state: 'local', name, reason: 'the method checks webhook signatures' };
  const base =
    calls.find(({ purpose, exchanges }) => purpose.kind === 'base' && exchanges.length > 0) ??
    calls.find(({ exchanges }) => exchanges.length > 0);
  if (base === undefined) return { state: 'blocked', name, reason: 'no call of the method sent a request' };
  const method = { base, calls, contracts, volatile: volatilePlaces(base, calls, contracts) };
  const readings = readArguments(description, method);
  const swallowed = calls.find(
    ({ purpose, exchanges }) =>
      purpose.kind === 'unknown-keyword' && exchanges.length > 0 && isSameOnWire(exchanges, base.exchanges, method),
  );
  return {
    state: 'sends',
    name,
    description,
    base,
    calls,
    requests: base.exchanges.map(({ operation, request }) => ({
      operation,
      method: request.method,
      target: request.target,
    })),
    arguments: readings,
    constants: readConstants(readings, method),
    kept: readKept(method),
    untried: argumentsOf(description).filter(({ path }) => untried.includes(path)),
    ...(swallowed !== undefined && { swallowed }),
  };
}

function byName(a: MethodReading, b: MethodReading): number {
  return compareText(a.name, b.name);
}

/** Finds constants in the requests, such as `version: 2`. No argument contains such a value. */
export function readConstants(readings: readonly ArgumentReading[], calls: MethodCalls): readonly Constant[] {
  const { base, contracts } = calls;
  const always = unexplained(base, leavesOf(base.exchanges, contracts), { readings, calls });
  const alone = readings.filter(({ call }) => call.purpose.kind === 'argument');
  const along = alone.flatMap(({ path, call }) => {
    const added = steadyChanges(
      leavesOf(base.exchanges, contracts),
      leavesOf(call.exchanges, contracts),
      calls.volatile,
    )
      .filter(({ before, after }) => before === undefined && after !== undefined)
      .map(({ request, route, place, after }): Leaf => ({ request, route, place, value: after ?? null }));
    return unexplained(call, added, { readings, calls }).map((constant) => ({ ...constant, when: path }));
  });
  const known = new Set(always.map(keyOf));
  return [...always, ...along.filter((constant) => !known.has(keyOf(constant)))];
}

/** Finds values that a client kept from an earlier call, for example in a mutable default argument. */
function readKept({ base, calls, contracts, volatile }: MethodCalls): readonly KeptValue[] {
  const again = calls.find(({ purpose }) => purpose.kind === 'again');
  if (again === undefined) return [];
  const leaves = (call: ClientCall) => leavesOf(call.exchanges, contracts);
  const holds = (call: ClientCall, text: string) => leaves(call).some((leaf) => leafText(leaf) === text);
  return steadyChanges(leaves(base), leaves(again), volatile).flatMap(({ request, route, place, after }) => {
    if (after === undefined) return [];
    const leaf: Leaf = { request, route, place, value: after };
    const giver = calls.find((call) => call.purpose.kind === 'argument' && holds(call, leafText(leaf)));
    if (giver?.purpose.kind !== 'argument') return [];
    const operation = again.exchanges[request]?.operation ?? null;
    return [{ ...leaf, operation, argument: giver.purpose.argument, call: again }];
  });
}

interface Explaining {
  readonly readings: readonly ArgumentReading[];
  readonly calls: MethodCalls;
}

function unexplained(call: ClientCall, leaves: readonly Leaf[], { readings, calls }: Explaining): readonly Constant[] {
  const given = new Set(Object.keys(call.arguments));
  const mine = [
    ...readings.flatMap(({ path, landings }) => (given.has(path) ? landings : [])),
    // a call may send the same text in several places
    ...Object.values(call.arguments).flatMap((value) =>
      findLandings({ call, reference: null, given: value, contracts: calls.contracts }),
    ),
  ];
  const operationOf = (leaf: Leaf) => call.exchanges[leaf.request]?.operation ?? null;
  // If no contract describes a request, the segments of its path identify the request and are not values.
  const isSegment = (leaf: Leaf) => leaf.place.location === 'path' && operationOf(leaf) === null;
  return leaves
    .filter((leaf) => !isSegment(leaf) && !mine.some((landing) => isWithin(leaf, landing, call)))
    .filter((leaf) => !isFromAnswer(leaf, call) && !isFromOtherMethod(leaf, calls) && !isFromInput(leaf, call))
    .map((leaf) => {
      const operation = operationOf(leaf);
      const owner = readings.find(
        ({ path, landings }) => !given.has(path) && landings.some((landing) => isWithin(leaf, landing, call)),
      );
      const mask = maskValue(leaf, calls.volatile, call.exchanges[leaf.request]?.at);
      const constant = { ...leaf, operation, argument: owner?.path ?? null, when: null, call };
      return mask === undefined ? constant : { ...constant, mask };
    });
}

function isWithin({ request, place }: Leaf, landing: Landing, call: ClientCall): boolean {
  const operation = call.exchanges[request]?.operation ?? null;
  const same = operation === null ? request === landing.request : operation === landing.operation;
  return same && isInside(place, landing.place);
}

/** Returns true if an earlier response contains the value. A number must also have the same name in the response. */
function isFromAnswer({ request, place, value }: Leaf, { exchanges }: ClientCall): boolean {
  const texts = exchanges.slice(0, request).flatMap(({ response }) => {
    return response === null ? [] : [Buffer.from(response.body).toString('utf8')];
  });
  if (typeof value === 'string' && value.length >= 4) return texts.some((text) => text.includes(value));
  const name = parsePointer(place.name).findLast((token) => !/^\d+$/.test(token));
  if (place.location !== 'body' || name === undefined) return false;
  return texts.some((text) => text.replaceAll(' ', '').includes(`${JSON.stringify(name)}:${writeJson(value)}`));
}

/** Returns true if the value comes from a call of another method, such as `login`. The client keeps such a value on purpose. */
function isFromOtherMethod({ value }: Leaf, { calls }: MethodCalls): boolean {
  if (!holdsArgument(value)) return false;
  const own = calls.flatMap((call) => Object.values(call.arguments).flatMap((given) => marksOf(given)));
  return !own.some((mark) => isCarried(mark, value));
}

/** Returns true if the value comes from standard input, where the driver answers every question with `y`. */
function isFromInput({ value }: Leaf, { outcome }: ClientCall): boolean {
  return outcome.kind === 'exited' && outcome.asked === true && typeof value === 'string' && /^(?:y\n?)+$/.test(value);
}

function leafText(leaf: Leaf): string {
  return `${leafKey(leaf)} ${writeJson(leaf.value)}`;
}

function keyOf({ operation, place }: Constant): string {
  return `${operation} ${place.location} ${place.name}`;
}
