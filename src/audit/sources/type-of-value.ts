import { jsonTypeOf } from '../../lib/preview-value.ts';

/** Returns the type of a value, with `list` for an array. Returns null for null, because null does not show a type. */
export function typeOfValue(value: unknown): string | null {
  const type = jsonTypeOf(value);
  if (type === 'null' || type === 'nothing') return null;
  return type === 'array' ? 'list' : type;
}
