import { z } from 'zod';
import { parseDuration } from '../../lib/duration.ts';
import { compilePattern } from '../../lib/pattern.ts';
import type { Json, JsonSchema } from '../../model/json.ts';

export const text = z.string();
export const pattern = text.refine((source) => compilePattern(source) !== undefined, 'must be a regular expression');
export const word = z.string().regex(/^[A-Za-z][\w-]*$/, 'must consist of letters, digits, _ and -');
export const operationId = z
  .string()
  .regex(/^[a-z][a-z0-9_-]*\.[a-z][a-z0-9_-]*$/, 'must be an operation id such as orders.create');
export const profiles = z
  .array(word)
  .min(1, 'must name at least one profile')
  .describe('This entry applies only to these profiles');
export const statusCode = z.int().min(100).max(599);
export const pointer = z.string().regex(/^(\/.*)?$/, 'must be a JSON pointer: empty, or beginning with "/"');
export const duration = z
  .string()
  .refine((value) => parseDuration(value) !== undefined, 'must be a duration such as 250ms, 10s, 5m or 2h')
  .describe('A duration such as 250ms, 10s, 5m, 2h or 1d');

/** Accepts all values that `z.json()` accepts, and also integers beyond 2^53. */
export const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.bigint(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
);
export const jsonObject = z.record(z.string(), json);

export const targetValues = z
  .record(word, json)
  .describe(
    'Assumed `values` of the target, such as the limits of a pricing plan. The entry is skipped for a target with other values',
  );

/** Accepts any JSON Schema, because `parity check` validates its details later. */
export const jsonSchema: z.ZodType<JsonSchema> = z.union([jsonObject, z.boolean()]).describe('JSON Schema 2020-12');

export function oneOrMore<T extends z.ZodType>(item: T) {
  return z.union([item, z.array(item).min(1, 'must have at least one item')]);
}

export function asList<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T]; // safe cast: TypeScript does not recognise a readonly array in Array.isArray
}
