import { mapValues } from '../../lib/map-values.ts';
import type { DriverValue } from '../../model/driver.ts';
import type { Json } from '../../model/json.ts';

/** Reduces a value to plain JSON: a datetime to its text, an enum member to its value, bytes to base64. */
export function toPlainJson(value: DriverValue): Json {
  if (Array.isArray(value)) return value.map(toPlainJson);
  if (typeof value !== 'object' || value === null) return value as Json; // safe cast: the value is a scalar
  const record = value as { readonly [key: string]: DriverValue }; // safe cast: lists are handled above
  switch (record.$type) {
    case 'datetime':
    case 'enum':
      return record.value as Json; // safe cast: the driver protocol guarantees this type
    case 'bytes':
      return record.base64 as string; // safe cast: the driver protocol guarantees this type
    case 'opaque':
      return record.text as string; // safe cast: the driver protocol guarantees this type
    case 'object':
      return membersOf(record.fields as { readonly [key: string]: DriverValue }); // safe cast: the driver protocol guarantees this type
    default:
      return membersOf(record);
  }
}

function membersOf(record: { readonly [key: string]: DriverValue }): Json {
  return mapValues(record, toPlainJson);
}
