/** Matches control characters, line separators, bidirectional controls, and halves of surrogate pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\ufeff\ufffe\uffff]/gu;

/** Most texts match this fast check and need no change. */
const PLAIN = /^(?:[!-~](?:[ -~]*[!-~])?)?$/;

/** Makes a text safe for one line, with visible escapes such as `\x1b` for control characters. */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(/[\r\n]+\s*/g, ' ')
    .trim()
    .replace(UNPRINTABLE, writeOut);
}

/** Results are cached, because several reporters use the same verdict. */
export function printableDeep<T extends object>(value: T): T {
  const known = mapped.get(value) ?? mapStrings(value);
  mapped.set(value, known);
  return known as T; // safe cast: only strings change
}

const mapped = new WeakMap<object, unknown>();

/** GitHub reads a line as a command if it begins with `::` or contains `##[`. */
export function withoutCommands(output: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: matches the colours that wireparity writes
  return output.replaceAll('##[', '## [').replace(/^((?:[^\S\n]|\x1b\[\d+m)*)::/gm, '$1: :');
}

/** An unchanged value is not copied, because a verdict can be very large. */
function mapStrings(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (isPrintable(value)) return value;
  if (Array.isArray(value)) return value.map(mapStrings);
  return Object.fromEntries(
    Object.entries(value as object).map(([key, member]) => [printable(key), mapStrings(member)]),
  ); // safe cast: `value` is an object
}

function isPrintable(value: unknown): boolean {
  if (typeof value === 'string') return printable(value) === value;
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isPrintable);
  // `for … in` is safe here, because values from JSON have no inherited members.
  for (const key in value) if (!isPrintable(key) || !isPrintable(value[key as keyof typeof value])) return false;
  return true;
}

function writeOut(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === '\t') return '\\t';
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
