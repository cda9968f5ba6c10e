import { types } from 'node:util';
import { compareText } from '../../../lib/compare-text.ts';
import { isClass } from './construct-client.ts';
import { isLanguageFunction, ownPrototypes } from './language-classes.ts';

interface FoundMethod {
  readonly name: string;
  readonly path: readonly string[];
  readonly receiver: object;
  readonly call: CallableFunction;
  /** The function stands beside plain values, so it may be an option and not a method. */
  readonly mayBeOption?: true;
}

/** Below this depth, only declared members are visited, because other members may be internal. */
const MAX_DEPTH = 4;
const MAX_DECLARED_DEPTH = 12;

/** Returns the declared names at a path, because a Proxy cannot list its names. */
type DeclaredNames = (path: readonly string[]) => readonly string[];

interface Walked {
  /** Sorted by name. */
  readonly methods: readonly FoundMethod[];
  /** Maps each further path of a resource object to the listed path: `client.orders` to `orders`. */
  readonly aliases: { readonly [path: string]: string };
}

/** Finds the public methods of a client and of its resource objects. */
export function walkClient(client: object, declared: DeclaredNames = () => []): Walked {
  const found: FoundMethod[] = [];
  const seen = new Map<object, string>();
  const aliases: Record<string, string> = {};
  /** The search visits one level after the other, and so finds the shortest path to each object first. */
  let level: readonly { readonly object: object; readonly path: readonly string[] }[] = [{ object: client, path: [] }];
  for (let depth = 0; depth <= MAX_DECLARED_DEPTH && level.length > 0; depth++) {
    const next: { readonly object: object; readonly path: readonly string[] }[] = [];
    for (const { object, path } of level) {
      const known = seen.get(object);
      if (known !== undefined) {
        if (known !== '' && !isInside(path.join('.'), known)) aliases[path.join('.')] = known;
        continue;
      }
      seen.set(object, path.join('.'));
      const named = declared(path);
      for (const name of new Set([...(depth <= MAX_DEPTH ? publicNames(object) : []), ...named])) {
        const value = readMember(object, name);
        const here = [...path, name];
        if (isMethod(value)) found.push({ name: here.join('.'), path: here, receiver: object, call: value });
        else if (isResource(value, seen)) next.push({ object: value, path: here });
        else if (!seen.has(Object(value))) found.push(...declaredFunctions(value, here, declared));
      }
    }
    level = next;
  }
  return { methods: found.toSorted((a, b) => compareText(a.name, b.name)), aliases };
}

function declaredFunctions(value: unknown, at: readonly string[], declared: DeclaredNames): readonly FoundMethod[] {
  if (typeof value !== 'object' || value === null || ownPrototypes(value).length > 0) return [];
  return declared(at).flatMap((name) => {
    const [call, path] = [readMember(value, name), [...at, name]];
    return isMethod(call) ? [{ name: path.join('.'), path, receiver: value, call, mayBeOption: true } as const] : [];
  });
}

function isInside(path: string, outer: string): boolean {
  return path.startsWith(`${outer}.`);
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

/** A plain object is a resource only if all its members, except constants, are functions or resources. */
function isResource(value: unknown, seen: ReadonlyMap<object, string>, depth = 0): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (value instanceof Promise || value instanceof Error) return false;
  if (ownPrototypes(value).length > 0 || types.isProxy(value)) return true;
  if (![Object.prototype, null].includes(Object.getPrototypeOf(value))) return false;
  if (depth > MAX_DEPTH) return false;
  const members = Object.keys(value)
    .map((name) => ({ name, member: readMember(value, name) }))
    .filter(({ name, member }) => !isConstant(name, member));
  if (members.length === 0) return false;
  return members.every(({ member }) => isMethod(member) || (isResource(member, seen, depth + 1) && !seen.has(member)));
}

function isConstant(name: string, value: unknown): boolean {
  if (typeof value === 'function') return isClass(value);
  return /^[A-Z][A-Z0-9_]*$/.test(name) && ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}
