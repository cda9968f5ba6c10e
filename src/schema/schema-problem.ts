import type { ErrorObject } from 'ajv/dist/2020.js';
import { formatPointer, readPointer } from '../lib/json-pointer.ts';
import { compilePattern, TOO_SLOW } from '../lib/pattern.ts';
import { describeValue, previewValue } from '../lib/preview-value.ts';
import type { JsonPointer } from '../model/json.ts';

type SchemaProblemKind = 'missing' | 'retyped' | 'invalid' | 'undeclared';

export interface SchemaProblem {
  readonly kind: SchemaProblemKind;
  /** Pointer to the wrong value, or to the place where a missing value should be. */
  readonly pointer: JsonPointer;
  readonly expected: string;
  readonly observed: string;
  /** The value at the pointer, or the object that should contain a missing value. */
  readonly found: unknown;
}

/** Returns undefined for an ajv error that only says that a nested schema failed. */
export function toProblem(error: ErrorObject, root: unknown): SchemaProblem | undefined {
  if (error.keyword === 'if' || error.propertyName !== undefined || /\/contains\//.test(error.schemaPath))
    return undefined;
  const { instancePath, params } = error;
  const found = readPointer(root, instancePath);
  const lacking: unknown = params.missingProperty;
  if (typeof lacking === 'string') {
    const pointer = instancePath + formatPointer([lacking]);
    return { kind: 'missing', pointer, expected: 'a value', observed: 'nothing', found };
  }
  const besides: unknown = params.additionalProperty ?? params.unevaluatedProperty;
  if (typeof besides === 'string') return undeclaredAt(instancePath + formatPointer([besides]), root);
  if (error.keyword === 'type') {
    const expected = [params.type].flat().join(' or ');
    return { kind: 'retyped', pointer: instancePath, expected, observed: describeValue(found), found };
  }
  const expected = wording(error);
  return { kind: 'invalid', pointer: instancePath, expected, observed: previewValue(found, 80), found };
}

export function undeclaredAt(pointer: JsonPointer, root: unknown): SchemaProblem {
  const found = readPointer(root, pointer);
  return { kind: 'undeclared', pointer, expected: 'nothing', observed: describeValue(found), found };
}

const WORDS: { readonly [keyword: string]: (params: Readonly<Record<string, unknown>>) => string } = {
  enum: ({ allowedValues }) => `one of ${previewList(allowedValues)}`,
  const: ({ allowedValue }) => previewValue(allowedValue),
  pattern: ({ pattern }) => `text that matches ${previewValue(pattern)}${speedNote(pattern)}`,
  format: ({ format }) => `a ${String(format)}`,
  minLength: ({ limit }) => `at least ${String(limit)} characters`,
  maxLength: ({ limit }) => `at most ${String(limit)} characters`,
  minItems: ({ limit }) => `at least ${String(limit)} items`,
  maxItems: ({ limit }) => `at most ${String(limit)} items`,
  minProperties: ({ limit }) => `at least ${String(limit)} members`,
  maxProperties: ({ limit }) => `at most ${String(limit)} members`,
  minimum: compared,
  maximum: compared,
  exclusiveMinimum: compared,
  exclusiveMaximum: compared,
  multipleOf: ({ multipleOf }) => `a multiple of ${String(multipleOf)}`,
  uniqueItems: () => 'distinct items',
  oneOf: ({ passing }) => `exactly one of the declared shapes, not ${String(passing)} at once`,
  anyOf: ({ choices }) => `one of ${String(choices)} declared shapes`,
};

function wording(error: ErrorObject): string {
  const words = Object.hasOwn(WORDS, error.keyword) ? WORDS[error.keyword] : undefined;
  return words?.(error.params) ?? (error.message ?? error.keyword).replace(/^must /, '');
}

function speedNote(source: unknown): string {
  const isTooSlow = typeof source === 'string' && compilePattern(source)?.isTooSlow() === true;
  return isTooSlow ? ` (${TOO_SLOW})` : '';
}

function compared({ comparison, limit }: Readonly<Record<string, unknown>>): string {
  return `${String(comparison)} ${String(limit)}`;
}

function previewList(values: unknown): string {
  const list: readonly unknown[] = Array.isArray(values) ? values : [values];
  return list.map((value) => previewValue(value, 40)).join(', ');
}
