import type { Field } from '../../model/contract.ts';
import { isJsonObject, type Json } from '../../model/json.ts';

/**
 * Returns the value that a read must return after a value was written. A date-time may be written in another way, but
 * must be the same instant.
 */
export function expectedValue(field: Field, value: Json): Json {
  if (field.fields.length > 0 && isJsonObject(value)) {
    const members = Object.entries(value).map(([key, member]): [string, Json] => {
      const child = field.fields.find(({ name }) => name === `${field.name}.${key}`);
      return [key, child === undefined ? member : expectedValue(child, member)];
    });
    return Object.fromEntries(members);
  }
  const isInstant = isJsonObject(field.schema) && field.schema.format === 'date-time' && typeof value === 'string';
  return isInstant ? { $gte: value, $lte: value } : value;
}
