import { isDeepStrictEqual } from 'node:util';
import type { DriverValue, MethodDescription, Parameter, TypeHint } from '../model/driver.ts';

export interface Argument {
  /** Path of the argument: `ship_at`, or `options.shipAt` for a member of `options`. */
  readonly path: string;
  readonly keys: readonly string[];
  readonly parameter: Parameter;
  readonly required: boolean;
  /** True if the type is a union of objects and only some of these objects have the member. */
  readonly alternative: boolean;
  /** If this member is given, these required members of the same object must also be given. */
  readonly brings: readonly string[];
}

export type Values = ReadonlyMap<string, DriverValue>;

/** Returns the arguments of a method, without `options`. An object is split into its members. */
export function argumentsOf({ parameters, options = [] }: MethodDescription): readonly Argument[] {
  const all = parameters.flatMap((parameter) =>
    flatten(parameter, { keys: [], required: true, brings: [], alternative: false }),
  );
  const left = new Set(options);
  return left.size === 0 ? all : all.filter(({ path }) => !left.has(path));
}

interface Above {
  readonly keys: readonly string[];
  readonly required: boolean;
  readonly brings: readonly string[];
  readonly alternative: boolean;
}

const DEPTH = 4;

function flatten(parameter: Parameter, above: Above): readonly Argument[] {
  const keys = [...above.keys, parameter.name];
  const required = above.required && parameter.required;
  const fields = keys.length < DEPTH ? membersOf(parameter.type) : [];
  if (fields.length === 0) {
    const path = keys.join('.');
    const { alternative } = above;
    return [{ path, keys, parameter, required, alternative, brings: above.brings.filter((other) => other !== path) }];
  }
  const own = required ? [] : fields.filter((field) => field.required).flatMap((field) => givenFor(field, keys));
  return fields.flatMap((field) => {
    const alternative = above.alternative || !isInEach(parameter.type, field.name);
    return flatten(field, { keys, required, brings: [...new Set([...above.brings, ...own])], alternative });
  });
}

/** Returns the arguments without which a member cannot be sent. For an object, these are its required members. */
function givenFor({ name, type }: Parameter, above: readonly string[]): readonly string[] {
  const keys = [...above, name];
  const fields = keys.length < DEPTH ? membersOf(type) : [];
  if (fields.length === 0) return [keys.join('.')];
  return fields.filter(({ required }) => required).flatMap((field) => givenFor(field, keys));
}

function isInEach(type: TypeHint, name: string): boolean {
  const choices = type.kind === 'union' ? type.of : [type];
  return choices.every((choice) => choice.kind !== 'object' || choice.fields.some((field) => field.name === name));
}

/** In a union, a member is required only if all object types require the member. */
export function membersOf(type: TypeHint): readonly Parameter[] {
  if (type.kind === 'object') return type.fields;
  if (type.kind !== 'union') return [];
  const choices = type.of.filter(({ kind }) => kind !== 'null');
  const objects = choices.filter((choice) => choice.kind === 'object');
  if (objects.length === 0 || objects.length < choices.length) return [];
  const names = [...new Set(objects.flatMap(({ fields }) => fields.map(({ name }) => name)))];
  return names.flatMap((name) => {
    const found = objects.map(({ fields }) => fields.find((field) => field.name === name));
    const first = found.find((field) => field !== undefined);
    if (first === undefined) return [];
    const types = found.flatMap((field) => (field === undefined ? [] : [field.type]));
    const values = types.flatMap((each) => (each.kind === 'literal' ? each.values : []));
    const distinct = types.filter(
      (type, index) => types.findIndex((other) => isDeepStrictEqual(other, type)) === index,
    );
    const merged: TypeHint = types.every(({ kind }) => kind === 'literal')
      ? { kind: 'literal', values }
      : distinct.length === 1
        ? first.type
        : { kind: 'union', of: distinct };
    return [{ ...first, type: merged, required: found.every((field) => field?.required === true) }];
  });
}

/** Builds the driver's input: the value of `options.limit` becomes the member `limit` of the object `options`. */
export function nestValues(
  values: Values,
  { parameters }: MethodDescription,
): { readonly [name: string]: DriverValue } {
  const nested: Record<string, DriverValue> = {};
  for (const [path, value] of values) place(nested, path.split('.'), value);
  return withRequired(nested, parameters);
}

function withRequired(
  given: { readonly [name: string]: DriverValue },
  fields: readonly Parameter[],
): Record<string, DriverValue> {
  const whole: Record<string, DriverValue> = { ...given };
  for (const { name, required, type } of fields) {
    const inside = membersOf(type);
    const value = whole[name] ?? (required && inside.length > 0 ? {} : undefined);
    if (isPlainObject(value) && inside.length > 0) whole[name] = withRequired(value, inside);
  }
  return whole;
}

function isPlainObject(value: DriverValue | undefined): value is { readonly [key: string]: DriverValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('$type' in value);
}

function place(
  target: Record<string, DriverValue>,
  [first = '', ...rest]: readonly string[],
  value: DriverValue,
): void {
  if (rest.length === 0) {
    target[first] = value;
    return;
  }
  const inner = { ...(target[first] as Record<string, DriverValue> | undefined) }; // safe cast: a value with members is an object
  place(inner, rest, value);
  target[first] = inner;
}
