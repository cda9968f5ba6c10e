/** Formats a value as one line of JSON, shortened with `…` and safe for a terminal. */
export function previewValue(value: unknown, max = 120): string {
  if (value === undefined) return 'nothing';
  const parts: string[] = [];
  write(value, { parts, left: max + 1 });
  return previewText(parts.join(''), max);
}

/** Returns the text in one line, with unsafe characters escaped. A long text ends with `…`. */
export function previewText(text: string, max = 120): string {
  const safe = text.slice(0, max + 1).replace(UNSAFE, escapeCharacter);
  if (safe.length <= max && text.length <= max) return safe;
  const cut = safe.slice(0, max - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** Describes a value in a message about types: `string "abc"`, `list of 3`, `object {…}`, `null`, `nothing`. */
export function describeValue(value: unknown): string {
  const type = jsonTypeOf(value);
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (type === 'object') return Object.keys(value as object).length === 0 ? 'object {}' : 'object {…}'; // safe cast: `value` is an object
  if (type === 'null' || type === 'nothing') return type;
  return `${type} ${previewValue(value, 60)}`;
}

/** Returns the JSON type, `integer` for whole numbers, and `nothing` for undefined. */
export function jsonTypeOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

function escapeCharacter(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

interface Sink {
  readonly parts: string[];
  left: number;
}

function write(value: unknown, sink: Sink): void {
  if (sink.left <= 0) return;
  if (Array.isArray(value)) writeList(value, sink);
  else if (typeof value === 'object' && value !== null) writeObject(value, sink);
  else if (typeof value === 'string') put(JSON.stringify(value.slice(0, sink.left + 1)), sink);
  else put(String(value), sink);
}

function writeList(list: readonly unknown[], sink: Sink): void {
  put('[', sink);
  for (const [index, item] of list.entries()) {
    if (sink.left <= 0) return;
    if (index > 0) put(',', sink);
    write(item, sink);
  }
  put(']', sink);
}

function writeObject(object: object, sink: Sink): void {
  put('{', sink);
  for (const [index, [key, member]] of Object.entries(object).entries()) {
    if (sink.left <= 0) return;
    put(`${index > 0 ? ',' : ''}${JSON.stringify(key)}:`, sink);
    write(member, sink);
  }
  put('}', sink);
}

function put(text: string, sink: Sink): void {
  sink.parts.push(text);
  sink.left -= text.length;
}
