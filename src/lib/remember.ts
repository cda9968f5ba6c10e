/** Stores results by argument, in a `Map` or (for short-lived keys) in a `WeakMap`. */
interface Memory<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

/** Returns a function that computes the result for each argument only once. */
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

/** Like `remember`, but keeps at most `most` results, because the results are large. */
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
