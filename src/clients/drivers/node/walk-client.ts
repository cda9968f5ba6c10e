import { types } from 'node:util';
import { isClass } from './construct-client.ts';
import { isLanguageFunction, ownPrototypes } from './language-classes.ts';

/** A method found on the constructed client. */
interface FoundMethod {
  /** `orders.ship` */
  readonly name: string;
  readonly path: readonly string[];
  readonly receiver: object;
  readonly call: CallableFunction;
}

/** Deeper objects are followed only by their declared names, because an undeclared one may be the client's own machinery. */
const MAX_DEPTH = 4;
const MAX_DECLARED_DEPTH = 12;

/** Names that the declarations contain at a path, because those of a Proxy cannot be enumerated. */
type DeclaredNames = (path: readonly string[]) => readonly string[];

/** Returns the public methods of a client and of its resource objects, each object once, sorted by name. */
export function walkClient(client: object, declared: DeclaredNames = () => []): readonly FoundMethod[] {
  const found: FoundMethod[] = [];
  const seen = new Set<object>();
  /** Breadth first, so that an object with several paths gets the shortest one. */
  let level: readonly { readonly object: object; readonly path: readonly string[] }[] = [{ object: client, path: [] }];
  for (let depth = 0; depth <= MAX_DECLARED_DEPTH && level.length > 0; depth++) {
    const next: { readonly object: object; readonly path: readonly string[] }[] = [];
    for (const { object, path } of level) {
      if (seen.has(object)) continue;
      seen.add(object);
      const named = declared(path);
      for (const name of new Set([...(depth <= MAX_DEPTH ? publicNames(object) : []), ...named])) {
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
