import type { DriverValue } from '../../model/driver.ts';
import type { ClientCall } from '../../model/trace.ts';
import { type Argument, argumentsOf, type Values } from '../../surface/arguments-of.ts';
import { isSameOnWire } from '../../surface/compare-calls.ts';
import { findLandings } from '../../surface/find-landings.ts';
import { firstValues } from './find-base.ts';
import { knownValues } from './known-values.ts';
import { otherForms, otherValue } from './made-up-value.ts';
import { hasSent, isSpent } from './session.ts';
import type { Tracing } from './trace-context.ts';
import { tryTogether } from './try-together.ts';

/** Tries the arguments that the base call lacks. Also varies each given argument that the base request does not show. */
export async function tryArguments(tracing: Tracing): Promise<Values> {
  const { session, values, isIgnored } = tracing;
  const args = argumentsOf(session.method).filter(({ path }) => !isIgnored(session.method.name, path));
  const given = firstValues(argumentsOf(session.method));
  const together = await tryTogether(args, tracing, given);
  const landed = new Map([...values, ...together.landed]);
  const shown = new Map<string, ClientCall>();
  for (const argument of args) {
    if (isSpent(session)) return landed;
    if (together.landed.has(argument.path)) continue;
    if (values.has(argument.path)) {
      await varyBase(argument, tracing);
      continue;
    }
    const call = await tryOne(argument, { ...tracing, given });
    if (call === undefined) continue;
    shown.set(argument.path, call);
    if (isSameOnWire(call.exchanges, tracing.base.exchanges, tracing)) continue;
    landed.set(argument.path, call.arguments[argument.path] ?? null);
  }
  for (const argument of args) {
    if (values.has(argument.path) || landed.has(argument.path) || isSpent(session)) continue;
    const instead = await tryInstead(argument, { ...tracing, given });
    // If the argument had no effect in a call with many arguments, pairs with other arguments are not tried.
    if (instead !== undefined || together.hidden.has(argument.path)) continue;
    const pair = await tryPairs(argument, { ...tracing, given, shown, landed });
    if (pair !== undefined) landed.set(argument.path, pair.arguments[argument.path] ?? null);
  }
  return landed;
}

interface Giving extends Tracing {
  readonly given: Values;
}

/** Tries a made-up value first, then values from the contracts, and finally values of other types. */
async function tryOne(argument: Argument, giving: Giving): Promise<ClientCall | undefined> {
  const { session, base, values, given } = giving;
  const wanted = [argument.path, ...argument.brings.filter((path) => !values.has(path))];
  const added = wanted.map((path) => [path, given.get(path) ?? null] as const);
  const give = (value: DriverValue) =>
    session.call(new Map([...values, ...added, [argument.path, value]]), { kind: 'argument', argument: argument.path });
  const made = given.get(argument.path) ?? null;
  const first = await give(made);
  if (hasSent(first)) {
    // A value without effect may be the client's default, so another value is tried.
    const other = argument.parameter.type.kind === 'boolean' ? undefined : otherValue(argument.parameter, made);
    if (other === undefined || !isSameOnWire(first.exchanges, base.exchanges, giving)) return first;
    const second = await give(other);
    return hasSent(second) ? second : first;
  }
  for (const value of [...knownValues(argument, giving), ...otherForms(argument.parameter)]) {
    const again = await give(value);
    if (hasSent(again)) return again;
  }
  return undefined;
}

/** Varies an argument, because the changed part of the request shows where the argument is sent. */
async function varyBase(argument: Argument, { session, base, values, contracts }: Tracing): Promise<void> {
  const given = values.get(argument.path) ?? null;
  if (findLandings({ call: base, reference: null, given, contracts }).length > 0) return;
  const other = otherValue(argument.parameter, given);
  if (other === undefined) return;
  await session.call(new Map([...values, [argument.path, other]]), { kind: 'argument', argument: argument.path });
}

/** Adds the argument to the base call and removes one optional argument, because the client may reject both together. */
async function tryInstead(
  argument: Argument,
  { session, base, values, given, contracts, volatile }: Giving,
): Promise<ClientCall | undefined> {
  const optional = argumentsOf(session.method).filter(
    ({ path, required, parameter }) => !required && !parameter.required && values.has(path),
  );
  for (const { path } of optional) {
    const others = [...values].filter(([other]) => other !== path);
    const value = given.get(argument.path) ?? null;
    const purpose = { kind: 'instead', argument: argument.path, of: path } as const;
    const call = await session.call(new Map([...others, [argument.path, value]]), purpose);
    const arrived = findLandings({ call, reference: base, given: value, contracts, volatile });
    if (hasSent(call) && arrived.length > 0 && !isSameOnWire(call.exchanges, base.exchanges, { volatile, contracts }))
      return call;
  }
  return undefined;
}

interface Pairing extends Giving {
  readonly shown: ReadonlyMap<string, ClientCall>;
  readonly landed: Values;
}

/** An argument may have an effect only in combination with another argument, so several combinations are tried. */
async function tryPairs(argument: Argument, pairing: Pairing): Promise<ClientCall | undefined> {
  const { session, values, given, shown, landed, slow } = pairing;
  const own = [...argument.brings, argument.path].map((each) => [each, given.get(each) ?? null] as const);
  const others = [...shown].filter(([path]) => path !== argument.path && landed.has(path) && !values.has(path));
  for (const [path, alone] of others.slice(0, slow ? 8 : 40)) {
    // Adds this argument, and the arguments that it needs, to the arguments of the call `alone`.
    const both = new Map([
      ...own,
      ...Object.entries(alone.arguments),
      [argument.path, given.get(argument.path) ?? null],
    ]);
    const purpose = { kind: 'pair', argument: argument.path, with: path } as const;
    const call = await session.call(both, purpose);
    if (hasSent(call) && !isSameOnWire(call.exchanges, alone.exchanges, pairing)) return call;
  }
  return undefined;
}
