import { writeJson } from '../lib/json-text.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { keywordProblems } from '../schema/keyword-problems.ts';

/** Converts one level of an OpenAPI 3.1 schema to JSON Schema 2020-12. Removes keywords that a validator rejects. */
export function tidySchema(schema: JsonObject): JsonObject {
  const made: Record<string, Json> = { ...schema };
  tidyExamples(made);
  tidyType(made);
  tidyFormat(made);
  tidyLists(made);
  dropUnusable(made);
  joinNull(made);
  return admitNull(made);
}

type Draft = Record<string, Json>;

function tidyExamples(schema: Draft): void {
  const { example, examples } = schema;
  if (example !== undefined && examples === undefined) schema.examples = [example];
  else if (isJsonObject(examples)) schema.examples = exampleValues(examples);
  else if (examples !== undefined && !Array.isArray(examples)) delete schema.examples;
  delete schema.example;
}

export function exampleValues(examples: JsonObject): readonly Json[] {
  return Object.values(examples).flatMap((each) =>
    isJsonObject(each) && each.value !== undefined ? [each.value] : [],
  );
}

const TYPES = new Set(['null', 'boolean', 'object', 'array', 'number', 'string', 'integer']);

function tidyType(schema: Draft): void {
  const { type } = schema;
  if (type === 'file') Object.assign(schema, { type: 'string', format: 'binary' });
  else if (type === 'any' || (typeof type === 'string' && !TYPES.has(type))) delete schema.type;
  else if (Array.isArray(type)) {
    const known = [...new Set(type.map(String).filter((each) => TYPES.has(each)))];
    if (known.length === 0) delete schema.type;
    else schema.type = known;
  }
}

/** wireparity knows only the format names from before OpenAPI 3.1. */
function tidyFormat(schema: Draft): void {
  const { contentEncoding, contentMediaType, format } = schema;
  if (format !== undefined) return;
  if (contentEncoding === 'base64') schema.format = 'byte';
  else if (contentMediaType !== 'application/octet-stream') return;
  else schema.format = 'binary';
  delete schema.contentEncoding;
  delete schema.contentMediaType;
}

/** Removes duplicates, and converts tuples from older JSON Schema drafts. */
function tidyLists(schema: Draft): void {
  const { required, enum: values, items } = schema;
  if (Array.isArray(required)) {
    const names = [...new Set(required.filter((name): name is string => typeof name === 'string'))];
    if (names.length === 0) delete schema.required;
    else schema.required = names;
  } else delete schema.required;
  if (Array.isArray(values)) {
    const distinct = new Map(values.map((value: Json) => [writeJson(value), value]));
    if (distinct.size === 0) delete schema.enum;
    else schema.enum = [...distinct.values()];
  } else delete schema.enum;
  if (Array.isArray(items)) {
    schema.prefixItems = items;
    delete schema.items;
  }
}

/** `anyOf: [{ type: string }, { type: null }]` becomes `type: [string, null]`. */
function joinNull(schema: Draft): void {
  const { anyOf } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 2 || schema.type !== undefined) return;
  const [other, ...more] = anyOf.filter(
    (each: Json) => !(isJsonObject(each) && each.type === 'null' && Object.keys(each).length === 1),
  );
  if (more.length > 0 || !isJsonObject(other) || typeof other.type !== 'string' || other.type === 'null') return;
  if (Object.hasOwn(other, 'const') || Object.keys(other).some((key) => key !== 'title' && Object.hasOwn(schema, key)))
    return;
  delete schema.anyOf;
  Object.assign(schema, {
    ...other,
    ...(schema.title !== undefined && { title: schema.title }),
    type: [other.type, 'null'],
  });
  if (Array.isArray(other.enum) && !other.enum.includes(null)) schema.enum = [...other.enum, null];
}

/** Removes what a contract must not contain, such as an invalid pattern in `patternProperties`. */
function dropUnusable(schema: Draft): void {
  for (const { path } of keywordProblems(schema)) {
    const [keyword = '', name] = path;
    const value = schema[keyword];
    if (name === undefined || !isJsonObject(value)) delete schema[keyword];
    else schema[keyword] = Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
  }
}

/** Adds null to the allowed values if `nullable` or `x-nullable` is true. */
function admitNull(schema: Draft): JsonObject {
  const { nullable, 'x-nullable': stated, ...rest } = schema;
  if (nullable !== true && stated !== true) return rest;
  if (typeof rest.type === 'string') rest.type = [rest.type, 'null'];
  else if (Array.isArray(rest.type)) rest.type = [...new Set([...rest.type, 'null'])];
  else if (['$ref', 'allOf', 'oneOf', 'anyOf'].some((key) => rest[key] !== undefined))
    return { anyOf: [rest, { type: 'null' }] };
  if (Array.isArray(rest.enum) && !rest.enum.includes(null)) rest.enum = [...rest.enum, null];
  return rest;
}
