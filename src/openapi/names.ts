/** `listOrders`, `List Orders`, `list-orders` → `list_orders`. Empty when there is nothing to make a name of. */
export function snakeCase(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '');
}

export function kebabCase(text: string): string {
  return snakeCase(text).replaceAll('_', '-');
}

/** The first of the candidates that is free, else the last with a number; it is taken then. */
export function takeName(taken: Set<string>, candidates: readonly string[]): string {
  const usable = candidates.filter((name) => name !== '');
  const last = usable.at(-1) ?? 'unnamed';
  let name = usable.find((each) => !taken.has(each));
  for (let n = 2; name === undefined; n++) if (!taken.has(`${last}_${n}`)) name = `${last}_${n}`;
  taken.add(name);
  return name;
}

/** Fits the `word` of data files: a letter, then letters, digits, `_` and `-`. */
export function asWord(text: string): string {
  if (/^[A-Za-z][\w-]*$/.test(text)) return text;
  const made = text.replaceAll(/[^\w-]+/g, '_').replaceAll(/^[^A-Za-z]+|[_-]+$/g, '');
  return made === '' ? 'value' : made;
}
