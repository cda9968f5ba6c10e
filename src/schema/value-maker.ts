import type { Json, JsonSchema } from '../model/json.ts';
import type { Alternative } from './alternatives.ts';
import type { SchemaRegistry } from './resolve-ref.ts';
import type { Shape } from './shape.ts';

export interface ValuePlace {
  /** Keys from the root of the value to this position. */
  readonly path: readonly string[];
  /** Position in the list that contains the value. */
  readonly index: number;
}

/** How values for a request differ from values for a response of the recorder. */
export interface ValueMaker {
  readonly schemas: SchemaRegistry;
  /** Includes optional members. */
  readonly full: boolean;
  /** Returns true for optional members that are left out of objects with `required`. The members are given by their paths from the root. */
  readonly isSparse?: (path: readonly string[]) => boolean;
  /** Start with the null branch. */
  readonly nullFirst?: boolean;
  /** Add an undeclared member if the schema allows any. */
  readonly others?: boolean;
  /** Number of items in a list whose length the schema does not limit. */
  readonly items: number;
  /** How many times a recursive schema may contain itself, optional members included. */
  readonly rounds: number;
  /** Start with the branch that has the most members, and not with the first branch. */
  readonly richest: boolean;
  /** Returns the types to try, in order. */
  readonly types: (shape: Shape) => readonly string[];
  /**
   * Returns the values that the schema itself provides, in the order in which to try them. Returns undefined if the schema
   * provides none.
   */
  readonly given: (shape: Shape, place: ValuePlace) => readonly Json[] | undefined;
  readonly text: (shape: Shape, place: ValuePlace) => string | undefined;
  readonly number: (shape: Shape, whole: boolean) => number | bigint | undefined;
  readonly boolean: (shape: Shape) => boolean;
  /** Returns the name for an undeclared member. */
  readonly otherName: string;
  /** Returns true for members that the profile does not have. */
  readonly isLeftOut: (schema: JsonSchema) => boolean;
  /** If true, a value that may be invalid is better than no value. */
  readonly loose: boolean;
  /** Converts the value to a form that can be validated. */
  readonly likeness: (value: Json) => Json;
}

/** The state while one value is being made. */
export interface Making {
  readonly maker: ValueMaker;
  readonly make: (schema: JsonSchema, place: ValuePlace) => Json | undefined;
  /** Returns true if a value that was made for one alternative fulfils the whole schema. */
  readonly isRight: (alternative: Alternative, value: Json, schema: JsonSchema) => boolean;
  /** Returns true as long as optional members are added. A value that is already large gets no more optional members. */
  readonly isFull: () => boolean;
}
