import type { Json, JsonSchema } from '../model/json.ts';
import type { Alternative } from './alternatives.ts';
import type { SchemaRegistry } from './resolve-ref.ts';
import type { Shape } from './shape.ts';

export interface ValuePlace {
  readonly path: readonly string[];
  readonly index: number;
}

/** How values for a request differ from values for a response of the recorder. */
export interface ValueMaker {
  readonly schemas: SchemaRegistry;
  /** True: include optional members. */
  readonly full: boolean;
  /** Returns true for the path of an optional member that is left out. Objects without `required` keep all members. */
  readonly isSparse?: (path: readonly string[]) => boolean;
  /** True: start with the null branch. */
  readonly nullFirst?: boolean;
  /** True: add an undeclared member if the schema allows one. */
  readonly others?: boolean;
  /** Number of items in a list whose length the schema does not limit. */
  readonly items: number;
  /** How many times a recursive schema may contain itself. */
  readonly rounds: number;
  /** True: start with the branch that has the most members. False: start with the first branch. */
  readonly richest: boolean;
  readonly types: (shape: Shape) => readonly string[];
  /** Returns the values that the schema lists, the preferred ones first. */
  readonly given: (shape: Shape, place: ValuePlace) => readonly Json[] | undefined;
  readonly text: (shape: Shape, place: ValuePlace) => string | undefined;
  readonly number: (shape: Shape, whole: boolean) => number | bigint | undefined;
  readonly boolean: (shape: Shape) => boolean;
  /** The name of an added undeclared member. */
  readonly otherName: string;
  /** Returns true for a member that the profile does not have. */
  readonly isLeftOut: (schema: JsonSchema) => boolean;
  /** If true, a value that may be invalid is better than no value. */
  readonly loose: boolean;
  /** Converts the value so that it can be validated. */
  readonly likeness: (value: Json) => Json;
}

/** The state while one value is being made. */
export interface Making {
  readonly maker: ValueMaker;
  readonly make: (schema: JsonSchema, place: ValuePlace) => Json | undefined;
  /** Returns true if a value that was made for one alternative fulfils the whole schema. */
  readonly isRight: (alternative: Alternative, value: Json, schema: JsonSchema) => boolean;
  /** Returns true as long as optional members are added. A value that is already large gets no more. */
  readonly isFull: () => boolean;
}
