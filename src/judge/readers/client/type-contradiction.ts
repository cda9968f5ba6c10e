import { isDeepStrictEqual } from 'node:util';
import { jsonTypeOf, previewValue } from '../../../lib/preview-value.ts';
import type { ArgumentReading, Landing } from '../../../model/client-surface.ts';
import type { TypeHint } from '../../../model/driver.ts';
import { isJsonObject, type Json, type JsonSchema } from '../../../model/json.ts';
import { itemSchema, possibleShapes, schemaTypes } from '../../../schema/schema-types.ts';
import { allowedValues } from '../../../schema/shape.ts';
import type { Judge } from '../../judge.ts';
import type { FieldTarget } from './targets.ts';

export interface ContradictionContext {
  readonly judge: Judge;
  readonly driver: string;
}

/** Returns the type in the contract and the type in the client, if no value has both types. */
export function typeContradiction(
  { parameter }: Pick<ArgumentReading, 'parameter'>,
  { schema }: Pick<FieldTarget, 'schema'>,
  { judge, driver }: ContradictionContext,
): { readonly expected: string; readonly observed: string } | undefined {
  // The arguments of a command are always text, so only the request shows how they are converted.
  const isText = driver === 'command' && ['string', 'list', 'json', 'any'].includes(parameter.type.kind);
  if (isText || parameter.inferred === true) return undefined;
  const expected = contradicts(parameter.type, schema, judge);
  if (expected === undefined || namesEach(parameter, schema, judge)) return undefined;
  return { expected, observed: declaredType(parameter) };
}

/** Returns true if the texts in the client's type are exactly the values that the server accepts. */
function namesEach({ declared = '' }: ArgumentReading['parameter'], schema: JsonSchema, judge: Judge): boolean {
  const named = [...declared.matchAll(/(["'])(.*?)\1/g)].map(([, , value]) => value);
  const allowed = enumOf(schema, judge)?.filter((value) => value !== null) ?? [];
  return named.length > 0 && isDeepStrictEqual(new Set(named), new Set(allowed));
}

/** Returns true if the client converts the value to an allowed type, for example a decimal to text. */
export function isConverted(
  { given, sent, place, encoded, textual }: Landing,
  { schema }: Pick<FieldTarget, 'schema'>,
  { schemas }: Judge,
): boolean {
  const types = schemaTypes(schema, schemas);
  if (types === null || encoded === true) return types?.has('string') === true;
  const isText = place.location !== 'body' || textual === true;
  if (isJsonObject(given)) {
    if (given.$type !== 'datetime') return false;
    return isText ? isNumeric(sent) && (types.has('integer') || types.has('number')) : types.has(jsonTypeOf(sent));
  }
  if (Array.isArray(given)) return typeof sent === 'string' && types.has('string') && !sent.startsWith('[');
  return !isText && jsonTypeOf(sent) !== jsonTypeOf(given) && types.has(jsonTypeOf(sent));
}

function isNumeric(sent: Json): boolean {
  return typeof sent === 'string' && /^\d+(?:\.\d+)?$/.test(sent);
}

/** Adds the values of an enumeration to its name: `Color, which is "red" | "blue"`. */
function declaredType({ declared, type }: ArgumentReading['parameter']): string {
  if (declared === undefined) return type.kind;
  const choices = type.kind === 'union' ? type.of : [type];
  const values = choices.flatMap((choice) => (choice.kind === 'literal' ? choice.values : []));
  if (values.length === 0 || values.some((value) => declared.includes(String(value)))) return declared;
  return `${declared}, which is ${values.map((value) => previewValue(value, 40)).join(' | ')}`;
}

/** Returns the contract's type if it allows no value of the client's type. */
function contradicts(hint: TypeHint, schema: JsonSchema, judge: Judge): string | undefined {
  switch (hint.kind) {
    case 'any':
    case 'json':
    case 'null':
      return undefined;
    case 'union': {
      const sides = hint.of.filter(({ kind }) => kind !== 'null').map((choice) => contradicts(choice, schema, judge));
      return sides.length > 0 && sides.every((side) => side !== undefined) ? sides[0] : undefined;
    }
    case 'literal':
      return contradictsEnum(hint.values, schema, judge);
    case 'list': {
      const items = itemSchema(schema, judge.schemas);
      const inside = contradicts(hint.of, items, judge);
      return disjoint(['array'], schema, judge) ?? (inside === undefined ? undefined : `list of ${inside}`);
    }
    default:
      return disjoint(JSON_TYPES[hint.kind], schema, judge);
  }
}

const JSON_TYPES = {
  string: ['string'],
  datetime: ['string'],
  bytes: ['string'],
  integer: ['integer', 'number'],
  number: ['number', 'integer'],
  boolean: ['boolean'],
  map: ['object'],
  object: ['object'],
} as const;

function disjoint(types: readonly string[], schema: JsonSchema, judge: Judge): string | undefined {
  const wanted = schemaTypes(schema, judge.schemas);
  if (wanted === null || types.some((type) => wanted.has(type))) return undefined;
  const shown = [...wanted].filter((type) => type !== 'null');
  return shown.length === 0 ? undefined : shown.map(named).join(' or ');
}

function named(type: string): string {
  return type === 'array' ? 'list' : type;
}

function contradictsEnum(values: readonly Json[], schema: JsonSchema, judge: Judge): string | undefined {
  const allowed = enumOf(schema, judge)?.filter((value) => value !== null);
  const own = values.filter((value) => value !== null);
  if (allowed === undefined) {
    return disjoint([...new Set(own.flatMap((value) => JSON_TYPES_OF[typeof value] ?? []))], schema, judge);
  }
  const same = own.every((value) => allowed.includes(value)) && allowed.every((value) => own.includes(value));
  return same ? undefined : `one of ${allowed.map((value) => previewValue(value, 40)).join(', ')}`;
}

const JSON_TYPES_OF: { readonly [type: string]: readonly string[] } = {
  string: ['string'],
  number: ['number', 'integer'],
  boolean: ['boolean'],
  object: ['object', 'array'],
};

function enumOf(schema: JsonSchema, { schemas }: Judge): readonly Json[] | undefined {
  const shapes = possibleShapes(schema, schemas).filter(({ types }) => types === undefined || types.size > 0);
  const allowed = shapes.map(allowedValues);
  return allowed.includes(undefined) ? undefined : allowed.flatMap((values) => values ?? []);
}
