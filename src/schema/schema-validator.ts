import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { compilePattern } from '../lib/pattern.ts';
import type { JsonSchema } from '../model/json.ts';
import { addChoiceKeyword, isUnknowable } from './choice-keyword.ts';
import type { SchemaRegistry } from './resolve-ref.ts';

export interface SchemaValidator {
  /** Everything that is wrong, but for what is said of redacted values. */
  readonly errors: (schema: JsonSchema, value: unknown) => readonly ErrorObject[];
}

/** ajv is loaded when it is needed first, and a schema compiled when a value of it is seen first. */
export async function createSchemaValidator(schemas: SchemaRegistry): Promise<SchemaValidator> {
  const makeAjv = await loadAjv(schemas);
  const inherits = [...schemas.values()].some((schema) => namesInherited(JSON.stringify(schema)));
  const plain = makeAjv({ ownProperties: inherits });
  let careful: Ajv2020 | undefined = inherits ? plain : undefined;
  const ajvFor = (text: string): Ajv2020 => {
    if (!namesInherited(text)) return plain;
    careful ??= makeAjv({ ownProperties: true });
    return careful;
  };
  const compiled = new Map<JsonSchema, ValidateFunction>();
  const byText = new Map<string, ValidateFunction>();
  // Many fields share a schema like `{ type: string }`: compiling is what takes time.
  const compile = (schema: JsonSchema): ValidateFunction => {
    const text = JSON.stringify(schema);
    const validate = byText.get(text) ?? ajvFor(text).compile(schema);
    byText.set(text, validate);
    compiled.set(schema, validate);
    return validate;
  };
  return {
    errors: (schema, value) => {
      const validate = compiled.get(schema) ?? compile(schema);
      if (validate(value)) return [];
      return (validate.errors ?? []).filter((error) => !isUnknowable(error, value));
    },
  };
}

/** `{}` has a `constructor`, but not as a member: schemas that name such a thing need a slower look at own members. */
const INHERITED = new RegExp(`"(?:${Object.getOwnPropertyNames(Object.prototype).join('|')})"`);

function namesInherited(schemaText: string): boolean {
  return INHERITED.test(schemaText);
}

/** Takes the place of `RegExp` in what ajv compiles. */
function boundedPattern(source: string): { test: (text: string) => boolean } {
  const pattern = compilePattern(source);
  if (pattern === undefined) throw new Error(`pattern must be a regular expression; was ${source}`);
  return pattern;
}

type MakeAjv = (options: { readonly ownProperties: boolean }) => Ajv2020;

async function loadAjv(schemas: SchemaRegistry): Promise<MakeAjv> {
  const [{ Ajv2020 }, formats] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')]);
  // The loader has checked the schemas, and unknown formats and keywords are its business.
  const lenient = { strict: false, validateSchema: false, meta: false, logger: false } as const;
  // A recording sees most schemas a few times: what counts is how fast they are compiled.
  const regExp = Object.assign(boundedPattern, { code: 'boundedPattern' });
  const quick = { allErrors: true, inlineRefs: false, code: { optimize: false, regExp } } as const;
  return ({ ownProperties }) => {
    const ajv = new Ajv2020({ ...lenient, ...quick, ownProperties });
    formats.default.default(ajv);
    addChoiceKeyword(ajv, 'anyOf');
    addChoiceKeyword(ajv, 'oneOf');
    for (const [id, schema] of schemas) ajv.addSchema(schema, id);
    return ajv;
  };
}
