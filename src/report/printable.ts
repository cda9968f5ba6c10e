/** Control characters, line separators, direction changes, and halves of surrogate pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\ufeff\ufffe\uffff]/gu;

/** Most texts: nothing to do. */
const PLAIN = /^(?:[!-~](?:[ -~]*[!-~])?)?$/;

/**
 * One line of text that no terminal, log or XML reader takes for an instruction. Line breaks become a space, other
 * controls are written out (`\x1b`), so that a person still sees that they were there.
 */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(/[\r\n]+\s*/g, ' ')
    .trim()
    .replace(UNPRINTABLE, writeOut);
}

/** The same for every string of a value, however deep: nothing raw reaches a renderer. Several ask for the same verdict. */
export function printableDeep<T extends object>(value: T): T {
  const known = mapped.get(value) ?? mapStrings(value);
  mapped.set(value, known);
  return known as T; // the shape is kept; only strings change
}

const mapped = new WeakMap<object, unknown>();

/**
 * The GitHub runner takes a line for a command when `::` is its first text (indentation does not help), or when
 * `##[` stands anywhere in it. Neither survives here; escape sequences of our own colours may come first.
 */
export function withoutCommands(output: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours that we wrote ourselves
  return output.replaceAll('##[', '## [').replace(/^((?:[^\S\n]|\x1b\[\d+m)*)::/gm, '$1: :');
}

/** What needs no change is handed back as it is: a verdict of many steps is not copied. */
function mapStrings(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (isPrintable(value)) return value;
  if (Array.isArray(value)) return value.map(mapStrings);
  return Object.fromEntries(
    Object.entries(value as object).map(([key, member]) => [printable(key), mapStrings(member)]),
  ); // no scalar: those are printable
}

function isPrintable(value: unknown): boolean {
  if (typeof value === 'string') return printable(value) === value;
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isPrintable);
  // what was read or made here inherits nothing
  for (const key in value) if (!isPrintable(key) || !isPrintable(value[key as keyof typeof value])) return false;
  return true;
}

function writeOut(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === '\t') return '\\t';
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
