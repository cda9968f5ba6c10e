import { types } from 'node:util';
import { globMatches } from '../../../model/client.ts';
import {
  type ClientStarted,
  DRIVER_PROTOCOL,
  type DriverStart,
  type MethodDescription,
} from '../../../model/driver.ts';
import { driverError, type TellMethod } from '../serve-lines.ts';
import type { Callable } from './call-method.ts';
import { constructClient, findFunction, isClass, parseConstructCall } from './construct-client.ts';
import { isLanguageFunction, ownPrototypes } from './language-classes.ts';
import { type LoadedPackage, loadPackage } from './load-package.ts';
import { type ClassNames, nameClasses } from './name-classes.ts';
import { parseFunction } from './parse-function.ts';
import { type Declarations, type Declared, readDeclarations } from './read-declarations.ts';

export interface StartedClient {
  readonly description: ClientStarted;
  readonly callables: ReadonlyMap<string, Callable>;
  readonly names: ClassNames;
  /** Constructs the client anew. */
  readonly renew: () => Promise<StartedClient>;
}

/** Loads and constructs a client and finds its callable methods. @throws import-failed, construct-failed */
export async function describeClient(start: DriverStart, tell: TellMethod): Promise<StartedClient> {
  if (start.construct === null) throw driverError('start-failed', 'the node driver needs construct.call');
  const { specifier, exported } = parseConstructCall(start.construct.call);
  const loaded = await loadPackage(start.source, specifier);
  const { construct } = start;
  const { declarations: file, folder } = loaded;
  const declarations = file === null ? null : await readDeclarations(file, exported, folder);
  const make = async (told: TellMethod) =>
    describeMethods(await constructClient(loaded, exported, construct), declarations, {
      ignore: start.ignore,
      tell: told,
    });
  const methods = await make(tell);
  const functions = await describeFunctions(loaded, declarations, start.functions);
  for (const { description } of functions) await tell(description);
  const names = nameClasses(loaded, (name) => declarations?.doc(name));
  const started = (made: readonly Described[]): StartedClient => ({
    names,
    callables: new Map([...made, ...functions].map(({ callable }) => [callable.name, callable])),
    renew: async () => started(await make(async () => undefined)),
    description: {
      protocol: DRIVER_PROTOCOL,
      driver: 'node',
      runtime: `Node ${process.versions.node}`,
      ...constructionOf(construct.call, declarations),
      errors: names.errors,
      versions: versionsOf(loaded),
    },
  });
  return started(methods);
}

function constructionOf(name: string, declarations: Declarations | null): Pick<ClientStarted, 'construction'> {
  try {
    const described = declarations?.construction() ?? null;
    return described === null ? {} : { construction: { name, ...described } };
  } catch {
    return {}; // types that the compiler cannot read
  }
}

async function describeMethods(
  client: object,
  declarations: Declarations | null,
  { ignore, tell }: { readonly ignore: readonly string[]; readonly tell: TellMethod },
): Promise<readonly Described[]> {
  const names = (path: readonly string[]) => declarations?.names(path) ?? [];
  const found = walkClient(client, names).filter(({ name }) => !ignore.some((pattern) => globMatches(pattern, name)));
  const described: Described[] = [];
  for (const { name, path, receiver, call } of found) {
    const one = await describeSafely({ name, receiver, call }, () => declarations?.method(path) ?? { kind: 'unknown' });
    if (one === null) continue;
    const returned = describeReturned(one, declarations?.returned(path) ?? new Map());
    described.push(one, ...returned);
    for (const { description } of [one, ...returned]) await tell(description);
  }
  return described;
}

async function describeFunctions(
  loaded: LoadedPackage,
  declarations: Declarations | null,
  functions: readonly string[],
): Promise<readonly Described[]> {
  const described: Described[] = [];
  for (const name of functions) {
    const found = findFunction(loaded, name);
    if (found === null) throw driverError('import-failed', `${loaded.name} exports no function ${name}`);
    const declared = declarations?.function(found.path) ?? { kind: 'unknown' };
    described.push(await describeOne({ name, receiver: undefined, call: found.call }, declared));
  }
  return described;
}

/** Returns null for a method that is not for callers. A method whose types cannot be read is reported with the reason. */
async function describeSafely(
  found: Pick<Callable, 'name' | 'receiver' | 'call'>,
  declaredOf: () => Declared,
): Promise<Described | null> {
  try {
    const declared = declaredOf();
    return declared.kind === 'hidden' ? null : await describeOne(found, declared);
  } catch (error) {
    const unreadable = `its types cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    const callable = { ...found, parameters: [], shape: { order: [], rest: false } };
    return { callable, description: { name: found.name, parameters: [], unreadable } };
  }
}

async function describeOne(
  found: Pick<Callable, 'name' | 'receiver' | 'call'>,
  declared: Declared,
): Promise<Described> {
  if (declared.kind === 'method') {
    const { description, shape } = declared;
    const callable = { ...found, parameters: description.parameters, shape };
    return { callable, description: { name: found.name, ...description } };
  }
  const { parameters, rest, async, open } = await parseFunction(found.call);
  const shape = { order: parameters.map(({ name }) => name), rest, ...(open !== undefined && { open }) };
  const description = { name: found.name, parameters, async, ...(open !== undefined && { rest: [] }) };
  return { callable: { ...found, parameters, shape }, description };
}

function versionsOf(loaded: LoadedPackage): ClientStarted['versions'] {
  const said = ['VERSION', 'version', '__version__'].flatMap((name) => {
    const version = loaded.exports[name];
    return typeof version === 'string' ? { source: `${loaded.name}.${name}`, version } : [];
  });
  return loaded.version === null ? said : [{ source: 'package.json', version: loaded.version }, ...said];
}

/** A method found on the constructed client. */
interface FoundMethod {
  /** `orders.ship` */
  readonly name: string;
  readonly path: readonly string[];
  readonly receiver: object;
  readonly call: CallableFunction;
}

const MAX_DEPTH = 4;

/** Names that the declarations contain at a path, because those of a Proxy cannot be enumerated. */
type DeclaredNames = (path: readonly string[]) => readonly string[];

/** Returns the public methods of a client and of its resource objects, each object once, sorted by name. */
function walkClient(client: object, declared: DeclaredNames = () => []): readonly FoundMethod[] {
  const found: FoundMethod[] = [];
  const seen = new Set<object>();
  /** Breadth first, so that an object with several paths gets the shortest one. */
  let level: readonly { readonly object: object; readonly path: readonly string[] }[] = [{ object: client, path: [] }];
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
    const next: { readonly object: object; readonly path: readonly string[] }[] = [];
    for (const { object, path } of level) {
      if (seen.has(object)) continue;
      seen.add(object);
      for (const name of new Set([...publicNames(object), ...declared(path)])) {
        const value = readMember(object, name);
        const here = [...path, name];
        if (isMethod(value)) found.push({ name: here.join('.'), path: here, receiver: object, call: value });
        else if (isResource(value, seen)) next.push({ object: value, path: here });
      }
    }
    level = next;
  }
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function publicNames(object: object): readonly string[] {
  const names = [object, ...ownPrototypes(object)].flatMap((each) => Object.getOwnPropertyNames(each));
  const isFunction = typeof object === 'function';
  return [...new Set(names)].filter(
    (name) =>
      !/^[_#]/.test(name) &&
      name !== 'constructor' &&
      !(isFunction && /^(length|name|prototype|arguments|caller)$/.test(name)),
  );
}

/** A getter may throw. */
function readMember(object: object, name: string): unknown {
  try {
    return Reflect.get(object, name);
  } catch {
    return undefined;
  }
}

function isMethod(value: unknown): value is CallableFunction {
  return typeof value === 'function' && !isLanguageFunction(value) && !isClass(value);
}

/** An instance of a class of its own, a Proxy, or a plain object that contains only functions and such objects. */
function isResource(value: unknown, seen: ReadonlySet<object>, depth = 0): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (value instanceof Promise || value instanceof Error) return false;
  if (ownPrototypes(value).length > 0 || types.isProxy(value)) return true;
  if (![Object.prototype, null].includes(Object.getPrototypeOf(value))) return false;
  const members = Object.keys(value).map((name) => readMember(value, name));
  if (members.length === 0 || depth > MAX_DEPTH) return false;
  return members.every((member) => isMethod(member) || (isResource(member, seen, depth + 1) && !seen.has(member)));
}

interface Described {
  readonly callable: Callable;
  readonly description: MethodDescription;
}

/**
 * Describes the methods of a factory's result, `thread().update`. They take the factory's arguments, named `thread:params`,
 * before their own, and each call creates the object anew.
 */
export function describeReturned(
  { callable: factory, description }: Described,
  methods: ReadonlyMap<string, Declared>,
): readonly Described[] {
  const prefix = `${factory.name.split('.').at(-1)}:`;
  const first = description.parameters.map((each) => ({ ...each, name: `${prefix}${each.name}` }));
  return [...methods].flatMap(([name, declared]) => {
    if (declared.kind !== 'method') return [];
    const whole = `${factory.name}().${name}`;
    const parameters = [...first, ...declared.description.parameters];
    const order = [...factory.shape.order.map((each) => `${prefix}${each}`), ...declared.shape.order];
    const call = callThrough(factory, name);
    return {
      callable: { name: whole, receiver: undefined, call, parameters, shape: { order, rest: declared.shape.rest } },
      description: { ...declared.description, name: whole, parameters },
    };
  });
}

function callThrough({ call, receiver, shape }: Callable, name: string): CallableFunction {
  return (...args: readonly unknown[]) => {
    const made: unknown = Reflect.apply(call, receiver, args.slice(0, shape.order.length));
    if (typeof made !== 'object' || made === null) throw new TypeError(`it returned no object with a method ${name}`);
    const method: unknown = Reflect.get(made, name);
    if (typeof method !== 'function') throw new TypeError(`what it returned has no method ${name}`);
    return Reflect.apply(method, made, args.slice(shape.order.length));
  };
}
