import { foldName, headerSpellings } from '../../lib/fold-name.ts';
import { parsePointer } from '../../lib/json-pointer.ts';
import type { Field, Place } from '../../model/contract.ts';

/** The spellings of a name that say the same: `idempotency_key`, `Idempotency-Key`, `idempotencyKey`, `X-Idempotency-Key`. */
export interface Aliases {
  /** Of the whole name, nesting included. */
  readonly whole: ReadonlySet<string>;
  /** Of its last part. */
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

/** How near two names are: 2 the same, 1 the last part of one is the whole other; 0 not at all. */
export function nearness(a: Aliases, b: Aliases): number {
  if ([...a.whole].some((name) => b.whole.has(name))) return 2;
  return a.whole.has(b.last) || b.whole.has(a.last) ? 1 : 0;
}

/** `/a/b`, `a[b]` and `a[]` in parts. */
function partsOf(name: string): readonly string[] {
  const parts = name.startsWith('/') ? parsePointer(name) : name.split(/[[\]]+/);
  return parts.filter((part) => part !== '' && !/^\d+$/.test(part));
}
