import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';

/**
 * A discriminator in JSON Schema's own words: each alternative also says which values of the property choose it, so that
 * exactly one of them fits. `made` has its references resolved, `source` stands as in the document.
 */
export function readDiscriminator(made: JsonObject, source: JsonObject, refId: (ref: string) => string): JsonObject {
  const { discriminator } = source;
  const name = isJsonObject(discriminator) ? discriminator.propertyName : undefined;
  if (!isJsonObject(discriminator) || typeof name !== 'string') return made;
  const { discriminator: _, ...rest } = made;
  const key = (['oneOf', 'anyOf'] as const).find((each) => Array.isArray(source[each]));
  // Schemas that extend this one have members of their own.
  if (key === undefined) return { ...rest, additionalProperties: rest.additionalProperties ?? true };
  const mapping = Object.entries(isJsonObject(discriminator.mapping) ? discriminator.mapping : {});
  const named = mapping.map(([value, ref]) => ({ value, id: refId(String(ref)) }));
  const branches = listOf(made[key]).map((branch, index) => {
    const ref = isJsonObject(branch) ? branch.$ref : undefined;
    if (typeof ref !== 'string') return branch;
    const stated = named.filter(({ id }) => id === ref).map(({ value }) => value);
    const values = stated.length > 0 ? stated : [lastName(listOf(source[key])[index])];
    return { allOf: [branch, { required: [name], properties: { [name]: { enum: values } } }] };
  });
  const { anyOf: __, ...others } = rest;
  return { ...others, oneOf: branches };
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** Without a mapping, the name of the schema is the value. */
function lastName(branch: Json | undefined): string {
  const ref = isJsonObject(branch) ? String(branch.$ref ?? '') : '';
  return ref.slice(ref.lastIndexOf('/') + 1);
}
