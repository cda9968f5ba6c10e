import { nearest } from '../../../lib/nearest.ts';
import type { ConstructCall } from '../../../model/client.ts';
import { driverError } from '../serve-lines.ts';
import { decodeArgument } from './decode-argument.ts';
import type { LoadedPackage } from './load-package.ts';

/** Parses `construct.call` of a client file: `<module>#<export>`, or `<export>` of the package in the source folder. */
export function parseConstructCall(call: string): { readonly specifier: string | null; readonly exported: string } {
  const hash = call.lastIndexOf('#');
  if (hash < 0) return { specifier: null, exported: call };
  return { specifier: call.slice(0, hash) || null, exported: call.slice(hash + 1) || 'default' };
}

/** Calls the export that the client file names, with `new` if the export is a class. @throws construct-failed */
export async function constructClient(
  from: LoadedPackage,
  exported: string,
  construct: ConstructCall,
): Promise<object> {
  const factory = findExport(from, exported, construct.call);
  const { args, kwargs } = construct;
  const given = [...args, ...(Object.keys(kwargs).length === 0 ? [] : [kwargs])].map((value) =>
    decodeArgument(value, { kind: 'any' }),
  );
  try {
    const made: unknown = isClass(factory)
      ? Reflect.construct(factory, given)
      : Reflect.apply(factory, undefined, given);
    const client: unknown = await made;
    if (typeof client === 'object' && client !== null) return client;
    if (typeof client === 'function') return client;
    throw new TypeError(`the call returned ${client === null ? 'null' : typeof client}, not a client object`);
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    throw driverError('construct-failed', `${exported} of ${from.name} cannot be constructed: ${message}`, stack);
  }
}

/** Finds a function of the package by its full name, `@acme/orders.verifyWebhook`, or by the name of its export. */
export function findFunction(
  from: LoadedPackage,
  name: string,
): { readonly path: readonly string[]; readonly call: CallableFunction } | null {
  const path = name.replace(`${from.name}#`, '').replace(`${from.name}.`, '').split('.');
  let value: unknown = from.exports;
  for (const part of path) {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return null;
    value = Reflect.get(value, part);
  }
  return typeof value === 'function' ? { path, call: value } : null;
}

function findExport(from: LoadedPackage, exported: string, call: string): CallableFunction {
  const value = from.exports[exported];
  if (typeof value === 'function') return value;
  const names = Object.keys(from.exports).filter((name) => typeof from.exports[name] === 'function');
  const near = nearest(exported, names);
  const list = names.length === 0 ? 'it exports no function' : `it exports ${names.toSorted().slice(0, 30).join(', ')}`;
  const what =
    value === undefined ? `has no export ${exported}` : `exports ${exported}, which is not a class or function`;
  throw driverError(
    'construct-failed',
    `${from.name} ${what}${near === undefined ? '' : `; did you mean ${near}?`}`,
    list,
    value === undefined ? { missing: call } : {},
  );
}

/** Returns true for a class, and for a function with members in its prototype. */
export function isClass(value: CallableFunction): boolean {
  if (/^class\b/.test(Function.prototype.toString.call(value))) return true;
  const { prototype } = value;
  return (
    typeof prototype === 'object' &&
    prototype !== null &&
    Object.getOwnPropertyNames(prototype).some((name) => name !== 'constructor')
  );
}
