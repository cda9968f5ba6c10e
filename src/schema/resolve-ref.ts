import { readPointer } from '../lib/json-pointer.ts';
import { percentDecode } from '../lib/percent.ts';
import type { JsonSchema } from '../model/json.ts';
import { isSchema } from './keywords.ts';

export type SchemaRegistry = ReadonlyMap<string, JsonSchema>;

/** Resolves an absolute `$ref` of the form `id` or `id#/pointer`. */
export function resolveRef(ref: string, schemas: SchemaRegistry): JsonSchema | undefined {
  const whole = schemas.get(ref);
  if (whole !== undefined) return whole;
  const hash = ref.indexOf('#');
  if (hash === -1) return undefined;
  const base = schemas.get(ref.slice(0, hash)) ?? schemas.get(ref.slice(0, hash + 1));
  const found = base === undefined ? undefined : readPointer(base, percentDecode(ref.slice(hash + 1)));
  return isSchema(found) ? found : undefined;
}
