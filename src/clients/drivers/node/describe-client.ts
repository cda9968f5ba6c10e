import { globMatches } from '../../../model/client.ts';
import {
  type ClientStarted,
  DRIVER_PROTOCOL,
  type DriverStart,
  type MethodDescription,
} from '../../../model/driver.ts';
import { driverError, type TellBusy, type TellMethod, withDetails } from '../serve-lines.ts';
import type { Callable } from './call-method.ts';
import { constructClient, findFunction, parseConstructCall } from './construct-client.ts';
import { type LoadedPackage, loadPackage } from './load-package.ts';
import { type ClassNames, nameClasses } from './name-classes.ts';
import { parseConstruction, parseFunction } from './parse-function.ts';
import { type Declarations, type Declared, type ReturnedMethods, readDeclarations } from './read-declarations.ts';
import { walkClient } from './walk-client.ts';

export interface StartedClient {
  readonly description: ClientStarted;
  readonly callable: (name: string) => Promise<Callable | null>;
  readonly methodNames: readonly string[];
  readonly names: ClassNames;
  readonly renew: () => Promise<StartedClient>;
}

export async function describeClient(
  start: DriverStart,
  tell: TellMethod,
  busy: TellBusy = () => undefined,
): Promise<StartedClient> {
  if (start.construct === null)
    throw driverError('start-failed', 'the node driver needs `construct:` with a `call:` in the client file');
  const { specifier, exported } = parseConstructCall(start.construct.call);
  const loaded = await loadPackage(start.source, specifier);
  const { construct } = start;
  const { declarations: file, folder } = loaded;
  const declarations = file === null ? null : await readDeclarations(file, exported, { folder, busy });
  const functions = await describeFunctions(loaded, declarations, start.functions);
  const make = async (): Promise<Methods> =>
    methodsOf(await constructClient(loaded, exported, construct), { declarations, functions, ignore: start.ignore });
  const names = nameClasses(loaded, (name) => declarations?.doc(name));
  const construction = await constructionOf(construct.call, loaded.exports[exported], declarations);
  const started = ({ names: methodNames, aliases, describe }: Methods): StartedClient => ({
    ...{ names, methodNames },
    callable: async (name) => (await describe(name)).find(({ callable }) => callable.name === name)?.callable ?? null,
    renew: async () => started(await make()),
    description: {
      protocol: DRIVER_PROTOCOL,
      driver: 'node',
      runtime: `Node ${process.versions.node}`,
      construction,
      ...(Object.keys(aliases).length > 0 && { aliases }),
      errors: names.errors,
      versions: versionsOf(loaded),
    },
  });
  const methods = await make().catch((error: unknown) => {
    throw withDetails(error, { construction });
  });
  if (start.described === undefined) {
    for (const name of methods.names)
      for (const { description } of await methods.describe(name)) await tell(description);
  }
  return started(methods);
}

async function constructionOf(
  name: string,
  make: unknown,
  declarations: Declarations | null,
): Promise<MethodDescription> {
  const unreadable = {
    name,
    parameters: [],
    unreadable: 'neither the type declarations nor the source text describe the parameters',
  };
  try {
    const described = declarations?.construction();
    if (described) return { name, ...described };
    const parsed = typeof make === 'function' ? await parseConstruction(make) : null;
    return parsed === null ? unreadable : { name, parameters: parsed };
  } catch {
    return unreadable; // the compiler cannot read some types
  }
}

interface Methods {
  readonly names: readonly string[];
  readonly aliases: { readonly [path: string]: string };
  /** Returns a method and the methods of its returned object, or an empty list for an internal method. */
  readonly describe: (name: string) => Promise<readonly Described[]>;
}

/** Reads a method's types only when needed, because reading all types may take a minute. */
function methodsOf(
  client: object,
  given: {
    readonly declarations: Declarations | null;
    readonly functions: readonly Described[];
    readonly ignore: readonly string[];
  },
): Methods {
  const { declarations, functions, ignore } = given;
  const names = (path: readonly string[]) => declarations?.names(path) ?? [];
  const walked = walkClient(client, names);
  const found = walked.methods.filter(({ name }) => !ignore.some((pattern) => globMatches(pattern, name)));
  const methods = new Map(found.map((method) => [method.name, method]));
  const known = new Map(functions.map((each) => [each.callable.name, Promise.resolve([each])]));
  const describe = async (name: string): Promise<Described[]> => {
    const method = methods.get(name);
    if (method === undefined) return [];
    const { path, receiver, call } = method;
    if (method.mayBeOption === true) return [unread({ name, receiver, call }, MAY_BE_OPTION)];
    const one = await describeSafely({ name, receiver, call }, () => declarations?.method(path) ?? { kind: 'unknown' });
    return one === null ? [] : [one, ...describeReturned(one, declarations?.returned(path) ?? new Map())];
  };
  return {
    aliases: walked.aliases,
    names: [...methods.keys(), ...known.keys()],
    describe: (name) => {
      const [own = name] = name.split('().');
      const described = known.get(own) ?? describe(own);
      known.set(own, described);
      return described;
    },
  };
}

async function describeFunctions(
  loaded: LoadedPackage,
  declarations: Declarations | null,
  functions: readonly string[],
): Promise<readonly Described[]> {
  const described: Described[] = [];
  for (const name of functions) {
    const found = findFunction(loaded, name);
    if (found === null)
      throw driverError('import-failed', `${loaded.name} exports no function ${name}`, undefined, { missing: name });
    const declared = declarations?.function(found.path) ?? { kind: 'unknown' };
    described.push(await describeOne({ name, receiver: undefined, call: found.call }, declared));
  }
  return described;
}

/** If the types of a method cannot be read, the description of the method says why. */
async function describeSafely(
  found: Pick<Callable, 'name' | 'receiver' | 'call'>,
  declaredOf: () => Declared,
): Promise<Described | null> {
  try {
    const declared = declaredOf();
    return declared.kind === 'hidden' ? null : await describeOne(found, declared);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return unread(found, `the types of the method cannot be read: ${why}`);
  }
}

const MAY_BE_OPTION =
  'the function is in an object that also contains other values, so the function may be an option of the client';

function unread(found: Pick<Callable, 'name' | 'receiver' | 'call'>, unreadable: string): Described {
  const callable = { ...found, parameters: [], shape: { order: [], rest: false } };
  return { callable, description: { name: found.name, parameters: [], unreadable } };
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

interface Described {
  readonly callable: Callable;
  readonly description: MethodDescription;
}

/** Describes methods of a returned object as `thread().update`, with the factory's parameters as `thread:params`. */
export function describeReturned(
  { callable: factory, description }: Described,
  methods: ReturnedMethods,
): readonly Described[] {
  const prefix = `${factory.name.split('.').at(-1)}:`;
  const first = description.parameters.map((each) => ({ ...each, name: `${prefix}${each.name}` }));
  return [...methods].flatMap(([name, { declared, returned }]) => {
    if (declared.kind !== 'method') return [];
    const whole = `${factory.name}().${name}`;
    const parameters = [...first, ...declared.description.parameters];
    const order = [...factory.shape.order.map((each) => `${prefix}${each}`), ...declared.shape.order];
    const call = callThrough(factory, name);
    const functions = [
      ...(factory.shape.functions ?? []).map((each) => `${prefix}${each}`),
      ...(declared.shape.functions ?? []),
    ];
    const shape = { order, rest: declared.shape.rest, ...(functions.length > 0 && { functions }) };
    const one = {
      callable: { name: whole, receiver: undefined, call, parameters, shape },
      description: { ...declared.description, name: whole, parameters },
    };
    return [one, ...describeReturned(one, returned)];
  });
}

function callThrough({ call, receiver, shape }: Callable, name: string): CallableFunction {
  return (...args: readonly unknown[]) => {
    const made: unknown = Reflect.apply(call, receiver, args.slice(0, shape.order.length));
    if (typeof made !== 'object' || made === null)
      throw new TypeError(`the factory returned no object with a method ${name}`);
    const method: unknown = Reflect.get(made, name);
    if (typeof method !== 'function') throw new TypeError(`the object that the factory returned has no method ${name}`);
    return Reflect.apply(method, made, args.slice(shape.order.length));
  };
}
