import type { DriverValue, MethodDescription } from '../../model/driver.ts';
import type { ClientCall, MethodEntry } from '../../model/trace.ts';
import { type Argument, argumentsOf, type Values } from '../../surface/arguments-of.ts';
import { isTimeLimit, withOptions } from '../../surface/client-options.ts';
import { isSameOnWire } from '../../surface/compare-calls.ts';
import { findLandings } from '../../surface/find-landings.ts';
import { volatilePlaces } from '../../surface/volatile.ts';
import { type BaseSearch, findBase, firstValues } from './find-base.ts';
import { knownValues } from './known-values.ts';
import { guessedNames, withFields, withMentioned, withOptionalBodies } from './learn-parameters.ts';
import { otherForms, otherValue } from './made-up-value.ts';
import { playAnswers, withKnownValues } from './play-answers.ts';
import { isRawRequest } from './raw-request.ts';
import { hasSent, isExhausted, openSession, type Session } from './session.ts';
import type { TraceContext, Tracing } from './trace-context.ts';
import { tryForms } from './try-forms.ts';

/** Traces one method: a base call, each argument alone, unusual values, unusual responses. */
export async function traceMethod(method: MethodDescription, context: TraceContext): Promise<readonly MethodEntry[]> {
  if (method.unreadable !== undefined) return blocked(method, method.unreadable, false);
  const { session, search } = await searchBase(method, context);
  if (search.kind !== 'found') return [...session.calls, ...blocked(method, search.reason, search.kind === 'silent')];
  const start = await withKnownValues(session, search, argumentsOf(session.method));
  const base = await session.call(start.values, { kind: 'base' });
  // Some methods send a request only once, for example to fill a cache. The call that the search has made is then used.
  const known = hasSent(base) ? base : start.call;
  const volatile = volatilePlaces(known, session.calls, context.contracts);
  const tracing: Tracing = { ...context, session, base: known, values: start.values, volatile };
  const tried = await tryArguments(tracing);
  const wrong = wrongGuesses(method, tracing, tried);
  const steering = unsentOptions(tracing);
  const landed = new Map([...tried].filter(([path]) => !wrong.has(path) && !steering.has(path)));
  await tryForms({ ...tracing, landed });
  await tryAll(tracing, landed);
  await tryUnknown(tracing);
  await playAnswers(tracing);
  // A command keeps its state in its process, and each call is a new process.
  if (!context.slow && !isExhausted(session)) await session.call(start.values, { kind: 'again' });
  return [
    ...session.calls.filter(
      (call) => !Object.keys(call.arguments).some((path) => wrong.has(path) || steering.has(path)),
    ),
    { kind: 'method', method: withoutArguments(session.method, wrong, steering) },
  ];
}

export function blocked(method: MethodDescription, reason: string, local: boolean): readonly MethodEntry[] {
  return [
    { kind: 'blocked', method: method.name, reason, local },
    { kind: 'method', method },
  ];
}

/** Finds a call that sends a request. Parameters that it shows are used in later calls. */
async function searchBase(
  method: MethodDescription,
  context: TraceContext,
): Promise<{ readonly session: Session; readonly search: BaseSearch }> {
  const patience = context.slow ? 60 : 200;
  const session = openSession(context.client, withMentioned(method), context.lane);
  const search = await findBase(session, { ...context, patience });
  if (search.kind !== 'found') return { session, search };
  if (isRawRequest(method, search.call))
    return { session, search: { kind: 'silent', reason: 'the method sends any request that its caller names' } };
  const reached = search.call.exchanges.flatMap(
    ({ operation }) => context.contracts.operations.get(operation ?? '') ?? [],
  );
  const open = session.as(await withOptionalBodies(session, search, context));
  const filled = withFields(open.method, search, context);
  const learned = session.as(withOptions(filled, context.options, reached, context.contracts.schemas));
  const known = new Set(argumentsOf(learned.method).map(({ path }) => path));
  if ([...search.values.keys()].every((path) => known.has(path))) return { session: learned, search };
  const again = await findBase(learned, { ...context, patience });
  return again.kind === 'found' ? { session: learned, search: again } : { session, search };
}

/** Returns the guessed arguments of `**kwargs` that are not sent where the contract expects them. Since they were only guessed, they say nothing about the client. */
function wrongGuesses(method: MethodDescription, tracing: Tracing, landed: Values): ReadonlySet<string> {
  const { session, base, contracts } = tracing;
  const contract = contracts.operations.get(
    base.exchanges.find(({ operation }) => operation !== null)?.operation ?? '',
  );
  const isRight = (path: string): boolean => {
    if (!landed.has(path)) return false;
    const declared = contract?.fields.find(({ name }) => name === path)?.place.location;
    const call = session.calls.find(({ purpose }) => purpose.kind === 'argument' && purpose.argument === path);
    if (declared === undefined || call === undefined) return true;
    const landings = findLandings({ call, reference: base, given: landed.get(path) ?? null, contracts });
    return landings.every(({ place }) => place.location === declared);
  };
  return new Set([...guessedNames(session.method, method)].filter((name) => !isRight(name)));
}

/** Returns the arguments that configure the client. They have a name that most methods share, or the name of a timeout, and are never sent in a query or a body. */
function unsentOptions({ session, base, options, contracts, volatile }: Tracing): ReadonlySet<string> {
  const shared = [...options.shared].filter(([, name]) => name === session.method.name).map(([path]) => path);
  const limits = argumentsOf(session.method).filter(({ keys }) => isTimeLimit(keys.at(-1) ?? ''));
  const mine = [...new Set([...shared, ...limits.map(({ path }) => path)])];
  const isSent = (path: string) => {
    const call = session.calls.find(({ purpose }) => purpose.kind === 'argument' && purpose.argument === path);
    if (call === undefined) return path in base.arguments;
    const given = call.arguments[path] ?? null;
    return findLandings({ call, reference: base, given, contracts, volatile }).some(
      ({ place: { location } }) => location === 'query' || location === 'body' || location === 'path',
    );
  };
  return new Set(mine.filter((path) => !isSent(path)));
}

function withoutArguments(
  method: MethodDescription,
  names: ReadonlySet<string>,
  steering: ReadonlySet<string>,
): MethodDescription {
  const parameters = method.parameters.filter(({ name }) => !names.has(name));
  const options = [...(method.options ?? []), ...steering];
  return { ...method, parameters, ...(options.length > 0 && { options }) };
}

/** Tries each argument that the base call does not give. Of the arguments that it gives, those whose values cannot be recognised are varied. */
async function tryArguments(tracing: Tracing): Promise<Values> {
  const { session, values, isIgnored } = tracing;
  const args = argumentsOf(session.method).filter(({ path }) => !isIgnored(session.method.name, path));
  const given = firstValues(argumentsOf(session.method));
  const landed = new Map(values);
  const shown = new Map<string, ClientCall>();
  for (const argument of args) {
    if (isExhausted(session)) return landed;
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
    if (values.has(argument.path) || landed.has(argument.path) || isExhausted(session)) continue;
    const instead = await tryInstead(argument, { ...tracing, given });
    if (instead !== undefined) continue;
    const pair = await tryPairs(argument, { ...tracing, given, shown, landed });
    if (pair !== undefined) landed.set(argument.path, pair.arguments[argument.path] ?? null);
  }
  return landed;
}

interface Giving extends Tracing {
  readonly given: Values;
}

/** Makes the base call with one more argument. If the made-up value is rejected, tries values from the contracts and other forms. */
async function tryOne(argument: Argument, giving: Giving): Promise<ClientCall | undefined> {
  const { session, base, values, given } = giving;
  const wanted = [argument.path, ...argument.brings.filter((path) => !values.has(path))];
  const added = wanted.map((path) => [path, given.get(path) ?? null] as const);
  const give = (value: DriverValue) =>
    session.call(new Map([...values, ...added, [argument.path, value]]), { kind: 'argument', argument: argument.path });
  const made = given.get(argument.path) ?? null;
  const first = await give(made);
  if (hasSent(first)) {
    // The value may equal the client's default. Another value of the enumeration shows whether the argument is sent.
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

/** Changes a boolean or a value of an enumeration in the base call. The argument is sent where the request changes. */
async function varyBase(argument: Argument, { session, base, values, contracts }: Tracing): Promise<void> {
  const given = values.get(argument.path) ?? null;
  if (findLandings({ call: base, reference: null, given, contracts }).length > 0) return;
  const other = otherValue(argument.parameter, given);
  if (other === undefined) return;
  await session.call(new Map([...values, [argument.path, other]]), { kind: 'argument', argument: argument.path });
}

/** Tries the argument in place of an optional one in the base call, because the two may exclude each other. A member that its own object requires is never left out. */
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

/** Tries an argument that had no effect together with each other argument. It counts as dropped only if it never has an effect. */
async function tryPairs(argument: Argument, pairing: Pairing): Promise<ClientCall | undefined> {
  const { session, values, given, shown, landed, slow } = pairing;
  const own = [...argument.brings, argument.path].map((each) => [each, given.get(each) ?? null] as const);
  const others = [...shown].filter(([path]) => path !== argument.path && landed.has(path) && !values.has(path));
  for (const [path, alone] of others.slice(0, slow ? 8 : 40)) {
    // The calls include everything that the other argument needs, so that they differ only in this argument.
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

/** Calls a method that accepts any keyword argument with an unknown one. If the method ignores it, a caller does not notice a misspelled name. */
async function tryUnknown({ session, values }: Tracing): Promise<void> {
  if (session.method.rest === undefined) return;
  await session.call(new Map([...values, ['pw_unknown_keyword', 'pw-unknown-keyword-z']]), { kind: 'unknown-keyword' });
}

/** Calls the method with all arguments, because a part of its code may run only then. */
async function tryAll({ session, values }: Tracing, landed: Values): Promise<void> {
  if (landed.size > values.size + 1) await session.call(landed, { kind: 'all' });
}
