import type { MethodDescription } from '../../model/driver.ts';
import type { MethodEntry, MethodTraced } from '../../model/trace.ts';
import { argumentsOf, type Values } from '../../surface/arguments-of.ts';
import { isTimeLimit, withOptions } from '../../surface/client-options.ts';
import { findLandings } from '../../surface/find-landings.ts';
import { readArguments } from '../../surface/read-arguments.ts';
import { volatilePlaces } from '../../surface/volatile.ts';
import { type BaseSearch, findBase } from './find-base.ts';
import { guessedNames, withFields, withMentioned, withOptionalBodies } from './learn-parameters.ts';
import { playAnswers, withKnownValues } from './play-answers.ts';
import { isRawRequest } from './raw-request.ts';
import { hasSent, isExhausted, isSpent, openSession, type Session } from './session.ts';
import type { TraceContext, Tracing } from './trace-context.ts';
import { tryArguments } from './try-arguments.ts';
import { tryForms } from './try-forms.ts';

/** Traces one method: makes a base call, tries each argument alone, and tries unusual values and unusual responses. */
export async function traceMethod(method: MethodDescription, context: TraceContext): Promise<readonly MethodEntry[]> {
  if (method.unreadable !== undefined) return blocked(method, method.unreadable, false);
  const { session, search } = await searchBase(method, context);
  if (search.kind !== 'found') return [...session.calls, ...withoutRequest(method, search)];
  const start = await withKnownValues(session, search, argumentsOf(session.method));
  const base = await session.call(start.values, { kind: 'base' });
  // Some methods send a request only in their first call. This call is then the base call.
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
  const { isCut } = await playAnswers(tracing);
  // The base call is repeated, because a client may keep state between calls.
  if (!context.slow && !isExhausted(session)) await session.call(start.values, { kind: 'again' });
  return [
    ...session.calls.filter(
      (call) => !Object.keys(call.arguments).some((path) => wrong.has(path) || steering.has(path)),
    ),
    {
      ...{ kind: 'method', method: withoutArguments(session.method, wrong, steering) },
      ...untriedIn(tracing),
      ...(isCut && { unplayed: true }),
    },
  ];
}

/** If the trace of a method stops early, returns the arguments that were not tried. */
function untriedIn({ session, base, contracts, volatile, isIgnored }: Tracing): Pick<MethodTraced, 'untried'> {
  if (!isSpent(session)) return {};
  const readings = readArguments(session.method, { base, calls: session.calls, contracts, volatile });
  const known = new Set(readings.map(({ path }) => path));
  const paths = argumentsOf(session.method).map(({ path }) => path);
  const untried = paths.filter((path) => !known.has(path) && !isIgnored(session.method.name, path));
  return untried.length > 0 ? { untried } : {};
}

const SENDS_ANY = 'the caller decides which request the method sends';

function withoutRequest(method: MethodDescription, search: Exclude<BaseSearch, { kind: 'found' }>) {
  const entries = blocked(method, search.reason, search.kind === 'silent');
  if (search.kind !== 'silent' || search.sendsAny !== true) return entries;
  return entries.map((entry) => (entry.kind === 'blocked' ? { ...entry, sendsAny: true as const } : entry));
}

export function blocked(method: MethodDescription, reason: string, local: boolean): readonly MethodEntry[] {
  return [
    { kind: 'blocked', method: method.name, reason, local },
    { kind: 'method', method },
  ];
}

/** Finds the base call: the first call that sends a request. */
async function searchBase(
  method: MethodDescription,
  context: TraceContext,
): Promise<{ readonly session: Session; readonly search: BaseSearch }> {
  const patience = context.slow ? 60 : 200;
  const session = openSession(context.client, withMentioned(method), context.lane);
  const search = await findBase(session, { ...context, patience });
  if (search.kind !== 'found') return { session, search };
  if (isRawRequest(method, search.call))
    return { session, search: { kind: 'silent', reason: SENDS_ANY, sendsAny: true } };
  const reached = search.call.exchanges.flatMap(
    ({ operation }) => context.contracts.operations.get(operation ?? '') ?? [],
  );
  const open = session.as(await withOptionalBodies(session, search, context));
  const filled = withFields(open.method, search, context);
  const learned = session.as(withOptions(filled, context.options, reached, context.contracts.schemas));
  const known = new Set(argumentsOf(learned.method).map(({ path }) => path));
  if ([...search.values.keys()].every((path) => known.has(path))) return { session: learned, search };
  const again = await findBase(learned, { ...context, patience });
  if (again.kind === 'found') return { session: learned, search: again };
  // Without certain settings, the method sends no request, so every call gives these settings.
  const others = (learned.method.options ?? []).filter((path) => !search.values.has(path));
  return { session: session.as({ ...learned.method, options: others }), search };
}

/** A guessed name of `**kwargs` is wrong if the client does not send the argument at the declared place. */
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

/** Returns each shared argument or timeout that is never sent in a path, query or body. */
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

/** A method that ignores an unknown keyword argument also hides misspelled names. */
async function tryUnknown({ session, values }: Tracing): Promise<void> {
  if (session.method.rest === undefined) return;
  await session.call(new Map([...values, ['pw_unknown_keyword', 'pw-unknown-keyword-z']]), { kind: 'unknown-keyword' });
}

/** Calls the method with all arguments. Some code may run only in such a call. */
async function tryAll({ session, values }: Tracing, landed: Values): Promise<void> {
  if (landed.size > values.size + 1) await session.call(landed, { kind: 'all' });
}
