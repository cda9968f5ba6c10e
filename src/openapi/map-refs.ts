import { isJsonObject, type JsonSchema } from '../model/json.ts';
import { mapSubschemas } from '../schema/keywords.ts';

export function mapRefs(
  schema: JsonSchema,
  refOf: (ref: string) => string,
  keep: (key: string) => boolean = () => true,
): JsonSchema {
  if (!isJsonObject(schema)) return schema;
  const kept = Object.fromEntries(Object.entries(schema).filter(([key]) => keep(key)));
  const mapped = mapSubschemas(kept, (inner) => mapRefs(inner, refOf, keep));
  return typeof mapped.$ref === 'string' ? { ...mapped, $ref: refOf(mapped.$ref) } : mapped;
}
