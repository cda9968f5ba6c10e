export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** A JSON Schema 2020-12. In loaded contracts, each `$ref` is an absolute id. */
export type JsonSchema = JsonObject | boolean;

/** A JSON pointer (RFC 6901). The empty string is the whole document. */
export type JsonPointer = string;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
