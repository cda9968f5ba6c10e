import { isDeepStrictEqual } from 'node:util';
import type { Ajv2020, ErrorObject } from 'ajv/dist/2020.js';
import { isNumeric, isSameScalar } from '../lib/json-text.ts';
import { isJsonObject } from '../model/json.ts';

/** Returns the unrounded value at a pointer. */
export type ExactAt = (pointer: string) => unknown;

/** Replaces bigints by the nearest numbers, because ajv does not support bigints. */
export function roundIntegers<T>(value: T): T {
  return round(value) as T; // safe cast: only numbers and bigints are replaced
}

function round(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) {
    const items = value.map(round);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  return isJsonObject(value) ? roundMembers(value) : value;
}

function roundMembers(object: object): object {
  let changed: Map<string, unknown> | undefined;
  for (const [key, member] of Object.entries(object)) {
    const rounded = round(member);
    if (rounded !== member) changed = (changed ?? new Map()).set(key, rounded);
  }
  if (changed === undefined) return object;
  return Object.fromEntries(Object.entries(object).map(([key, member]) => [key, changed.get(key) ?? member]));
}

/** Replaces the ajv keywords that compare values. The new keywords compare integers beyond 2^53 exactly. */
export function addExactKeywords(ajv: Ajv2020, exactAt: ExactAt): void {
  for (const [keyword, { holds, params }] of Object.entries(KEYWORDS)) {
    ajv.removeKeyword(keyword);
    ajv.addKeyword({
      keyword,
      errors: 'full',
      compile: (wanted: unknown) => {
        const validate: Validate = (_, at) => {
          const instancePath = at?.instancePath ?? '';
          const isAsWanted = holds(exactAt(instancePath), wanted);
          if (!isAsWanted) validate.errors = [{ ...AT_ANY, instancePath, keyword, params: params(wanted) }];
          return isAsWanted;
        };
        return validate;
      },
    });
  }
}

interface Validate {
  (data: unknown, at?: { readonly instancePath: string }): boolean;
  errors?: ErrorObject[];
}

const AT_ANY = { schemaPath: '' } as const;

interface ExactKeyword {
  readonly holds: (value: unknown, wanted: unknown) => boolean;
  readonly params: (wanted: unknown) => Record<string, unknown>;
}

const KEYWORDS: { readonly [keyword: string]: ExactKeyword } = {
  minimum: compared('>=', (value, limit) => value >= limit),
  maximum: compared('<=', (value, limit) => value <= limit),
  exclusiveMinimum: compared('>', (value, limit) => value > limit),
  exclusiveMaximum: compared('<', (value, limit) => value < limit),
  multipleOf: { holds: isMultiple, params: (multipleOf) => ({ multipleOf }) },
  const: { holds: isSame, params: (allowedValue) => ({ allowedValue }) },
  enum: {
    holds: (value, wanted) => Array.isArray(wanted) && wanted.some((each) => isSame(value, each)),
    params: (allowedValues) => ({ allowedValues }),
  },
};

function compared(
  comparison: string,
  holds: (value: number | bigint, limit: number | bigint) => boolean,
): ExactKeyword {
  return {
    holds: (value, limit) => !isNumeric(value) || !isNumeric(limit) || holds(value, limit),
    params: (limit) => ({ comparison, limit }),
  };
}

function isMultiple(value: unknown, step: unknown): boolean {
  if (!isNumeric(value) || !isNumeric(step)) return true;
  if (isWhole(value) && isWhole(step)) return BigInt(value) % BigInt(step) === 0n;
  return Number.isInteger(Number(value) / Number(step));
}

function isWhole(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}

function isSame(value: unknown, wanted: unknown): boolean {
  return isSameScalar(value, wanted) || isDeepStrictEqual(value, wanted);
}
