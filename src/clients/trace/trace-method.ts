import type { DriverValue, MethodDescription } from '../../model/driver.ts';
import type { ClientCall, MethodEntry } from '../../model/trace.ts';
import { type Argument, argumentsOf, type Values } from '../../surface/arguments-of.ts';
import { withOptions } from '../../surface/client-options.ts';
import { isSameOnWire } from '../../surface/compare-calls.ts';
import { findLandings } from '../../surface/find-landings.ts';
import { volatilePlaces } from '../../surface/volatile.ts';
import { type BaseSearch, findBase, firstValues, isRawRequest } from './find-base.ts';
import { knownValues } from './known-values.ts';
import { guessedNames, withFields, withMentioned } from './learn-parameters.ts';
import { otherValue } from './made-up-value.ts';
import { playAnswers, withKnownValues } from './play-answers.ts';
import { hasSent, isExhausted, openSession, type Session } from './session.ts';
import type { TraceContext, Tracing } from './trace-context.ts';
import { tryForms } from './try-forms.ts';

/** All that is to be seen of one method: a base, each argument alone, odd values, odd answers. */
export async function traceMethod(method: MethodDescription, context: TraceContext): Promise<readonly MethodEntry[]> {
  if (method.unreadable !== undefined) return blocked(method, method.unreadable, false);
  const { session, search } = await searchBase(method, context);
  if (search.kind !== 'found') return [...session.calls, ...blocked(method, search.reason, search.kind === 'silent')];
  const start = await withKnownValues(session, search, argumentsOf(session.method));
  const base = await session.call(start.values, { kind: 'base' });
  // A method may send only once in its life, as one that fills a cache does: then the search is what is known.
  const known = hasSent(base) ? base : start.call;
  const volatile = volatilePlaces(known, session.calls, context.contracts);
  const tracing: Tracing = { ...context, session, base: known, values: start.values, volatile };
  const tried = await tryArguments(tracing);
  const wrong = wrongGuesses(method, tracing, tried);
  const landed = new Map([...tried].filter(([path]) => !wrong.has(path)));
  await tryForms({ ...tracing, landed });
  await tryAll(tracing, landed);
  await tryUnknown(tracing);
  await playAnswers(tracing);
  // What a command keeps is in its process, which is another one each time.
  if (!context.slow && !isExhausted(session)) await session.call(start.values, { kind: 'again' });
  return [
    ...session.calls.filter((call) => !Object.keys(call.arguments).some((path) => wrong.has(path))),
    { kind: 'method', method: without(session.method, wrong) },
  ];
}

function blocked(method: MethodDescription, reason: string, local: boolean): readonly MethodEntry[] {
  return [
    { kind: 'blocked', method: method.name, reason, local },
    { kind: 'method', method },
  ];
}

/** A call that sends. What it shows of open parameters is given to the calls after it. */
async function searchBase(
  method: MethodDescription,
  context: TraceContext,
): Promise<{ readonly session: Session; readonly search: BaseSearch }> {
  const patience = context.slow ? 60 : 200;
  const session = openSession(context.client, withMentioned(method), context.lane);
  const search = await findBase(session, { ...context, patience });
  if (search.kind !== 'found') return { session, search };
  if (isRawRequest(method, search.call))
    return { session, search: { kind: 'silent', reason: 'it sends whatever request its caller names' } };
  const reached = search.call.exchanges.flatMap(
    ({ operation }) => context.contracts.operations.get(operation ?? '') ?? [],
  );
  const filled = withFields(session.method, search, context);
  const learned = session.as(withOptions(filled, context.options, reached));
  const known = new Set(argumentsOf(learned.method).map(({ path }) => path));
  if ([...search.values.keys()].every((path) => known.has(path))) return { session: learned, search };
  const again = await findBase(learned, { ...context, patience });
  return again.kind === 'found' ? { session: learned, search: again } : { session, search };
}

/** Guesses at `**kwargs` that do not arrive where the contract expects them: they say nothing of the client. */
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

function without(method: MethodDescription, names: ReadonlySet<string>): MethodDescription {
  return { ...method, parameters: method.parameters.filter(({ name }) => !names.has(name)) };
}

/** Each argument that the base does not give, alone; the base's own ones where they cannot be recognised. */
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

/** The base and one argument more; values that the contracts know when what is made up is refused. */
async function tryOne(argument: Argument, giving: Giving): Promise<ClientCall | undefined> {
  const { session, base, values, given } = giving;
  const wanted = [argument.path, ...argument.brings.filter((path) => !values.has(path))];
  const added = wanted.map((path) => [path, given.get(path) ?? null] as const);
  const give = (value: DriverValue) =>
    session.call(new Map([...values, ...added, [argument.path, value]]), { kind: 'argument', argument: argument.path });
  const made = given.get(argument.path) ?? null;
  const first = await give(made);
  if (hasSent(first)) {
    // It may be the default of the client: another member of the enumeration shows whether it arrives.
    const other = argument.parameter.type.kind === 'boolean' ? undefined : otherValue(argument.parameter, made);
    if (other === undefined || !isSameOnWire(first.exchanges, base.exchanges, giving)) return first;
    const second = await give(other);
    return hasSent(second) ? second : first;
  }
  for (const value of knownValues(argument, giving)) {
    const again = await give(value);
    if (hasSent(again)) return again;
  }
  return undefined;
}

/** A boolean or a member of an enumeration in the base is recognised by what another one changes. */
async function varyBase(argument: Argument, { session, base, values, contracts }: Tracing): Promise<void> {
  const given = values.get(argument.path) ?? null;
  if (findLandings({ call: base, reference: null, given, contracts }).length > 0) return;
  const other = otherValue(argument.parameter, given);
  if (other === undefined) return;
  await session.call(new Map([...values, [argument.path, other]]), { kind: 'argument', argument: argument.path });
}

/**
 * In place of one that the base gives though nothing requires it: the two may be alternatives. What its own object requires
 * never goes alone, since no call of the client could be like that.
 */
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

/** An argument that changed nothing, with each other one: it is dropped only when it never shows. */
async function tryPairs(argument: Argument, pairing: Pairing): Promise<ClientCall | undefined> {
  const { session, values, given, shown, landed, slow } = pairing;
  const own = [...argument.brings, argument.path].map((each) => [each, given.get(each) ?? null] as const);
  const others = [...shown].filter(([path]) => path !== argument.path && landed.has(path) && !values.has(path));
  for (const [path, alone] of others.slice(0, slow ? 8 : 40)) {
    // With all that the other one brings, so that nothing but the argument differs.
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

/** A method that takes any keyword may ignore one that nobody knows: then a slip of its caller is never seen. */
async function tryUnknown({ session, values }: Tracing): Promise<void> {
  if (session.method.rest === undefined) return;
  await session.call(new Map([...values, ['pw_unknown_keyword', 'pw-unknown-keyword-z']]), { kind: 'unknown-keyword' });
}

/** Everything together, in case that some code only runs then. */
async function tryAll({ session, values }: Tracing, landed: Values): Promise<void> {
  if (landed.size > values.size + 1) await session.call(landed, { kind: 'all' });
}
