import type { CallOutcome, DriverValue, Parameter } from '../../../model/driver.ts';
import { driverError } from '../serve-lines.ts';
import { decodeArgument } from './decode-argument.ts';
import { attributeNames, encodeValue, readAttribute } from './encode-value.ts';
import type { ClassNames } from './name-classes.ts';
import { settleRequests } from './open-requests.ts';
import type { CallWaits } from './skip-waits.ts';

/** `order` lists all parameters by position, even those that are not reported. */
export interface CallShape {
  readonly order: readonly string[];
  readonly rest: boolean;
  /** Name of the parameter that receives all unknown arguments as members of an object. */
  readonly open?: string;
  /** Names of the required parameters that take a function, for example a callback `done`. */
  readonly functions?: readonly string[];
}

export interface Callable {
  readonly name: string;
  readonly receiver: object | undefined;
  readonly call: CallableFunction;
  readonly parameters: readonly Parameter[];
  readonly shape: CallShape;
}

/** The real `setTimeout`, saved before the client's waits are skipped. */
const realTimeout = setTimeout;

/** Maximum number of items that are read from an iterator, because each further page needs another request. */
const MAX_ITEMS = 50;

interface Caller {
  readonly waits: CallWaits;
  readonly names: ClassNames;
  /** Rejects if the client throws an error outside the call that the driver awaits. */
  readonly stray: Promise<never>;
}

export async function callMethod(
  callable: Callable,
  given: { readonly [parameter: string]: DriverValue },
  { timeoutMs, names, stray, waits }: Caller & { readonly timeoutMs: number },
): Promise<CallOutcome> {
  const callback = createCallback();
  const args = positionalArguments(callable, given, callback.call);
  let timer: NodeJS.Timeout | undefined;
  const timedOut: CallOutcome = { kind: 'timed-out', afterMs: timeoutMs };
  const late = new Promise<CallOutcome>((resolve) => {
    timer = realTimeout(() => resolve(timedOut), timeoutMs);
  });
  const endless = waits.endless.then(() => timedOut);
  try {
    return await Promise.race([returnedBy(callable, { args, callback }, names), stray, late, endless]);
  } catch (error) {
    return raised(error, names);
  } finally {
    clearTimeout(timer);
  }
}

interface Made {
  readonly args: readonly unknown[];
  readonly callback: Callback;
}

async function returnedBy(
  { call, receiver, shape }: Callable,
  { args, callback }: Made,
  names: ClassNames,
): Promise<CallOutcome> {
  const made: unknown = Reflect.apply(call, receiver, args);
  const returned: unknown = await made;
  const isToldBack = returned === undefined && shape.functions !== undefined;
  const value = isToldBack ? resultIn(made === undefined ? await callback.called : callback.told()) : returned;
  const items = await collectItems(value);
  const isEarly = !isPromise(made) && (await settleRequests()) && !isToldBack;
  const told = items === null ? encodeValue(value, names.name) : withItems(value, items, names);
  return { kind: 'returned', value: told, ...(isEarly && { early: true }) };
}

function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function';
}

/** Encodes an object that has both items and members, such as a page of results. */
function withItems(value: unknown, items: readonly unknown[], names: ClassNames): DriverValue {
  const own = attributeNames(Object(value));
  const encoded = own.length === 0 ? null : encodeValue(value, names.name);
  if (encoded === null || !isEncodedObject(encoded)) return encodeValue(items, names.name);
  const held = new Set(own.flatMap((name) => readAttribute(Object(value), name)));
  if (items.every((item) => held.has(item))) return encoded;
  return { ...encoded, fields: { ...encoded.fields, _items: encodeValue(items, names.name) } };
}

function isEncodedObject(value: DriverValue): value is Extract<DriverValue, { readonly $type: 'object' }> {
  return typeof value === 'object' && value !== null && '$type' in value && value.$type === 'object';
}

interface Callback {
  readonly call: (...told: readonly unknown[]) => void;
  readonly called: Promise<readonly unknown[]>;
  readonly told: () => readonly unknown[];
}

function createCallback(): Callback {
  let first: readonly unknown[] = [];
  let call: Callback['call'] = () => undefined;
  const called = new Promise<readonly unknown[]>((resolve) => {
    call = (...told) => {
      if (first.length === 0) first = told;
      resolve(told);
    };
  });
  return { call, called, told: () => first };
}

/** Returns the result that a callback got: `done(error)`, `done(null, thing)` or `done(thing)`. @throws the callback's error */
function resultIn(told: readonly unknown[]): unknown {
  if (told[0] instanceof Error) throw told[0];
  const results = told.length > 1 && (told[0] === null || told[0] === undefined) ? told.slice(1) : told;
  return results.length > 1 ? results : results[0];
}

/** Returns the arguments in declared order, with undefined where an argument is missing. */
function positionalArguments(
  callable: Callable,
  named: { readonly [parameter: string]: DriverValue },
  callback: Callback['call'],
): readonly unknown[] {
  const { order, rest, open, functions = [] } = callable.shape;
  const given = open === undefined ? named : withMembers(named, open, order);
  const unknown = Object.keys(given).find((name) => !order.includes(name));
  if (unknown !== undefined) {
    const list = order.length === 0 ? 'it takes none' : `it takes ${order.join(', ')}`;
    throw driverError('request-invalid', `${callable.name} has no parameter ${unknown}; ${list}`);
  }
  const args = order.map((name) => {
    if (functions.includes(name)) return callback;
    const value = given[name];
    const hint = callable.parameters.find((parameter) => parameter.name === name)?.type ?? { kind: 'any' };
    return value === undefined ? undefined : decodeArgument(value, hint);
  });
  const length = order.findLastIndex((name) => functions.includes(name) || Object.hasOwn(given, name)) + 1;
  const shown = args.slice(0, length);
  const last = shown.at(-1);
  return rest && length === order.length && Array.isArray(last) ? [...shown.slice(0, -1), ...last] : shown;
}

function withMembers(
  given: { readonly [parameter: string]: DriverValue },
  open: string,
  order: readonly string[],
): { readonly [parameter: string]: DriverValue } {
  const entries = Object.entries(given);
  const members = entries.filter(([name]) => !order.includes(name));
  if (members.length === 0) return given;
  const named = Object.fromEntries(entries.filter(([name]) => order.includes(name)));
  return { ...named, [open]: { ...Object(given[open]), ...Object.fromEntries(members) } };
}

/** Returns the first items of a sync or async iterator; null for any other value. */
async function collectItems(value: unknown): Promise<readonly unknown[] | null> {
  if (typeof value !== 'object' || value === null) return null;
  const isAsync = Symbol.asyncIterator in value;
  if (!isAsync && !(Symbol.iterator in value && 'next' in value)) return null;
  const items: unknown[] = [];
  for await (const item of value as AsyncIterable<unknown>) {
    items.push(item);
    if (items.length >= MAX_ITEMS) break;
  }
  return items;
}

function raised(error: unknown, names: ClassNames): CallOutcome {
  if (typeof error !== 'object' || error === null) {
    return { kind: 'raised', class: typeof error, bases: [], text: String(error), attributes: {}, own: false };
  }
  const type: unknown = Reflect.get(error, 'constructor');
  const own = names.isOwn(error);
  return {
    kind: 'raised',
    class: typeof type === 'function' ? names.errorName(type) : 'Object',
    bases: names.bases(error),
    text: error instanceof Error ? error.message : String(error),
    attributes: attributesOf(error, names),
    own,
  };
}

/** The members of an error's `cause` are included, but not the cause of the cause. */
function attributesOf(error: object, names: ClassNames): { readonly [name: string]: DriverValue } {
  return Object.fromEntries(
    attributeNames(error).map((name) => {
      const depth = name === 'cause' ? 1 : undefined;
      return [name, encodeValue(readAttribute(error, name), names.name, depth)];
    }),
  );
}
