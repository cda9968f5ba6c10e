import { groupBy } from '../lib/group-by.ts';
import { writeJson } from '../lib/json-text.ts';
import type { AuthScheme, ContractSet, Location, Serialization } from '../model/contract.ts';
import type { Json, JsonObject, JsonSchema } from '../model/json.ts';
import {
  type ApiDocument,
  type ApiOperation,
  type ApiParameter,
  type ApiResponse,
  SCHEMA_FOLDER,
} from './api-document.ts';
import { contractDocument } from './contract-document.ts';
import { mapRefs } from './map-refs.ts';

export function toOpenapi(contracts: ContractSet, profile: string): JsonObject {
  return writeDocument(contractDocument(contracts, profile));
}

function writeDocument(document: ApiDocument): JsonObject {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of document.operations) {
    const item = paths[operation.path] ?? {};
    item[operation.method.toLowerCase()] = writeOperation(operation, document);
    paths[operation.path] = item;
  }
  const schemas = [...document.schemas].map(([id, schema]): [string, JsonSchema] => [
    componentName(id),
    writeSchema(schema),
  ]);
  return {
    openapi: '3.1.0',
    info: { title: document.title, version: document.version === '' ? '0' : document.version },
    paths,
    components: {
      schemas: Object.fromEntries(schemas),
      securitySchemes: Object.fromEntries(Object.values(document.auth).flatMap(writeScheme)),
    },
  };
}

function writeOperation(operation: ApiOperation, { auth }: ApiDocument): JsonObject {
  const { operationId, tag, summary, lifecycle, parameters, body, authOptional } = operation;
  const security: Json[] = operation.auth.map((kind) => {
    const scheme = auth[kind];
    return Object.fromEntries((scheme === undefined ? [] : writeScheme(scheme)).map(([name]) => [name, []]));
  });
  return {
    ...(operationId !== null && { operationId }),
    summary,
    ...(tag !== null && { tags: [tag] }),
    ...(lifecycle === 'deprecated' && { deprecated: true }),
    ...((lifecycle === 'proposed' || lifecycle === 'removed') && { 'x-lifecycle': lifecycle }),
    security: authOptional ? [...security, ...(security.length > 0 ? [{}] : [])] : security,
    ...(parameters.length > 0 && { parameters: parameters.map(writeParameter) }),
    ...(body !== null && {
      requestBody: {
        ...(body.required && { required: true }),
        content: Object.fromEntries(
          [body.mediaType, ...body.others]
            .map((type): readonly [string, JsonObject] => [
              type,
              { schema: writeSchema(body.schema), ...writeEncoding(body) },
            ])
            .concat((body.unexamined ?? []).map((type) => [type, {}])),
        ),
      },
    }),
    responses: writeResponses(operation.responses),
  };
}

function writeParameter({ place, required, schema, serialization, description }: ApiParameter): JsonObject {
  return {
    name: place.name,
    in: place.location,
    ...(required && { required }),
    ...(description !== null && { description }),
    ...writeStyle(serialization, place.location),
    ...(serialization.style === 'json'
      ? { content: { 'application/json': { schema: writeSchema(schema) } } }
      : { schema: writeSchema(schema) }),
  };
}

/** A style that OpenAPI cannot express becomes an extension. */
function writeStyle({ style, explode }: Serialization, location: Location): JsonObject {
  if (style === 'json') return {};
  if (style === 'brackets' || style === 'indexed') return { 'x-array-style': style };
  const usual = location === 'query' || location === 'cookie' ? 'form' : 'simple';
  return { ...(style !== usual && { style }), ...(explode !== (style === 'form') && { explode }) };
}

function writeEncoding({ encoding }: NonNullable<ApiOperation['body']>): JsonObject {
  const entries = Object.entries(encoding).filter(
    ([, { style }]) => style !== 'brackets' && style !== 'indexed' && style !== 'json',
  );
  if (entries.length === 0) return {};
  return { encoding: Object.fromEntries(entries.map(([name, { style, explode }]) => [name, { style, explode }])) };
}

/** Bodies with the same status and media type become alternatives. */
function writeResponses(responses: readonly ApiResponse[]): JsonObject {
  return Object.fromEntries(
    [...groupBy(responses, ({ key }) => key)].map(([key, group]) => [key, writeResponse(key, group)]),
  );
}

function writeResponse(status: string, group: readonly ApiResponse[]): JsonObject {
  const errors = [...new Set(group.flatMap((response) => response.errors))];
  const bodies = new Map<string, JsonSchema[]>();
  for (const { mediaType, schema } of group)
    if (mediaType !== null)
      bodies.set(mediaType, [...(bodies.get(mediaType) ?? []), ...(schema === undefined ? [] : [schema])]);
  const content = [...bodies].map(([type, schemas]): [string, JsonObject] => [type, writeAlternatives(schemas)]);
  const headers = new Map(group.flatMap((response) => response.headers).map((header) => [header.name, header]));
  return {
    description: errors.length > 0 ? errors.join(', ') : `Response ${status}`,
    ...(headers.size > 0 && {
      headers: Object.fromEntries(
        [...headers.values()].map(({ name, required, schema }) => [
          name,
          { ...(required && { required }), schema: writeSchema(schema) },
        ]),
      ),
    }),
    ...(content.length > 0 && { content: Object.fromEntries(content) }),
    ...(errors.length > 0 && { 'x-error-codes': errors }),
  };
}

function writeAlternatives(schemas: readonly JsonSchema[]): JsonObject {
  const distinct = [...new Map(schemas.map((schema) => [writeJson(schema), writeSchema(schema)])).values()];
  const [first] = distinct;
  if (first === undefined) return {};
  return { schema: distinct.length === 1 ? first : { anyOf: distinct } };
}

/** OpenAPI needs a security scheme for each value that a credential adds to a request. */
function writeScheme({ name, headers, query, cookies }: AuthScheme): readonly (readonly [string, JsonObject])[] {
  const parts: JsonObject[] = [];
  for (const [header, value] of Object.entries(headers))
    if (/^(bearer|basic) \$\{secret\}$/i.test(value) && header.toLowerCase() === 'authorization')
      parts.push({ type: 'http', scheme: value.split(' ')[0]?.toLowerCase() ?? 'bearer' });
    else parts.push(apiKey('header', header, value));
  for (const [key, value] of Object.entries(query)) parts.push(apiKey('query', key, value));
  for (const [key, value] of Object.entries(cookies)) parts.push(apiKey('cookie', key, value));
  return parts.map((part, index) => [index === 0 ? name : `${name}_${index + 1}`, part]);
}

function apiKey(location: string, name: string, value: string): JsonObject {
  return { type: 'apiKey', in: location, name, ...(value !== '${secret}' && { 'x-value': value }) };
}

function writeSchema(schema: JsonSchema): JsonSchema {
  return mapRefs(schema, writeRef);
}

function writeRef(ref: string): string {
  if (!ref.startsWith(SCHEMA_FOLDER)) return ref;
  const [id = '', pointer = ''] = ref.split('#');
  return `#/components/schemas/${componentName(id)}${pointer}`;
}

/** Converts the id of a schema to a name that OpenAPI allows: `parity:///schemas/a/b.yaml` becomes `a.b`. */
function componentName(id: string): string {
  return id
    .slice(SCHEMA_FOLDER.length)
    .replace(/\.yaml$/, '')
    .replaceAll(/[^\w.-]/g, '.');
}
