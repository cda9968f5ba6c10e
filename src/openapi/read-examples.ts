import { isJsonObject, type JsonObject, type JsonSchema } from '../model/json.ts';
import { exampleValues } from './tidy-schema.ts';

/** Adds the examples that a parameter or a media type states outside its schema. */
export function withExamples(schema: JsonSchema, { example, examples }: JsonObject): JsonSchema {
  const stated = example !== undefined ? [example] : isJsonObject(examples) ? exampleValues(examples) : [];
  if (stated.length === 0 || schema === false) return schema;
  const own = isJsonObject(schema) ? schema : {};
  return own.examples === undefined ? { ...own, examples: stated } : own;
}
