export interface ShownTogether {
  readonly given: ReadonlySet<string>;
  readonly shown: ReadonlySet<string>;
}

/** Splits the items into halves several times. Any two items are in different halves at least once. */
export function separatingHalves<T>(items: readonly T[]): readonly (readonly T[])[] {
  const bits = items.length < 2 ? 0 : Math.ceil(Math.log2(items.length));
  return Array.from({ length: bits }, (_, bit) =>
    [0, 1].map((side) => items.filter((_item, index) => ((index >> bit) & 1) === side)),
  ).flat();
}

const MOST_PARTNERS = 8;

/** If the argument `unit` is sent only in calls that also give `size`, returns both names. */
export function dependentArguments(calls: readonly ShownTogether[]): ReadonlySet<string> {
  const all = [...new Set(calls.flatMap(({ given }) => [...given]))];
  return new Set(
    all.flatMap((path) => {
      const showing = calls.filter(({ shown }) => shown.has(path));
      const lacking = calls.filter(({ given, shown }) => given.has(path) && !shown.has(path));
      if (showing.length === 0 || lacking.length === 0) return [];
      const isPartner = (other: string) =>
        other !== path &&
        showing.every(({ given }) => given.has(other)) &&
        lacking.every(({ given }) => !given.has(other));
      return [path, ...all.filter(isPartner).slice(0, MOST_PARTNERS)];
    }),
  );
}
