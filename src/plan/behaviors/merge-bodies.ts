import { isJsonObject, type Json } from '../../model/json.ts';

/** Merges partial bodies into one expectation that contains all of them. */
export function mergeBodies(...bodies: readonly (Json | undefined)[]): Json | undefined {
  return bodies.reduce(
    (one, other) => (one === undefined ? other : other === undefined ? one : merge(one, other)),
    undefined,
  );
}

function merge(one: Json, other: Json): Json {
  if (!isJsonObject(one) || !isJsonObject(other)) return other;
  const shared = Object.entries(other).map(([key, value]): [string, Json] => {
    const before = one[key];
    return [key, before === undefined ? value : merge(before, value)];
  });
  return { ...one, ...Object.fromEntries(shared) };
}
