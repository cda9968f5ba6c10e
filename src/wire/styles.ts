import { writeJson } from '../lib/json-text.ts';
import { percentEncode } from '../lib/percent.ts';
import type { BooleanStyle, Field, Serialization } from '../model/contract.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { objectMembers } from '../schema/members.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import { schemaTypes } from '../schema/schema-types.ts';

export type Pair = readonly [name: string, text: string];

export const BOOLEAN_TEXTS = {
  'true-false': ['true', 'false'],
  '1-0': ['1', '0'],
  'yes-no': ['yes', 'no'],
  'True-False': ['True', 'False'],
} as const satisfies Record<BooleanStyle, readonly [string, string]>;

export const SEPARATORS: { readonly [style in Serialization['style']]?: string } = {
  form: ',',
  simple: ',',
  spaceDelimited: ' ',
  pipeDelimited: '|',
};

/** Serialises a query, form or cookie value. An empty list with the style `form` and `explode` gives no pairs. */
export function writePairs(field: Field, name: string, value: Json, schemas: SchemaRegistry): readonly Pair[] {
  const { style, explode } = field.serialization;
  const text = textWriter(field);
  if (!isContainer(value) || style === 'json') return [[name, text(value)]];
  if (isNested(field, value)) return nestedPairs(name, value, { style, text });
  if (Array.isArray(value)) {
    const items = value.map(text);
    return style === 'form' && explode ? items.map((item) => [name, item]) : [[name, items.join(SEPARATORS[style])]];
  }
  // A scenario may give an object to a text field. The object is then sent as JSON text.
  if (!admitsObject(field, schemas)) return [[name, text(value)]];
  const members = Object.entries(value).map(([key, member]): Pair => [key, text(member)]);
  return explode ? members : [[name, members.flat().join(SEPARATORS[style])]];
}

function isNested({ serialization: { style }, place }: Field, value: Json): boolean {
  if (style === 'deepObject' || style === 'brackets' || style === 'indexed') return true;
  if (place.location !== 'body') return false;
  return Array.isArray(value) ? value.some(isContainer) : true;
}

/** Serialises a path parameter, percent-encoded except for the separators of the style. */
export function writeSegment(field: Field, name: string, value: Json): string {
  const { style, explode } = field.serialization;
  const text = (each: Json): string => percentEncode(textWriter(field)(each));
  const prefix = style === 'label' ? '.' : style === 'matrix' ? ';' : '';
  if (!isContainer(value) || style === 'json') return prefix + (style === 'matrix' ? `${name}=` : '') + text(value);
  const exploded = style === 'label' ? '.' : style === 'matrix' ? ';' : ',';
  if (Array.isArray(value)) {
    const items = value.map(text);
    if (style === 'matrix')
      return explode ? items.map((item) => `;${name}=${item}`).join('') : `;${name}=${items.join(',')}`;
    return prefix + items.join(explode ? exploded : ',');
  }
  const members = Object.entries(value).map(([key, member]) => [percentEncode(key), text(member)]);
  if (explode) return prefix + members.map(([key, member]) => `${key}=${member}`).join(exploded);
  return prefix + (style === 'matrix' ? `${name}=` : '') + members.flat().join(',');
}

export function writeHeader(field: Field, value: Json): string {
  const { style, explode } = field.serialization;
  const text = textWriter(field);
  if (!isContainer(value) || style === 'json') return text(value);
  if (Array.isArray(value)) return value.map(text).join(',');
  return Object.entries(value)
    .map(([key, member]) => (explode ? `${key}=${text(member)}` : `${key},${text(member)}`))
    .join(',');
}

/** Writes a list or an object as JSON text, for scenarios that send a wrong type. */
export function scalarText(value: Json, style: BooleanStyle): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return BOOLEAN_TEXTS[style][value ? 0 : 1];
  return writeJson(value);
}

export function isContainer(value: Json): value is JsonObject | readonly Json[] {
  return typeof value === 'object' && value !== null;
}

function textWriter({ booleanStyle }: Field): (value: Json) => string {
  return (value) => scalarText(value, booleanStyle);
}

function admitsObject({ schema }: Field, schemas: SchemaRegistry): boolean {
  return schemaTypes(schema, schemas)?.has('object') ?? objectMembers(schema, schemas).properties.size > 0;
}

interface Nesting {
  readonly style: Serialization['style'];
  readonly text: (value: Json) => string;
}

/** Writes pairs with brackets. In the style `indexed`, or if an item is a list or an object, items are numbered: `a[0][k]=1`. */
function nestedPairs(name: string, value: Json, nesting: Nesting): readonly Pair[] {
  if (!isContainer(value)) return [[name, nesting.text(value)]];
  if (!Array.isArray(value))
    return Object.entries(value).flatMap(([key, member]) => nestedPairs(`${name}[${key}]`, member, nesting));
  const numbered = nesting.style === 'indexed' || value.some(isContainer);
  return value.flatMap((item: Json, index) => nestedPairs(numbered ? `${name}[${index}]` : `${name}[]`, item, nesting));
}
