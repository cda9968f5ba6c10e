import { globMatches } from '../../../model/client.ts';
import { type ClientStarted, DRIVER_PROTOCOL, type DriverStart } from '../../../model/driver.ts';
import { driverError, type TellMethod } from '../serve-lines.ts';
import type { Callable } from './call-method.ts';
import { constructClient, findFunction, parseConstructCall } from './construct-client.ts';
import { type Described, describeReturned } from './describe-factory.ts';
import { type LoadedPackage, loadPackage } from './load-package.ts';
import { type ClassNames, nameClasses } from './name-classes.ts';
import { parseFunction } from './parse-function.ts';
import { type Declarations, type Declared, readDeclarations } from './read-declarations.ts';
import { walkClient } from './walk-client.ts';

export interface StartedClient {
  readonly description: ClientStarted;
  readonly callables: ReadonlyMap<string, Callable>;
  readonly names: ClassNames;
}

/** Loads and constructs a client and finds out what can be called on it. @throws import-failed, construct-failed */
export async function describeClient(start: DriverStart, tell: TellMethod): Promise<StartedClient> {
  if (start.construct === null) throw driverError('cannot-start', 'the node driver needs construct.call');
  const { specifier, exported } = parseConstructCall(start.construct.call);
  const loaded = await loadPackage(start.source, specifier);
  const client = await constructClient(loaded, exported, start.construct);
  const { declarations: file, folder } = loaded;
  const declarations = file === null ? null : await readDeclarations(file, exported, folder);
  const methods = await describeMethods(client, declarations, { ignore: start.ignore, tell });
  const functions = await describeFunctions(loaded, declarations, start.functions);
  for (const { description } of functions) await tell(description);
  const all = [...methods, ...functions];
  const names = nameClasses(loaded, (name) => declarations?.doc(name));
  return {
    names,
    callables: new Map(all.map(({ callable }) => [callable.name, callable])),
    description: {
      protocol: DRIVER_PROTOCOL,
      driver: 'node',
      runtime: `Node ${process.versions.node}`,
      errors: names.errors,
      versions: versionsOf(loaded),
    },
  };
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

/** Null for one that is not for callers. A method whose types cannot be read is named with the reason. */
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
  const { parameters, rest, async } = await parseFunction(found.call);
  const shape = { order: parameters.map(({ name }) => name), rest };
  return { callable: { ...found, parameters, shape }, description: { name: found.name, parameters, async } };
}

function versionsOf(loaded: LoadedPackage): ClientStarted['versions'] {
  const said = ['VERSION', 'version', '__version__'].flatMap((name) => {
    const version = loaded.exports[name];
    return typeof version === 'string' ? { source: `${loaded.name}.${name}`, version } : [];
  });
  return loaded.version === null ? said : [{ source: 'package.json', version: loaded.version }, ...said];
}
