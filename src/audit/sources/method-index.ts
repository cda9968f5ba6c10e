import { foldName } from '../../lib/fold-name.ts';
import { remember } from '../../lib/remember.ts';
import type { ArgumentReading, ClientSurface, MethodReading } from '../../model/client-surface.ts';
import type { Place } from '../../model/contract.ts';
import type { MethodDescription } from '../../model/driver.ts';
import type { OperationId } from '../../model/operation-id.ts';

export interface IndexedMethod {
  readonly name: string;
  /** Operations that the method calls, or none if the method could not be called. */
  readonly operations: readonly OperationId[];
  readonly arguments: readonly IndexedArgument[];
  readonly description: MethodDescription | null;
}

export interface IndexedArgument {
  /** `ship_at`, or `options.shipAt` for a member of an object. */
  readonly path: string;
  readonly required: boolean;
  /** Position of the argument, or of the object that contains it, in the list of parameters. */
  readonly position: number;
  readonly landings: readonly { readonly operation: OperationId; readonly place: Place }[];
}

export type MethodIndex = ReadonlyMap<string, IndexedMethod>;

export function methodIndex(surface: ClientSurface): MethodIndex {
  const described = new Map(surface.description.methods.map((method) => [method.name, method]));
  const readings = new Map(surface.methods.map((method) => [method.name, method]));
  const names = [...new Set([...described.keys(), ...readings.keys()])].sort();
  return new Map(names.map((name) => [name, indexed(name, readings.get(name), described.get(name) ?? null)]));
}

/** Accepts up to two words before the method, as in `acme.client.orders.ship`. */
export function findMethod(index: MethodIndex, words: readonly string[]): IndexedMethod | null {
  return finderIn(index)(words.join('.'));
}

/** Results are cached, because pages often mention the same method again. */
const finderIn = remember((index: MethodIndex) =>
  remember((name: string) => searchMethod(index, name.split('.')), new Map<string, IndexedMethod | null>()),
);

function searchMethod(index: MethodIndex, words: readonly string[]): IndexedMethod | null {
  for (const skipped of [0, 1, 2]) {
    const wanted = words.slice(skipped);
    // At most one word may precede a method name of a single word, such as `ship`.
    if (wanted.length === 0 || (wanted.length === 1 && skipped > 1)) return null;
    const exact = index.get(wanted.join('.'));
    if (exact !== undefined) return exact;
    const folded = wanted.map(foldName).join('.');
    for (const method of index.values()) {
      if (method.name.split('.').map(foldName).join('.') === folded) return method;
    }
  }
  return null;
}

/** Finds an argument by any spelling of its name, or of the last part of its path. */
export function findArgument(method: IndexedMethod, name: string): IndexedArgument | null {
  const wanted = foldName(name);
  const own = method.arguments.filter(({ path }) => foldName(path) === wanted);
  const last = method.arguments.filter(({ path }) => foldName(path.split('.').at(-1) ?? '') === wanted);
  return own[0] ?? (last.length === 1 ? (last[0] ?? null) : null);
}

function indexed(name: string, reading: MethodReading | undefined, described: MethodDescription | null): IndexedMethod {
  if (reading?.state !== 'sends')
    return { name, operations: [], arguments: declared(described), description: described };
  const calls = [reading.base, ...reading.calls];
  const operations = calls.flatMap(({ exchanges }) => exchanges.flatMap(({ operation }) => operation ?? []));
  return {
    name,
    operations: [...new Set(operations)],
    arguments: reading.arguments.map((argument) => indexedArgument(argument, reading.description)),
    description: reading.description,
  };
}

function indexedArgument(
  { path, required, landings }: ArgumentReading,
  { parameters }: MethodDescription,
): IndexedArgument {
  return {
    path,
    required,
    position: parameters.findIndex(({ name }) => name === path.split('.')[0]),
    landings: landings.flatMap(({ operation, place }) => (operation === null ? [] : [{ operation, place }])),
  };
}

function declared(described: MethodDescription | null): readonly IndexedArgument[] {
  return (described?.parameters ?? []).map(({ name, required }, position) => ({
    path: name,
    required,
    position,
    landings: [],
  }));
}
