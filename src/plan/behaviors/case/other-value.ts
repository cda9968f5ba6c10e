import { writeJson } from '../../../lib/json-text.ts';
import { likenessOfText } from '../../../lib/placeholders.ts';
import type { Field } from '../../../model/contract.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../../../model/json.ts';
import type { CallStep } from '../../../model/suite.ts';
import { alternatives } from '../../../schema/alternatives.ts';
import { schemaEntries } from '../../../schema/keywords.ts';
import type { SchemaRegistry } from '../../../schema/resolve-ref.ts';
import { admits } from '../../../schema/sample-text.ts';
import { allowedValues, bounds, numberOf, partSchema, type Shape, shapeOf } from '../../../schema/shape.ts';
import { validCall } from '../../valid-call/valid-call.ts';
import { type BehaviorSubject, CannotCall } from './behavior-case.ts';
import { buildStep } from './build-step.ts';
import { neededSteps, workingCall } from './make-call.ts';
import { soleReference } from './references.ts';

/** A value that may refer to the responses of the steps in `setup`. */
export interface PreparedValue {
  readonly value: Json;
  readonly setup: readonly CallStep[];
}

/** Returns a valid value that is neither `current` nor the default. @throws CannotCall */
export function otherValue(subject: BehaviorSubject, field: Field, current: Json | undefined): PreparedValue {
  const suggested = suggestedValue(subject, field);
  if (suggested !== undefined && suggested.setup.length > 0 && soleReference(suggested.value) !== undefined)
    return suggested;
  const { schemas } = subject.context.contracts;
  const taken: readonly unknown[] = [current, field.default].map((each) => writeJson(each));
  let value = suggested?.value ?? current;
  for (let turn = 0; turn < 3; turn++) {
    value = varyValue(field.schema, value, schemas);
    if (value !== undefined && !taken.includes(writeJson(value))) return { value, setup: suggested?.setup ?? [] };
  }
  if (suggested !== undefined && !taken.includes(writeJson(suggested.value))) return suggested;
  throw new CannotCall(`${subject.contract.id}: no different value for "${field.name}" is known`);
}

/** Two valid calls that differ only in the value of one field. */
interface ChangedCall {
  /** The preparing steps, and then the first call. */
  readonly setup: readonly CallStep[];
  readonly value: Json;
  readonly changed: CallStep['with'];
}

export function changedCall(subject: BehaviorSubject, field: Field): ChangedCall {
  const { contract, context } = subject;
  const call = workingCall(contract.id, context);
  const other = otherValue(subject, field, call.with[field.name]);
  return {
    setup: [...call.setup, ...other.setup, buildStep(contract, { id: 'first', with: call.with })],
    value: other.value,
    changed: { ...call.with, [field.name]: other.value },
  };
}

/** Returns the value that the field has in a valid call, with the steps to which the value refers. */
export function suggestedValue({ contract, context }: BehaviorSubject, field: Field): PreparedValue | undefined {
  const call = validCall(contract.id, context, { fields: 'all', prefix: 'other-' });
  const value = 'blocked' in call ? undefined : field.name.split('.').reduce<Json | undefined>(memberOf, call.with);
  return 'blocked' in call || value === undefined ? undefined : { value, setup: neededSteps(call.setup, value) };
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return (value as { readonly [key: string]: Json })[name]; // Array.isArray does not narrow a readonly array
}

export function varyValue(schema: JsonSchema, value: Json | undefined, schemas: SchemaRegistry): Json | undefined {
  const [first] = alternatives(schema, { schemas, richest: false });
  const shape = shapeOf(first?.keywords ?? {});
  const choices = allowedValues(shape);
  if (choices !== undefined) return choices.find((choice) => choice !== value && choice !== null);
  switch (typeOf(shape, value)) {
    case 'boolean':
      return value !== true;
    case 'integer':
    case 'number':
      return varyNumber(shape, value);
    case 'string':
      return varyText(shape, typeof value === 'string' ? value : undefined);
    case 'array':
      return varyList(shape, Array.isArray(value) ? value : [], schemas);
    case 'object':
      return varyObject(shape, isJsonObject(value) ? value : {}, schemas);
    default:
      return { changed: 'b' };
  }
}

function typeOf({ types }: Shape, value: Json | undefined): string | undefined {
  const [stated] = types ?? [];
  if (stated !== undefined) return stated;
  if (Array.isArray(value)) return 'array';
  return value === undefined || value === null ? undefined : typeof value;
}

/** If a minimum is declared, prefers a smaller number, because the server may have an undeclared maximum. */
function varyNumber(shape: Shape, value: Json | undefined): number | undefined {
  const { min, max = Number.MAX_SAFE_INTEGER } = bounds(shape);
  const now = typeof value === 'number' ? value : (min ?? 1);
  const choices = min === undefined ? [Math.max(1, now + 1)] : [now - 1, now + 1];
  return choices.find((next) => next >= (min ?? 1) && next <= max);
}

const FORMATS: { readonly [format: string]: readonly string[] } = {
  'date-time': ['2090-03-04T09:00:00+02:00', '2090-05-06T11:00:00+02:00'],
  uri: ['https://example.com/b', 'https://example.com/c'],
  uuid: ['${uuid.other}', '${uuid.another}'],
  email: ['${run.id}-b@example.com', '${run.id}-c@example.com'],
};

function varyText(shape: Shape, value: string | undefined): string | undefined {
  const { format } = shape.keywords;
  const fixed = typeof format === 'string' ? FORMATS[format] : undefined;
  const longer = value === undefined ? [] : [`${value}-b`, `${value}b`];
  const unique = value?.replace(/\$\{(unique:\w+)[^}]*\}/, '${$1.other}');
  const candidates = fixed ?? [
    ...longer,
    'b',
    'c',
    '${run.id}-b',
    '${uuid.other}',
    '${ulid.other}',
    ...(unique === undefined ? [] : [unique]),
  ];
  return candidates.find((candidate) => candidate !== value && isKnown(candidate) && admits(shape, candidate));
}

/** A text with a reference to a response is not known before the run. */
function isKnown(text: string): boolean {
  return !likenessOfText(text).includes('${');
}

function varyList(shape: Shape, list: readonly Json[], schemas: SchemaRegistry): readonly Json[] | undefined {
  const most = numberOf(shape, 'maxItems') ?? Number.POSITIVE_INFINITY;
  const items = partSchema(shape, 'items');
  const item = varyValue(isJsonObject(items) ? items : { type: 'string' }, list.at(-1), schemas);
  if (item === undefined) return undefined;
  return list.length < most ? [...list, item] : [...list.slice(0, -1), item];
}

function varyObject({ keywords }: Shape, object: JsonObject, schemas: SchemaRegistry): JsonObject | undefined {
  const declared = schemaEntries(keywords.properties);
  if (declared.length === 0) return { ...object, changed: 'b' };
  for (const [name, inner] of declared) {
    const next = isJsonObject(inner) ? varyValue(inner, object[name], schemas) : undefined;
    if (next !== undefined) return { ...object, [name]: next };
  }
  return undefined;
}
