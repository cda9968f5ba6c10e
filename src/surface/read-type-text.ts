import type { TypeHint } from '../model/driver.ts';
import type { Json } from '../model/json.ts';

/** Parses a type as people and languages write it: `Optional[List[str]]`, `string[] | null`, `str or datetime`, `Liste`. */
export function readTypeText(text: string, aliases: ReadonlyMap<string, string> = new Map(), depth = 0): TypeHint {
  const bare = text
    .trim()
    .replace(/^["']([A-Za-z_][\w.]*\[[\w.[\], ]*)["']$/, '$1')
    .replace(/^readonly\s+/, '');
  const choices = splitTop(bare, /^(\||\bor\b|\boder\b|\bou\b|\bo\b)/);
  if (depth > 8 || bare === '') return { kind: 'any' };
  if (choices.length > 1) return union(choices.map((choice) => readTypeText(choice, aliases, depth + 1)));
  const literal = literalOf(bare);
  if (literal !== undefined) return { kind: 'literal', values: [literal] };
  const listed = /^(.*)\[\]$/s.exec(bare)?.[1];
  if (listed !== undefined) return { kind: 'list', of: readTypeText(unwrap(listed), aliases, depth + 1) };
  const alias = aliases.get(bare);
  if (alias !== undefined) return readTypeText(alias, aliases, depth + 1);
  const generic = /^([\w.]+)\s*[[<](.*)[\]>]$/s.exec(bare) ?? /^(array|list|map)\s+(?:of|von|de)\s+(.*)$/is.exec(bare);
  if (generic !== null) return genericOf({ name: generic[1] ?? '', inner: generic[2] ?? '' }, aliases, depth + 1);
  return wordOf(bare);
}

function wordOf(text: string): TypeHint {
  const word = text.toLowerCase().split('.').at(-1) ?? '';
  if (LISTS.has(word)) return { kind: 'list', of: { kind: 'any' } };
  if (MAPS.has(word) || text.startsWith('{')) return { kind: 'map', of: { kind: 'any' } };
  return { kind: WORDS.get(word) ?? 'any' };
}

type Plain = Extract<TypeHint, { kind: 'string' }>['kind'];

const WORDS = new Map<string, Plain>(
  Object.entries({
    string: 'str string text url uri uuid zeichenkette texto cadena chaîne chaine',
    integer: 'int integer ganzzahl entero entier',
    number: 'float number double decimal zahl número numero nombre',
    boolean: 'bool boolean flag booleano booléen booleen wahrheitswert',
    null: 'none null undefined nil void nonetype',
    datetime: 'datetime date date-time timestamp zeitpunkt datum fecha',
    bytes: 'bytes uint8array buffer',
  }).flatMap(([kind, words]) => words.split(' ').map((word) => [word, kind as Plain] as const)), // safe cast: `kind` is a key of the object
);
const LISTS = new Set('list array sequence iterable tuple set readonlyarray liste lista tableau'.split(' '));
const MAPS = new Set('dict map object record mapping json objekt objeto objet'.split(' '));

function genericOf(
  { name, inner }: { readonly name: string; readonly inner: string },
  aliases: ReadonlyMap<string, string>,
  depth: number,
): TypeHint {
  const parts = splitTop(inner, /^,/);
  const hints = parts.map((part) => readTypeText(part, aliases, depth));
  const [first = { kind: 'any' } as const] = hints;
  const word = name.toLowerCase().split('.').at(-1) ?? '';
  if (word === 'optional') return union([first, { kind: 'null' }]);
  if (word === 'union') return union(hints);
  if (word === 'literal') {
    return { kind: 'literal', values: parts.flatMap((part) => literalOf(part.trim()) ?? []) };
  }
  if (LISTS.has(word)) return { kind: 'list', of: first };
  if (MAPS.has(word)) return { kind: 'map', of: hints[1] ?? { kind: 'any' } };
  return ['annotated', 'promise', 'awaitable', 'required', 'notrequired', 'partial'].includes(word)
    ? first
    : { kind: 'any' };
}

function union(hints: readonly TypeHint[]): TypeHint {
  const [only] = hints;
  return hints.length === 1 && only !== undefined ? only : { kind: 'union', of: hints };
}

function literalOf(text: string): Json | undefined {
  const quoted = /^(["'])(.*)\1$/s.exec(text)?.[2];
  if (quoted !== undefined) return quoted;
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return text === 'true' || text === 'True' ? true : text === 'false' || text === 'False' ? false : undefined;
}

function unwrap(text: string): string {
  return text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1) : text;
}

function splitTop(text: string, separator: RegExp): readonly string[] {
  const parts: string[] = [];
  let [depth, from, quote] = [0, 0, ''];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if ('[(<{'.includes(character)) depth++;
    else if ('])>}'.includes(character)) depth--;
    else if (depth === 0) {
      const found =
        /\w/.test(text.charAt(at - 1)) && /\w/.test(character) ? null : separator.exec(text.slice(at, at + 6));
      if (found === null) continue;
      parts.push(text.slice(from, at));
      from = at + found[0].length;
      at = from - 1;
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter((part) => part !== '');
}
