/** Where the results of a function are stored: a `Map`, or a `WeakMap` for keys that do not live long. */
interface Memory<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

/**
 * Returns a function that stores its results and does not compute them twice. Without an explicit memory, arguments
 * must be objects, and results are kept as long as their arguments.
 */
export function remember<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value;
export function remember<Key, Value>(make: (key: Key) => Value, memory: Memory<Key, Value>): (key: Key) => Value;
export function remember<Key extends object, Value>(
  make: (key: Key) => Value,
  memory: Memory<Key, Value> = new WeakMap<Key, Value>(),
): (key: Key) => Value {
  return (key) => {
    const known = memory.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    memory.set(key, value);
    return value;
  };
}

/**
 * Returns a function like `remember` that keeps only the results of the last few arguments, because its results are
 * large.
 */
export function rememberLast<Key, Value>(make: (key: Key) => Value, most: number): (key: Key) => Value {
  const memory = new Map<Key, Value>();
  return (key) => {
    const value = memory.get(key) ?? make(key);
    memory.delete(key);
    memory.set(key, value);
    for (const oldest of memory.keys()) if (memory.size > most) memory.delete(oldest);
    return value;
  };
}
