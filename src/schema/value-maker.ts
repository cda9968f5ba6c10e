import type { Json, JsonSchema } from '../model/json.ts';
import type { Alternative } from './alternatives.ts';
import type { SchemaRegistry } from './resolve-ref.ts';
import type { Shape } from './shape.ts';

export interface ValuePlace {
  /** Keys from the whole value. */
  readonly path: readonly string[];
  /** Position in the list around it. */
  readonly index: number;
}

/** What differs between values for a request and values for a recorded response. */
export interface ValueMaker {
  readonly schemas: SchemaRegistry;
  /** Give optional members too. */
  readonly full: boolean;
  /** Leave out the optional members of objects that say what they require. */
  readonly sparse?: boolean;
  /** Start with the branch that is null. */
  readonly nullFirst?: boolean;
  /** Give a member that is not declared where the schema takes any. */
  readonly others?: boolean;
  /** Items of a list that may have any number. */
  readonly items: number;
  /** How often a schema may stand inside itself, optional members included. */
  readonly rounds: number;
  /** Start with the branch that has most members, instead of the one that is declared first. */
  readonly richest: boolean;
  /** The types to try, in order. */
  readonly types: (shape: Shape) => readonly string[];
  /** Values that the schema itself names, in the order to try them; undefined when it names none. */
  readonly given: (shape: Shape, place: ValuePlace) => readonly Json[] | undefined;
  readonly text: (shape: Shape, place: ValuePlace) => string | undefined;
  readonly number: (shape: Shape, whole: boolean) => number | bigint | undefined;
  readonly boolean: (shape: Shape) => boolean;
  /** For a member that the schema does not name. */
  readonly otherName: string;
  /** Members that the profile does not have. */
  readonly isLeftOut: (schema: JsonSchema) => boolean;
  /** A value that may be wrong is better than none. */
  readonly loose: boolean;
  /** The value as a validator may look at it. */
  readonly likeness: (value: Json) => Json;
}

/** One value that is being made. */
export interface Making {
  readonly maker: ValueMaker;
  readonly make: (schema: JsonSchema, place: ValuePlace) => Json | undefined;
  /** Whether a value of one alternative is a value of the whole schema. */
  readonly isRight: (alternative: Alternative, value: Json, schema: JsonSchema) => boolean;
  /** Whether optional members are still given: not in a value that is large already. */
  readonly isFull: () => boolean;
}
