import type { BooleanStyle, Field } from '../model/contract.ts';
import type { Json } from '../model/json.ts';

export const BOOLEAN_TEXTS = {
  'true-false': ['true', 'false'],
  '1-0': ['1', '0'],
  'yes-no': ['yes', 'no'],
  'True-False': ['True', 'False'],
} as const satisfies Record<BooleanStyle, readonly [string, string]>;

/** A value outside a JSON body, as `name=text` pairs in the field's styles. An empty repeated list gives none. */
export function textPairs(field: Field, name: string, value: Json): readonly (readonly [string, string])[] {
  const style = field.arrayStyle;
  if (!Array.isArray(value) || style === 'json') return [[name, scalarText(value, field.booleanStyle)]];
  const items = value.map((item: Json) => scalarText(item, field.booleanStyle));
  switch (style) {
    case 'comma':
      return [[name, items.join(',')]];
    case 'repeat':
      return items.map((item) => [name, item]);
    case 'brackets':
      return items.map((item) => [`${name}[]`, item]);
    case 'indexed':
      return items.map((item, index) => [`${name}[${index}]`, item]);
  }
}

/** One value as text; what is no scalar becomes JSON text, so that a wrong type can be sent on purpose. */
export function scalarText(value: Json, style: BooleanStyle): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return BOOLEAN_TEXTS[style][value ? 0 : 1];
  return JSON.stringify(value);
}
