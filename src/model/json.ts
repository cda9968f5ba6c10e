export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** A JSON Schema 2020-12. The loader makes every `$ref` absolute. */
export type JsonSchema = JsonObject | boolean;

/** A JSON pointer (RFC 6901), empty for the whole document. */
export type JsonPointer = string;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
