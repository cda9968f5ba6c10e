import { readPointer } from '../lib/json-pointer.ts';
import { METHODS } from '../model/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';

/** Turns form parameters into bodies, because the upgrade library loses details of form fields. */
export function prepareSwagger(document: JsonObject): JsonObject {
  const { produces, consumes, ...rest } = document;
  const paths = Object.entries(isJsonObject(document.paths) ? document.paths : {});
  const context = { document, produces, consumes };
  return {
    ...rest,
    ...(isJsonObject(document.responses) &&
      produces !== undefined && { responses: statedResponses(document.responses, produces) }),
    paths: Object.fromEntries(
      paths.map(([path, item]) => [path, isPathItem(item) ? preparePath(item, context) : item]),
    ),
  };
}

export function isPathItem(value: Json): value is JsonObject {
  return isJsonObject(value) && METHODS.some((method) => isJsonObject(value[method.toLowerCase()]));
}

interface Context {
  readonly document: JsonObject;
  readonly produces: Json | undefined;
  readonly consumes: Json | undefined;
}

function preparePath(item: JsonObject, context: Context): JsonObject {
  const shared = parametersOf(item.parameters, context.document);
  const inBody = shared.filter(isBodyPart);
  const entries = Object.entries(item).map(([key, value]): [string, Json] => {
    if (key === 'parameters') return [key, shared.filter((each) => !isBodyPart(each))];
    const isOperation = METHODS.some((method) => method.toLowerCase() === key) && isJsonObject(value);
    return [key, isOperation ? prepareOperation(value, { ...context, inBody }) : value];
  });
  return Object.fromEntries(entries);
}

function prepareOperation(operation: JsonObject, context: Context & { readonly inBody: readonly Json[] }): JsonObject {
  const own = parametersOf(operation.parameters, context.document);
  const parts = (own.some(isBodyPart) ? own : [...own, ...context.inBody]).filter(isJsonObject);
  const form = parts.filter(({ in: location }) => location === 'formData');
  const consumes = operation.consumes ?? context.consumes;
  const produces = operation.produces ?? context.produces;
  const parameters = form.length === 0 ? parts : [...parts.filter((each) => !isBodyPart(each)), formBody(form)];
  return {
    ...operation,
    ...(parameters.length > 0 && { parameters }),
    ...(form.length > 0 ? { consumes: formTypes(consumes, form) } : consumes !== undefined && { consumes }),
    ...(produces !== undefined && { produces }),
  };
}

/** The upgrade library loses references to body parameters, so references are resolved first. */
function parametersOf(list: Json | undefined, document: JsonObject): readonly Json[] {
  if (!Array.isArray(list)) return [];
  return list.map((each: Json) => {
    const ref = isJsonObject(each) ? each.$ref : undefined;
    if (typeof ref !== 'string' || !ref.startsWith('#/')) return each;
    const target = readPointer(document, ref.slice(1));
    return isJsonObject(target) ? target : each;
  });
}

function isBodyPart(parameter: Json): boolean {
  return isJsonObject(parameter) && (parameter.in === 'body' || parameter.in === 'formData');
}

const OF_PARAMETER = new Set(['name', 'in', 'required', 'collectionFormat', 'allowEmptyValue']);

function formBody(form: readonly JsonObject[]): JsonObject {
  const members = form.map((field): [string, JsonObject] => [
    String(field.name),
    Object.fromEntries(Object.entries(field).filter(([key]) => !OF_PARAMETER.has(key))),
  ]);
  const required = form.filter((field) => field.required === true).map(({ name }) => String(name));
  const lists = form.filter(({ type, collectionFormat }) => type === 'array' && collectionFormat !== 'multi');
  return {
    name: 'form',
    in: 'body',
    required: required.length > 0,
    schema: { type: 'object', properties: Object.fromEntries(members), ...(required.length > 0 && { required }) },
    // Swagger 2.0 joins lists in a form with commas, unless the document states a different style.
    'x-encoding': Object.fromEntries(
      lists.map(({ name, collectionFormat }) => [String(name), joined(collectionFormat)]),
    ),
  };
}

function joined(format: Json | undefined): JsonObject {
  const styles: { readonly [format: string]: string } = { ssv: 'spaceDelimited', pipes: 'pipeDelimited' };
  return { style: styles[String(format)] ?? 'form', explode: false };
}

function formTypes(consumes: Json | undefined, form: readonly JsonObject[]): readonly Json[] {
  const stated = Array.isArray(consumes) ? consumes.filter((type) => /form/.test(String(type))) : [];
  if (stated.length > 0) return stated;
  return [form.some(({ type }) => type === 'file') ? 'multipart/form-data' : 'application/x-www-form-urlencoded'];
}

/** A shared response gets the media types of the document, because every operation may use the response. */
function statedResponses(responses: JsonObject, produces: Json): JsonObject {
  const types = Array.isArray(produces) ? produces.map(String) : [];
  return Object.fromEntries(
    Object.entries(responses).map(([name, response]) => {
      if (!isJsonObject(response) || response.schema === undefined) return [name, response];
      const { schema, ...rest } = response;
      return [name, { ...rest, content: Object.fromEntries(types.map((type) => [type, { schema }])) }];
    }),
  );
}
