import { foldName, headerSpellings } from '../../lib/fold-name.ts';
import { parsePointer } from '../../lib/json-pointer.ts';
import type { Field, Place } from '../../model/contract.ts';

/** All spellings of one name: `idempotency_key`, `Idempotency-Key`, `idempotencyKey`, `X-Idempotency-Key`. */
export interface Aliases {
  readonly whole: ReadonlySet<string>;
  readonly last: string;
}

export function fieldAliases(field: Field): Aliases {
  const { name, place } = field;
  const wire = placeAliases(place);
  return { whole: new Set([foldName(name), ...wire.whole]), last: wire.last };
}

export function placeAliases({ location, name }: Place): Aliases {
  if (location === 'header') {
    const { bare, unbranded } = headerSpellings(name);
    return { whole: new Set([name, bare, unbranded].map(foldName)), last: foldName(bare) };
  }
  const parts = partsOf(name);
  return { whole: new Set([foldName(parts.join(''))]), last: foldName(parts.at(-1) ?? name) };
}

/** Returns 2 for equal names, 1 for `id` and `note.id`, and 0 for different names. */
export function nearness(a: Aliases, b: Aliases): number {
  if ([...a.whole].some((name) => b.whole.has(name))) return 2;
  return a.whole.has(b.last) || b.whole.has(a.last) ? 1 : 0;
}

/** Splits `/a/b` or `a[b]` into `a` and `b`. */
function partsOf(name: string): readonly string[] {
  const parts = name.startsWith('/') ? parsePointer(name) : name.split(/[[\]]+/);
  return parts.filter((part) => part !== '' && !/^\d+$/.test(part));
}
