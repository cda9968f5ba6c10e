/** Where results are stored: a `Map`, or a `WeakMap` for short-lived keys. */
interface Memory<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

/** Memoises a function. Without an explicit memory, keys must be objects and results live as long as their keys. */
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
