export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** A JSON Schema 2020-12. After loading, `$ref`s are absolute ids of the workspace's schema registry. */
export type JsonSchema = JsonObject | boolean;

/** RFC 6901. The empty string addresses the whole document. */
export type JsonPointer = string;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
