import type { Json, JsonSchema } from '../model/json.ts';
import type { Alternative } from './alternatives.ts';
import type { SchemaRegistry } from './resolve-ref.ts';
import type { Shape } from './shape.ts';

export interface ValuePlace {
  readonly path: readonly string[];
  readonly index: number;
}

export interface ValueMaker {
  readonly schemas: SchemaRegistry;
  readonly full: boolean;
  /** Returns true if the optional member at this path is left out. */
  readonly isSparse?: (path: readonly string[]) => boolean;
  readonly nullFirst?: boolean;
  readonly others?: boolean;
  readonly items: number;
  /** How many times a recursive schema may contain itself. */
  readonly rounds: number;
  /** If true, the branch with the most members is tried first. */
  readonly richest: boolean;
  readonly types: (shape: Shape) => readonly string[];
  readonly given: (shape: Shape, place: ValuePlace) => readonly Json[] | undefined;
  readonly text: (shape: Shape, place: ValuePlace) => string | undefined;
  readonly number: (shape: Shape, whole: boolean) => number | bigint | undefined;
  readonly boolean: (shape: Shape) => boolean;
  readonly otherName: string;
  readonly isLeftOut: (schema: JsonSchema) => boolean;
  /** True if an invalid value is better than no value. */
  readonly loose: boolean;
  /** Replaces references such as `${run.id}` by plausible values, so that the value can be validated. */
  readonly likeness: (value: Json) => Json;
}

export interface Making {
  readonly maker: ValueMaker;
  readonly make: (schema: JsonSchema, place: ValuePlace) => Json | undefined;
  /** Returns true if the value, made from `alternative`, also fulfils `schema`. */
  readonly isRight: (alternative: Alternative, value: Json, schema: JsonSchema) => boolean;
  /** Returns true while the value may still get optional members. */
  readonly addsOptional: () => boolean;
}
