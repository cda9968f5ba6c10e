import type { Json } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';

/** What a reference of the language may look like once a run resolves it: lengths and letters are right. */
const LIKENESSES: readonly (readonly [RegExp, (part: string) => string])[] = [
  [/\$\{run\.id\}/g, () => 'parity-k3v9x2-1f4e7a'],
  [/\$\{uuid(?:\.[^}]+)?\}/g, () => '7c9e6679-7425-40de-944b-e07fc1f90ae7'],
  [/\$\{ulid(?:\.[^}]+)?\}/g, () => '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
  [/\$\{now(?:[+-][^}]+)?\}/g, () => '2030-01-02T03:04:05.678Z'],
  [/\$\{text:(\d+)\}/g, (length) => 'x'.repeat(Number(length))],
];

/** A value with each reference replaced by what it may look like, so that it can be held against a schema. */
export function likenessOf(value: Json): Json {
  if (typeof value === 'string') return likenessOfText(value);
  if (Array.isArray(value)) return value.map(likenessOf);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, likenessOf(member)]));
}

export function likenessOfText(text: string): string {
  return LIKENESSES.reduce(
    (current, [pattern, likeness]) => current.replaceAll(pattern, (_whole, part: unknown) => likeness(String(part))),
    text,
  );
}

/** The same value for another call of the same scenario: what is unique to the run becomes unique to the prefix too. */
export function withPrefix(value: Json, prefix: string): Json {
  if (prefix === '') return value;
  if (typeof value === 'string') {
    return value
      .replaceAll('${run.id}', `\${run.id}-${prefix.replaceAll(/[^a-z0-9]/g, '') || 'x'}`)
      .replaceAll(/\$\{(uuid|ulid)(?:\.([^}]+))?\}/g, (_whole, kind, label = '') => `\${${kind}.${prefix}${label}}`);
  }
  if (Array.isArray(value)) return value.map((item: Json) => withPrefix(item, prefix));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withPrefix(member, prefix)]));
}
