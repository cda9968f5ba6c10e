/** Where values are kept by key: a `Map`, or a `WeakMap` for keys that come and go. */
interface Memory<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

/** The same function, which works out the value of a key once. Without a memory keys are objects, kept as long as they live. */
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
