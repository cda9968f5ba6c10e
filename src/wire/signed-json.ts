/** Writes JSON as Python's `json.dumps(…, sort_keys=True)` does, with the original spelling of numbers such as `1e-07`. */
export function sortedJson(text: string): string | undefined {
  try {
    return print(JSON.parse(text.replace(TOKEN, markNumber)));
  } catch {
    return undefined;
  }
}

/** Also matches whole strings. Otherwise digits inside a string would count as a number. */
const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|-?\d[\d.eE+-]*/g;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Puts the mark `s` before strings and `n` before numbers. In this form, numbers can be kept as strings. */
function markNumber(token: string): string {
  if (token.startsWith('"')) return `"s${token.slice(1)}`;
  return NUMBER.test(token) ? `"n${token}"` : token;
}

function print(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(print).join(', ')}]`;
  if (typeof value === 'string') return value.startsWith('n') ? value.slice(1) : ascii(JSON.stringify(value.slice(1)));
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value)
    .map(([key, member]) => [key.slice(1), member] as const) // removes the mark `s`, with which every key starts
    .sort(([a], [b]) => byCodePoint(a, b));
  return `{${members.map(([key, member]) => `${ascii(JSON.stringify(key))}: ${print(member)}`).join(', ')}}`;
}

function ascii(quoted: string): string {
  return quoted.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Compares texts by code point: `ﬁ` comes before `😀`. In JavaScript's own order, `😀` comes first. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (const [index, character] of left.entries()) {
    const difference = (character.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? -1);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
