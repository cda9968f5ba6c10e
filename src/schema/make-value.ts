import { writeJson } from '../lib/json-text.ts';
import { jsonTypeOf } from '../lib/preview-value.ts';
import { remember } from '../lib/remember.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { type Alternative, alternatives } from './alternatives.ts';
import { makeList, makeObject } from './make-container.ts';
import { schemaParts } from './parts.ts';
import { resolveRef, type SchemaRegistry } from './resolve-ref.ts';
import { validatorOf } from './schema-validator.ts';
import { allowedValues, type Shape, shapeOf } from './shape.ts';
import type { Making, ValueMaker, ValuePlace } from './value-maker.ts';

/** Validates nested values only in a second attempt, because this is slow. */
export function makeValue(schema: JsonSchema, maker: ValueMaker, place: ValuePlace = ROOT): Json | undefined {
  const guess = tryValue({ schema, place, maker }, false);
  if (guess.value === undefined || maker.loose || !guess.isHard) return guess.value;
  return accepts(schema, guess.value, maker) ? guess.value : tryValue({ schema, place, maker }, true).value;
}

interface Request {
  readonly schema: JsonSchema;
  readonly place: ValuePlace;
  readonly maker: ValueMaker;
}

interface Attempt {
  readonly value: Json | undefined;
  /** True if the value may still be invalid, and thus must be validated. */
  readonly isHard: boolean;
}

function tryValue({ schema, place, maker }: Request, careful: boolean): Attempt {
  const around = new Map<JsonObject, number>();
  let left = MOST_VALUES;
  let isHard = false;
  const making: Making = {
    maker,
    addsOptional: () => maker.full && left > MOST_VALUES / 2,
    isRight: (alternative, value, inner) => {
      isHard ||= alternative.isHard;
      if (!careful || !alternative.isHard) return true;
      left -= VALIDATION;
      return left > 0 && accepts(inner, value, maker);
    },
    make: (inner, at) => {
      if (left-- <= 0 || at.path.length > DEEPEST) return undefined;
      const { plain, impossible } = schemaParts(inner, maker.schemas);
      const here = plain.filter(isContainer);
      if (impossible || here.some((part) => (around.get(part) ?? 0) >= maker.rounds)) return undefined;
      for (const part of here) around.set(part, (around.get(part) ?? 0) + 1);
      const value = firstFitting(inner, at, making);
      for (const part of here) around.set(part, (around.get(part) ?? 1) - 1);
      return value;
    },
  };
  return { value: making.make(schema, place), isHard };
}

const ROOT: ValuePlace = { path: [], index: 0 };
/** Maximum number of nested values in a generated value. */
const MOST_VALUES = 5000;
const DEEPEST = 30;
const VALIDATION = 10;

/** Returns true if the schema has members or items, and can thus contain itself. */
function isContainer(part: JsonObject): boolean {
  return CONTAINER_KEYS.some((key) => part[key] !== undefined);
}

const CONTAINER_KEYS = ['properties', 'items', 'additionalProperties', 'patternProperties', 'prefixItems'];

function firstFitting(schema: JsonSchema, place: ValuePlace, making: Making): Json | undefined {
  for (const alternative of alternatives(schema, making.maker)) {
    for (const value of valuesOf(alternative, place, making))
      if (making.isRight(alternative, value, schema)) return value;
  }
  return undefined;
}

function accepts(schema: JsonSchema, value: Json, { likeness, schemas }: ValueMaker): boolean {
  try {
    return (
      validatorOf(schemas).errors(isJsonObject(schema) ? flattened(schemas)(schema) : schema, likeness(value))
        .length === 0
    );
  } catch {
    return false; // a schema without an id cannot resolve a local reference
  }
}

/** Replaces nested `allOf` and `$ref` by one flat `allOf`. Thanks to this, ajv compiles each schema only once. */
const flattened = remember((schemas: SchemaRegistry) => remember((schema: JsonObject) => flatten(schema, schemas)));

function flatten(schema: JsonObject, schemas: SchemaRegistry): JsonSchema {
  const { plain, impossible } = schemaParts(schema, schemas);
  const isWhole = plain.every(({ $ref }) => typeof $ref !== 'string' || resolveRef($ref, schemas) !== undefined);
  if (plain.length === 1 || impossible || !isWhole || plain.some(dependsOnPlace)) return schema;
  return { allOf: plain.map(({ $ref: _, allOf: __, ...own }) => own) };
}

/** Returns true if a copy of the schema in a different place may mean something else, for example because of `$ref: '#/…'`. */
function dependsOnPlace(part: JsonObject): boolean {
  return /"(?:unevaluated\w+|\$dynamicRef|\$id|\$anchor)":|"\$ref":"#/.test(writeJson(part));
}

function* valuesOf({ keywords }: Alternative, place: ValuePlace, making: Making): Generator<Json> {
  const shape = shapeOf(keywords);
  const given = making.maker.given(shape, place);
  yield* given?.filter((value) => admitsType(shape, value)).slice(0, MOST_GIVEN) ?? [];
  if (given?.length === 0 || allowedValues(shape) !== undefined) return;
  for (const type of making.maker.types(shape)) {
    const value = ofType(type, { shape, place, making });
    if (value !== undefined) yield value;
  }
  if (shape.nullable && shape.types !== undefined) yield null;
}

const MOST_GIVEN = 20;

function admitsType({ types, nullable }: Shape, value: Json): boolean {
  if (value === null) return nullable;
  const type = jsonTypeOf(value);
  return types === undefined || types.has(type) || (type === 'integer' && types.has('number'));
}

interface Wanted {
  readonly shape: Shape;
  readonly place: ValuePlace;
  readonly making: Making;
}

function ofType(type: string, { shape, place, making }: Wanted): Json | undefined {
  const { maker } = making;
  switch (type) {
    case 'object':
      return makeObject(shape, place, making);
    case 'array':
      return makeList(shape, place, making);
    case 'boolean':
      return maker.boolean(shape);
    case 'integer':
    case 'number':
      return maker.number(shape, type === 'integer');
    case 'string':
      return maker.text(shape, place);
    default:
      return null;
  }
}
