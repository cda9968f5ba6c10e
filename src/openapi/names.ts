import { shortHash } from '../lib/stable-hash.ts';

/** `listOrders`, `List Orders`, `list-orders` → `list_orders`; a long text gets a short name. Empty when there is nothing to make a name of. */
export function snakeCase(text: string): string {
  return shorten(
    text
      .slice(0, LONGEST_TEXT)
      .normalize('NFKD')
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '_')
      .replaceAll(/^[_0-9]+|_+$/g, ''),
    text,
  );
}

const LONGEST_TEXT = 1000;
/** Characters of a name: a file system takes 255 bytes, with a suffix and what a temporary file adds. */
const LONGEST_NAME = 100;

/** Two long texts that begin alike get two names. */
function shorten(name: string, text: string): string {
  if (name.length <= LONGEST_NAME) return name;
  return `${name.slice(0, LONGEST_NAME - 9).replace(/_+$/, '')}_${shortHash([text], 8)}`;
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
