import { writeJson } from '../../lib/json-text.ts';
import type { Address } from '../../model/address.ts';
import type { Reference, ResponsePart } from '../../model/exchange.ts';
import type { Json } from '../../model/json.ts';

export type Found = { readonly value: Json; readonly from?: ResponsePart } | Unresolved;

interface Unresolved {
  readonly reason: string;
  readonly needs?: Address;
}

/** The text between `${` and `}`, such as `order.id`. */
export type Lookup = (expression: string) => Found;

export type Resolved<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Unresolved };

/** A string that consists of one reference gets the type of the referenced value. */
export function resolveReferences<T>(value: T, lookup: Lookup): Resolved<T> {
  if (!holdsReference(value)) return { ok: true, value };
  const problems: Unresolved[] = [];
  const resolved = resolve(value, (expression) => {
    const found = lookup(expression);
    if ('value' in found) return found.value;
    problems.push(found);
    return null;
  });
  const [problem] = problems;
  if (problem !== undefined) return { ok: false, problem };
  return { ok: true, value: resolved as T }; // safe cast: values of suites have no fixed type
}

/** `noted` returns all references that were found, with their values. */
export function notingLookup(lookup: Lookup): { readonly lookup: Lookup; readonly noted: () => readonly Reference[] } {
  const noted = new Map<string, Reference>();
  return {
    noted: () => [...noted.values()],
    lookup: (expression) => {
      const found = lookup(expression);
      if ('value' in found) noted.set(expression, { expression, ...found });
      return found;
    },
  };
}

/** Most values contain no reference and need not be copied. */
function holdsReference(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('${');
  if (typeof value !== 'object' || value === null) return false;
  // `for … in` is safe here, because values of a suite have no inherited members.
  for (const key in value) if (holdsReference(value[key as keyof typeof value])) return true;
  return false;
}

export function expressionsIn(value: unknown): readonly string[] {
  if (!holdsReference(value)) return [];
  const found: string[] = [];
  resolve(value, (expression) => {
    found.push(expression);
    return null;
  });
  return found;
}

type Replace = (expression: string) => Json;

function resolve(value: unknown, replace: Replace): unknown {
  if (typeof value === 'string') return value.includes('${') ? resolveText(value, replace) : value;
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? resolveList(value, replace) : resolveMembers(value, replace);
}

function resolveList(list: readonly unknown[], replace: Replace): unknown {
  const items = list.map((item) => resolve(item, replace));
  return items.every((item, index) => item === list[index]) ? list : items;
}

function resolveMembers(object: object, replace: Replace): unknown {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(object);
  const members = entries.map(([key, value]) => [key, resolve(value, replace)] as const);
  const same = members.every(([, value], index) => value === entries[index]?.[1]);
  return same ? object : Object.fromEntries(members);
}

const ONLY_REFERENCE = /^\$\{([^}]*)\}$/;
const PARTS = /\$\$\{|\$\{([^}]*)\}/g;

function resolveText(text: string, replace: Replace): Json {
  const only = ONLY_REFERENCE.exec(text);
  if (only !== null) return replace(only[1] ?? '');
  return text.replaceAll(PARTS, (part, expression: string | undefined) =>
    part === '$${' ? '${' : asText(replace(expression ?? '')),
  );
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : writeJson(value);
}
