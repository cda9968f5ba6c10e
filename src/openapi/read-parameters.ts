import { type Location, type Serialization, STYLES } from '../model/contract.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import type { ApiBody, ApiParameter } from './api-document.ts';
import { follow } from './follow-ref.ts';
import type { RawOperation, ReadContext } from './read-operations.ts';

interface Parameter {
  readonly value: JsonObject;
  readonly base: string;
}

/** The parameters of an operation and of its path; Swagger's `body` and `formData` parameters are the body. */
export function readParameters(
  context: ReadContext,
  raw: RawOperation,
): { readonly parameters: readonly ApiParameter[]; readonly body: ApiBody | null } {
  const found = new Map<string, Parameter>();
  for (const list of [raw.item.parameters, raw.operation.parameters])
    for (const value of Array.isArray(list) ? list : []) {
      const parameter = follow(context.bundle, { value, base: raw.base });
      if (parameter !== null) found.set(`${parameter.value.in} ${parameter.value.name}`, parameter);
    }
  const all = [...found.values()];
  const parameters = all.flatMap((each) => readParameter(context, raw, each));
  return { parameters: [...parameters, ...openHoles(raw, parameters)], body: swaggerBody(context, raw, all) };
}

const LOCATIONS: readonly Location[] = ['path', 'query', 'header', 'cookie'];

function readParameter(context: ReadContext, raw: RawOperation, parameter: Parameter): readonly ApiParameter[] {
  const { value } = parameter;
  const { name, in: where } = value;
  const location = LOCATIONS.find((each) => each === where);
  if (location === undefined || typeof name !== 'string' || name === '') {
    if (where !== 'body' && where !== 'formData')
      context.remarks.push(`${raw.method} ${raw.key}: a parameter in ${String(where)} is left out`);
    return [];
  }
  if (location === 'path' && !raw.key.includes(`{${name}}`)) {
    context.remarks.push(
      `${raw.method} ${raw.key}: the path parameter ${name} is left out, as the path has no {${name}}`,
    );
    return [];
  }
  return [
    {
      place: { location, name },
      required: location === 'path' || value.required === true,
      schema: parameterSchema(context, parameter),
      serialization: readStyle(value, { location, swagger: context.swagger }),
      description: typeof value.description === 'string' ? value.description : null,
    },
  ];
}

/** A hole that nobody declares is text. */
function openHoles({ key }: RawOperation, parameters: readonly ApiParameter[]): readonly ApiParameter[] {
  const names = new Set([...key.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? ''));
  for (const { place } of parameters) if (place.location === 'path') names.delete(place.name);
  return [...names].map((name) => ({
    place: { location: 'path', name },
    required: true,
    schema: { type: 'string' },
    serialization: { style: 'simple', explode: false },
    description: null,
  }));
}

function parameterSchema(context: ReadContext, { value, base }: Parameter): JsonSchema {
  const { schema, content } = value;
  if (schema !== undefined) return withExample(context.schemas.read({ value: schema, base }), value.example);
  const [media] = isJsonObject(content) ? Object.values(content) : [];
  if (isJsonObject(media) && media.schema !== undefined) return context.schemas.read({ value: media.schema, base });
  return context.swagger ? context.schemas.read({ value: swaggerSchema(value), base }) : { type: 'string' };
}

function withExample(schema: JsonSchema, example: Json | undefined): JsonSchema {
  if (example === undefined || !isJsonObject(schema) || schema.examples !== undefined) return schema;
  return { ...schema, examples: [example] };
}

const NOT_SCHEMA = new Set(['name', 'in', 'required', 'description', 'collectionFormat', 'allowEmptyValue']);

/** In Swagger 2 a parameter is its own schema. */
function swaggerSchema(parameter: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(parameter).filter(([key]) => !NOT_SCHEMA.has(key) && !key.startsWith('x-')));
}

interface StyleContext {
  readonly location: Location;
  readonly swagger: boolean;
}

const COLLECTIONS: { readonly [format: string]: Serialization } = {
  ssv: { style: 'spaceDelimited', explode: false },
  pipes: { style: 'pipeDelimited', explode: false },
  multi: { style: 'form', explode: true },
};

/** How a parameter is written, by OpenAPI's defaults; Swagger 2 joins lists with commas unless it says otherwise. */
function readStyle(parameter: JsonObject, { location, swagger }: StyleContext): Serialization {
  const { collectionFormat, style, explode, content } = parameter;
  const isPairs = location === 'query' || location === 'cookie';
  const own = STYLES.find((each) => each === parameter['x-array-style']);
  if (own !== undefined) return { style: own, explode: true };
  if (isJsonObject(content) && style === undefined) return { style: 'json', explode: true };
  const usual = isPairs ? 'form' : 'simple';
  if (swagger && parameter.type === 'array') {
    const stated = typeof collectionFormat === 'string' && isPairs ? COLLECTIONS[collectionFormat] : undefined;
    return stated ?? { style: usual, explode: false };
  }
  const chosen = STYLES.find((each) => each === style) ?? usual;
  const exploded = chosen === 'form' || chosen === 'deepObject';
  return { style: chosen, explode: typeof explode === 'boolean' ? explode : exploded };
}

function swaggerBody(context: ReadContext, raw: RawOperation, parameters: readonly Parameter[]): ApiBody | null {
  if (!context.swagger) return null;
  const body = parameters.find(({ value }) => value.in === 'body');
  const consumes = raw.operation.consumes ?? context.root.consumes;
  const types = Array.isArray(consumes) ? consumes.map(String) : [];
  if (body !== undefined)
    return {
      mediaType: types.find((type) => /json/.test(type)) ?? types[0] ?? 'application/json',
      schema: context.schemas.read({ value: body.value.schema, base: body.base }),
      required: body.value.required === true,
    };
  const form = parameters.filter(({ value }) => value.in === 'formData' && typeof value.name === 'string');
  if (form.length === 0) return null;
  const properties = Object.fromEntries(
    form.map((each) => [
      String(each.value.name),
      context.schemas.read({ value: swaggerSchema(each.value), base: each.base }),
    ]),
  );
  const required = form.filter(({ value }) => value.required === true).map(({ value }) => String(value.name));
  return {
    mediaType: types.find((type) => /form/.test(type)) ?? 'application/x-www-form-urlencoded',
    schema: { type: 'object', properties, ...(required.length > 0 && { required }) },
    required: required.length > 0,
  };
}
