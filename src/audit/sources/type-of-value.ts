import { jsonTypeOf } from '../../lib/preview-value.ts';

/** Returns null for null, because null does not show the type of a field. */
export function typeOfValue(value: unknown): string | null {
  const type = jsonTypeOf(value);
  if (type === 'null' || type === 'nothing') return null;
  return type === 'array' ? 'list' : type;
}
