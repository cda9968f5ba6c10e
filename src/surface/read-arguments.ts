import { foldName } from '../lib/fold-name.ts';
import { writeJson } from '../lib/json-text.ts';
import type { ArgumentReading, Landing } from '../model/client-surface.ts';
import type { ContractSet } from '../model/contract.ts';
import type { CallOutcome, DriverValue, MethodDescription } from '../model/driver.ts';
import type { ClientCall } from '../model/trace.ts';
import { type Argument, argumentsOf } from './arguments-of.ts';
import { declaredNames } from './client-options.ts';
import { isSameOnWire } from './compare-calls.ts';
import { findLandings } from './find-landings.ts';
import { leavesOf } from './leaves.ts';
import { findNamed, readTogether } from './read-together.ts';
import type { Volatile } from './volatile.ts';

export interface MethodCalls {
  readonly base: ClientCall;
  readonly calls: readonly ClientCall[];
  readonly contracts: ContractSet;
  readonly volatile: Volatile;
}

export function readArguments(method: MethodDescription, calls: MethodCalls): readonly ArgumentReading[] {
  const args = argumentsOf(method);
  const shown = shownTogether(args, calls);
  return args.flatMap((argument) => {
    const reading =
      argument.path in calls.base.arguments
        ? ofBase(argument, calls, shown.get(argument.path))
        : unlessShown(ofOptional(argument, calls), shown.get(argument.path));
    if (reading === undefined) return [];
    const { path, parameter, required } = argument;
    const isElsewhere = reading.landings.every(({ given, sent }) => writeJson(given) !== writeJson(sent));
    if (argument.alternative && isElsewhere)
      return [{ path, parameter, required, ...reading, landings: [], state: 'refused', reason: ALTERNATIVE }];
    const state = reading.state === 'dropped' && isClientSide(argument, calls) ? 'client-side' : reading.state;
    return [{ path, parameter, required, ...reading, state }];
  });
}

/** Reads calls with many arguments. If several calls show an argument, the first call counts. */
function shownTogether(args: readonly Argument[], method: MethodCalls): ReadonlyMap<string, Reading> {
  const shown = new Map<string, Reading>();
  for (const call of method.calls) {
    const { purpose } = call;
    if (purpose.kind !== 'together') continue;
    const { landings } = readTogether(
      call,
      args.filter(({ path }) => purpose.arguments.includes(path)),
      method,
    );
    for (const [path, found] of landings)
      if (!shown.has(path)) shown.set(path, { state: 'lands', landings: found, call });
  }
  return shown;
}

/** If the argument alone is `dropped` or was not read, returns its reading from a call with several arguments. */
function unlessShown(alone: Reading | undefined, shown: Reading | undefined): Reading | undefined {
  return alone === undefined || alone.state === 'dropped' ? (shown ?? alone) : alone;
}

const ALTERNATIVE =
  'the argument belongs to one alternative of a union type, but the call uses a different alternative';

/** Settings for timeouts, retries, paging and results. A client need not send such a setting. */
const CLIENT_SIDE =
  /^(?:.*timeout(?:s|ms|seconds)?|stream(?:ing)?|streamsrc|decode|encoding|demux|socket|session|chunksize|buffer(?:ed|size)?|raw|debug|verbose|quiet|logger|loglevel|callbacks?|on[a-z]+|hooks?|cache|pool(?:size)?|workers|threads|concurrency|(?:max)?retr(?:y|ies).*|backoff.*|autopag(?:e|ing|inate)|paginate|allpages|fetchall|max(?:items|pages|wait)|prefetch|merge|httpclient|cert|verify|ssl|prox(?:y|ies)|useconfigproxy|headers|progress(?:bar)?|asyncreq|preloadcontent|returnhttpdataonly|wait|poll.*|raise.*|ignoreerrors|ignoreremoved|strict|validate|responsemodel|castto|(?:request)?opt(?:ion)?s)$/;

/** Returns true if an argument looks like a setting, such as `timeout`, and no called operation has a field with this name. */
function isClientSide({ keys, parameter }: Argument, { calls, contracts }: MethodCalls): boolean {
  const last = keys.at(-1) ?? '';
  const name = foldName(last);
  // A boolean argument with a default is a setting, because clients usually declare no default for a field.
  const isSwitch = parameter.type.kind === 'boolean' && typeof parameter.default === 'boolean';
  if (last.startsWith('__')) return true;
  if (!last.startsWith('_') && !CLIENT_SIDE.test(name) && !isSwitch) return false;
  const operations = new Set(calls.flatMap(({ exchanges }) => exchanges.map(({ operation }) => operation ?? '')));
  const reached = [...operations].flatMap((id) => contracts.operations.get(id) ?? []);
  const isMeant = isSwitch ? isAlike : (field: string) => field === name;
  return ![...declaredNames(reached, contracts.schemas)].some((field) => isMeant(field, name));
}

/** Compares names that may mean the same field, such as `notify` and `send_notify`. */
function isAlike(field: string, name: string): boolean {
  if (field === name) return true;
  const [short, long] = field.length < name.length ? [field, name] : [name, field];
  return short.length > 3 && long.includes(short);
}

type Reading = Pick<ArgumentReading, 'state' | 'landings' | 'call' | 'needs' | 'reason'>;

/** Searches for an argument by its value, then by comparing two calls, finally by its name. */
function ofBase(argument: Argument, method: MethodCalls, shown: Reading | undefined): Reading {
  const { base, contracts, volatile } = method;
  const given = base.arguments[argument.path] ?? null;
  const direct = findLandings({ call: base, reference: null, given, contracts });
  if (direct.length > 0) return { state: 'lands', landings: direct, call: base };
  if (isLookedUp(given, base)) return { state: 'lands', landings: [], call: base };
  const varied = callOf(argument.path, method);
  if (varied === undefined && shown !== undefined) return shown;
  if (varied !== undefined && !isSameOnWire(varied.exchanges, base.exchanges, method)) {
    const other = varied.arguments[argument.path] ?? null;
    const landings = findLandings({ call: varied, reference: base, given: other, contracts, volatile });
    return { state: 'lands', landings, call: varied };
  }
  const alike = varied === undefined ? namedAlike(argument, given, method) : [];
  const named = alike.length > 0 || varied !== undefined ? alike : findNamed(base, argument, contracts);
  return { state: named.length > 0 ? 'lands' : 'dropped', landings: named, call: varied ?? base };
}

/** Returns true if a response contains the argument, because the client may only compare the argument with the response. */
function isLookedUp(given: DriverValue, { exchanges }: ClientCall): boolean {
  if (typeof given !== 'string' || exchanges.length < 2) return false;
  return exchanges.some(
    ({ response }) => response !== null && Buffer.from(response.body).toString('utf8').includes(given),
  );
}

/** If all calls give the argument the same value, finds the argument by name and value. */
function namedAlike(argument: Argument, given: DriverValue, { base, contracts }: MethodCalls): readonly Landing[] {
  const name = foldName(argument.keys.at(-1) ?? '');
  return leavesOf(base.exchanges, contracts)
    .filter(({ place, value }) => foldName(place.name).includes(name) && String(value) === String(given))
    .map(({ request, place, value }) => ({
      ...{ request, place, given, sent: value },
      operation: base.exchanges[request]?.operation ?? null,
    }));
}

function isOnlyValue({ parameter: { type } }: Argument): boolean {
  return type.kind === 'literal' && type.values.length === 1;
}

function ofOptional(argument: Argument, method: MethodCalls): Reading | undefined {
  const { base, calls, contracts, volatile } = method;
  const alone = callOf(argument.path, method);
  if (alone === undefined) return undefined;
  const given = alone.arguments[argument.path] ?? null;
  if (alone.exchanges.length > 0 && !isSameOnWire(alone.exchanges, base.exchanges, method)) {
    const landings = findLandings({ call: alone, reference: base, given, contracts, volatile });
    return { state: 'lands', landings, call: alone };
  }
  const instead = calls.findLast(({ purpose }) => purpose.kind === 'instead' && purpose.argument === argument.path);
  if (instead !== undefined && instead.exchanges.length > 0) {
    const value = instead.arguments[argument.path] ?? null;
    const landings = findLandings({ call: instead, reference: base, given: value, contracts, volatile });
    if (landings.length > 0) return { state: 'lands', landings, call: instead };
  }
  for (const pair of calls) {
    if (pair.purpose.kind !== 'pair' || pair.purpose.argument !== argument.path) continue;
    const other = callOf(pair.purpose.with, method);
    if (other === undefined || pair.exchanges.length === 0) continue;
    if (isSameOnWire(pair.exchanges, other.exchanges, method)) continue;
    const value = pair.arguments[argument.path] ?? null;
    const landings = findLandings({ call: pair, reference: other, given: value, contracts, volatile });
    const needs = alone.exchanges.length === 0 && sendsOnce(method) ? {} : { needs: pair.purpose.with };
    return { state: 'lands', ...needs, landings, call: pair };
  }
  const refused = calls.find((call) => isRefusedInstead(call, argument));
  if (refused !== undefined) return { state: 'refused', landings: [], call: refused, reason: refusal(refused.outcome) };
  const constant = isOnlyValue(argument) ? namedAlike(argument, given, method) : [];
  if (constant.length > 0) return { state: 'lands', landings: constant, call: alone };
  if (alone.exchanges.length > 0) return { state: 'dropped', landings: [], call: alone };
  return { state: 'refused', landings: [], call: alone, reason: refusal(alone.outcome) };
}

/** If the client caches results, a call without a request shows nothing about its arguments. */
function sendsOnce({ calls, base }: MethodCalls): boolean {
  return (
    calls.some(({ purpose, exchanges }) => purpose.kind === 'base' && exchanges.length === 0) &&
    base.exchanges.length > 0
  );
}

/** Returns true if an error mentions the argument or its value. The client then does not ignore the argument. */
function isRefusedInstead(
  { purpose, exchanges, outcome, arguments: given }: ClientCall,
  { path, keys }: Argument,
): boolean {
  if (purpose.kind !== 'instead' || purpose.argument !== path || exchanges.length > 0) return false;
  const words = foldName(clientText(outcome));
  return [keys.at(-1) ?? '', String(given[path])].some((word) => word.length > 2 && words.includes(foldName(word)));
}

/** If possible, returns a call whose request differs from the request of the base call. */
function callOf(path: string, method: MethodCalls): ClientCall | undefined {
  const { base, calls } = method;
  const mine = calls.filter(({ purpose }) => purpose.kind === 'argument' && purpose.argument === path);
  const sending = mine.filter(({ exchanges }) => exchanges.length > 0);
  return sending.find(({ exchanges }) => !isSameOnWire(exchanges, base.exchanges, method)) ?? sending[0] ?? mine[0];
}

function refusal(outcome: CallOutcome): string {
  if (outcome.kind === 'timed-out') return `the call did not end within ${outcome.afterMs} ms`;
  return clientText(outcome) || (outcome.kind === 'exited' ? `exit code ${outcome.code}` : 'the call sent no request');
}

/** Returns the text of the client's error, or an empty text for any other outcome. */
function clientText(outcome: CallOutcome): string {
  if (outcome.kind === 'raised') return outcome.text;
  return outcome.kind === 'exited' ? outcome.stderr.trim() : '';
}
