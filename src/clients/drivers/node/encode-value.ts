import type { DriverValue } from '../../../model/driver.ts';
import { ownPrototypes } from './language-classes.ts';

const MAX_DEPTH = 12;
/** Maximum number of values in one reply. Some objects create new objects whenever they are read. */
const MAX_VALUES = 10_000;
const MAX_TEXT = 4_000_000;
const LONGEST_TEXT = 1_000_000;

type NameClass = (type: CallableFunction) => string;

/** Encodes a value without throwing: a value that cannot be read becomes `opaque`. */
export function encodeValue(value: unknown, nameClass: NameClass, maxDepth = MAX_DEPTH): DriverValue {
  return encode(value, { nameClass, maxDepth, within: [], left: { count: MAX_VALUES, text: MAX_TEXT } });
}

interface Context {
  readonly nameClass: NameClass;
  readonly maxDepth: number;
  readonly within: readonly object[];
  readonly left: { count: number; text: number };
}

function encode(value: unknown, context: Context): DriverValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return encodeText(value, context);
  if (typeof value === 'boolean' || typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : opaque('Number', String(value));
  if (typeof value === 'symbol') return opaque('Symbol', String(value));
  if (typeof value === 'function') return opaque('Function', value.name || 'anonymous');
  if (context.within.includes(value)) return opaque(classOf(value, context), '[cycle]');
  if (context.within.length >= context.maxDepth) return bounded(classOf(value, context), 'nested too deeply');
  if (--context.left.count < 0) return bounded(classOf(value, context), 'too large');
  try {
    return encodeObject(value, { ...context, within: [...context.within, value] });
  } catch (error) {
    return opaque(classOf(value, context), `[cannot be read: ${String(error)}]`);
  }
}

function encodeText(text: string, { left }: Context): DriverValue {
  left.text -= text.length;
  if (text.length <= LONGEST_TEXT && left.text >= 0) return text;
  return bounded('String', `${text.slice(0, 200)}… (${text.length} characters)`);
}

function encodeObject(value: object, context: Context): DriverValue {
  if (value instanceof Date) {
    return Number.isNaN(value.getTime())
      ? opaque('Date', 'Invalid Date')
      : { $type: 'datetime', value: value.toISOString() };
  }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return encodeBytes(value, context);
  if (Array.isArray(value) || value instanceof Set) return [...value].map((item) => encode(item, context));
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, member]) => [String(key), encode(member, context)]));
  }
  const isPlain = [Object.prototype, null].includes(Object.getPrototypeOf(value));
  if (isPlain && !Object.hasOwn(value, '$type')) return encodeMembers(value, Object.keys(value), context);
  const names = attributeNames(value);
  // An object without public members may have a method `toJSON`. Callers then read the object through this method.
  if (names.length === 0 && !isPlain) {
    const toJson: unknown = Reflect.get(value, 'toJSON');
    if (typeof toJson !== 'function') return opaque(classOf(value, context), '[no public members]');
    return encode(Reflect.apply(toJson, value, []), context);
  }
  // An object of Node, such as an `IncomingMessage`, is not data of the API.
  if (!isPlain && !(value instanceof Error) && ownPrototypes(value).length === 0)
    return opaque(classOf(value, context), '[an object of the runtime]');
  const fields = encodeMembers(value, names, context);
  return { $type: 'object', class: classOf(value, context), fields };
}

export function attributeNames(value: object): readonly string[] {
  const own = value instanceof Error ? Object.getOwnPropertyNames(value) : Object.keys(value);
  const getters = ownPrototypes(value).flatMap((prototype) =>
    Object.entries(Object.getOwnPropertyDescriptors(prototype))
      .filter(([, descriptor]) => descriptor.get !== undefined)
      .map(([name]) => name),
  );
  const isHidden = (name: string) => name.startsWith('_') || (name === 'stack' && value instanceof Error);
  return [...new Set([...own, ...getters])].filter((name) => !isHidden(name));
}

export function readAttribute(value: object, name: string): unknown {
  try {
    const member: unknown = Reflect.get(value, name);
    return member;
  } catch (error) {
    return `[cannot be read: ${String(error)}]`;
  }
}

function encodeMembers(value: object, names: readonly string[], context: Context): { [name: string]: DriverValue } {
  return Object.fromEntries(names.map((name) => [name, encode(readAttribute(value, name), context)]));
}

/** Each byte counts as one character towards the maximum length. */
function encodeBytes(value: ArrayBuffer | ArrayBufferView, { left }: Context): DriverValue {
  left.text -= value.byteLength;
  if (value.byteLength > LONGEST_TEXT || left.text < 0) return bounded('Uint8Array', `${value.byteLength} bytes`);
  return { $type: 'bytes', base64: toBase64(value) };
}

function toBase64(value: ArrayBuffer | ArrayBufferView): string {
  const bytes =
    value instanceof ArrayBuffer ? Buffer.from(value) : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return bytes.toString('base64');
}

function classOf(value: object, context: Context): string {
  const type: unknown = Reflect.get(value, 'constructor');
  return typeof type === 'function' ? context.nameClass(type) : 'Object';
}

function opaque(name: string, text: string): DriverValue {
  return { $type: 'opaque', class: name, text };
}

function bounded(name: string, text: string): DriverValue {
  return { $type: 'opaque', class: name, text, bounded: true };
}
