import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { byKey } from '../lib/compare-text.ts';
import { readPointer } from '../lib/json-pointer.ts';
import { writeJson } from '../lib/json-text.ts';
import { compilePattern } from '../lib/pattern.ts';
import { remember } from '../lib/remember.ts';
import { shortHash } from '../lib/stable-hash.ts';
import { isJsonObject, type JsonSchema } from '../model/json.ts';
import { addChoiceKeyword, isUnknowable } from './choice-keyword.ts';
import { addExactKeywords, type ExactAt, roundIntegers } from './exact-keywords.ts';
import { mapSubschemas } from './keywords.ts';
import { resolveRef, type SchemaRegistry } from './resolve-ref.ts';
import { absoluteRefs } from './specialize-schema.ts';

interface SchemaValidator {
  /** Leaves out errors about redacted values, because the original values are unknown. */
  readonly errors: (schema: JsonSchema, value: unknown) => readonly ErrorObject[];
}

export const validatorOf = remember(createSchemaValidator);

export function createSchemaValidator(schemas: SchemaRegistry): SchemaValidator {
  const inherits = [...schemas.values()].some((schema) => namesInherited(writeJson(schema)));
  const plain = makeAjv(schemas, inherits);
  let careful: Ajv2020 | undefined = inherits ? plain : undefined;
  const ajvFor = (text: string): Ajv2020 => {
    if (!namesInherited(text)) return plain;
    careful ??= makeAjv(schemas, true);
    return careful;
  };
  const exact = createExactValidator(schemas);
  const compiled = new Map<JsonSchema, ValidateFunction>();
  const byText = new Map<string, ValidateFunction>();
  const compile = (schema: JsonSchema): ValidateFunction => {
    const text = writeJson(schema);
    const validate =
      byText.get(text) ?? ajvFor(text).compile(bindLate(roundIntegers(withOwnId(schema, text)), schemas));
    byText.set(text, validate);
    compiled.set(schema, validate);
    return validate;
  };
  return {
    errors: (schema, value) => {
      try {
        const rounded = roundIntegers(value);
        const validate = rounded === value ? (compiled.get(schema) ?? compile(schema)) : exact(schema, value);
        if (validate(rounded)) return [];
        return (validate.errors ?? []).filter((error) => !isUnknowable(error, value));
      } catch (error) {
        if (error instanceof RangeError) return [TOO_DEEP];
        throw error;
      }
    },
  };
}

/** The ajv instance for integers beyond 2^53 is created on first use, because such integers are rare. */
function createExactValidator(schemas: SchemaRegistry): (schema: JsonSchema, value: unknown) => ValidateFunction {
  let whole: unknown;
  const exactAt: ExactAt = (pointer) => readPointer(whole, pointer);
  let ajv: Ajv2020 | undefined;
  const compiled = new Map<string, ValidateFunction>();
  return (schema, value) => {
    whole = value;
    ajv ??= makeAjv(schemas, true, exactAt);
    const text = writeJson(schema);
    const validate = compiled.get(text) ?? ajv.compile(bindLate(withOwnId(schema, text), schemas));
    compiled.set(text, validate);
    return validate;
  };
}

const TOO_DEEP: ErrorObject = {
  ...{ instancePath: '', schemaPath: '', keyword: 'depth', params: {} },
  message: 'a value with less nesting',
};

/** A schema that is compiled alone gets an id. Without an id, ajv cannot resolve references such as `#/$defs/x`. */
function withOwnId(schema: JsonSchema, text: string): JsonSchema {
  if (!isJsonObject(schema) || !text.includes('"$ref":"#')) return schema;
  const id = `parity:inline:${shortHash([text])}`;
  return { $id: id, ...absoluteRefs(schema, id) };
}

const CHILDREN = new Set(['properties', 'patternProperties', 'additionalProperties', 'items', 'prefixItems']);

/** Wraps references in an `anyOf`. Otherwise a long ring of references would overflow the stack. */
function bindLate(schema: JsonSchema, schemas: SchemaRegistry): JsonSchema {
  if (!isJsonObject(schema)) return schema;
  const bound = mapSubschemas(schema, (inner, { keyword }) => {
    const late = bindLate(inner, schemas);
    return isReference(late) && CHILDREN.has(keyword) ? { anyOf: [late] } : late;
  });
  return typeof bound.$ref === 'string' ? { ...bound, $ref: lastRef(bound.$ref, schemas) } : bound;
}

function lastRef(ref: string, schemas: SchemaRegistry): string {
  const passed = new Set<string>();
  for (let current = ref; !passed.has(current); ) {
    passed.add(current);
    const target = resolveRef(current, schemas);
    if (target === undefined || !isReference(target)) return current;
    current = target.$ref;
  }
  return ref;
}

function isReference(schema: JsonSchema): schema is { readonly $ref: string } {
  return isJsonObject(schema) && typeof schema.$ref === 'string' && Object.keys(schema).length === 1;
}

/** A schema with the names of inherited members, such as `constructor`, needs a slower check. */
const INHERITED = new RegExp(`"(?:${Object.getOwnPropertyNames(Object.prototype).join('|')})"`);

function namesInherited(schemaText: string): boolean {
  return INHERITED.test(schemaText);
}

/** Returns a pattern that runs in bounded time. */
function boundedPattern(source: string): { test: (text: string) => boolean; toString: () => string } {
  const pattern = compilePattern(source);
  if (pattern === undefined) throw new Error(`pattern must be a regular expression; was ${source}`);
  return { test: pattern.test, toString: () => `/${source}/` };
}

/** Replaces `RegExp` in ajv, and also accepts patterns that are invalid with the `u` flag. */
export const AJV_PATTERN = Object.assign(boundedPattern, { code: 'boundedPattern' });

// These options are lenient, because the loader has already checked formats and keywords.
const LENIENT = { strict: false, validateSchema: false, meta: false, logger: false } as const;
// A recording uses most schemas only a few times, so compiling must be fast.
const QUICK = { allErrors: true, inlineRefs: false, code: { optimize: false, regExp: AJV_PATTERN } } as const;

/** Without `exactAt`, values must not contain integers beyond 2^53. */
function makeAjv(schemas: SchemaRegistry, ownProperties: boolean, exactAt?: ExactAt): Ajv2020 {
  const ajv = new Ajv2020({ ...LENIENT, ...QUICK, ownProperties });
  formats.default(ajv);
  addChoiceKeyword(ajv, 'anyOf');
  addChoiceKeyword(ajv, 'oneOf');
  addUniqueKeyword(ajv, exactAt);
  if (exactAt !== undefined) addExactKeywords(ajv, exactAt);
  for (const [id, schema] of schemas)
    ajv.addSchema(bindLate(exactAt === undefined ? roundIntegers(schema) : schema, schemas), id);
  return ajv;
}

/** Replaces ajv's `uniqueItems`, which compares every pair of items and is slow for long lists. */
function addUniqueKeyword(ajv: Ajv2020, exactAt: ExactAt | undefined): void {
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (wanted: boolean, list: readonly unknown[], _: unknown, at?: { readonly instancePath: string }) => {
      const exact = exactAt?.(at?.instancePath ?? '');
      const items: readonly unknown[] = Array.isArray(exact) ? exact : list;
      return !wanted || new Set(items.map((item) => JSON.stringify(item, sortMembers))).size === list.length;
    },
  });
}

function sortMembers(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return { integer: String(value) };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(byKey));
}
