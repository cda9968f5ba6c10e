import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../lib/group-by.ts';
import { formatPointer } from '../lib/json-pointer.ts';
import { writeJson } from '../lib/json-text.ts';
import { mediaContent } from '../lib/media-type.ts';
import { USUAL_MEDIA } from '../model/content.ts';
import type { Location, Serialization } from '../model/contract.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { splitRoute } from '../model/route.ts';
import { namesNewThing, reachOf } from '../plan/reach.ts';
import { schemaEntries, schemaList } from '../schema/keywords.ts';
import { membersOfParts } from '../schema/members.ts';
import { choicesOf, describingParts, isNullSchema, schemaParts } from '../schema/parts.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import type { ApiDocument, ApiOperation, ApiParameter, ApiResponse } from './api-document.ts';
import { contractSchema } from './contract-schema.ts';
import { asWord, snakeCase, takeName } from './names.ts';

/** The keys are in the order in which people read them. */
export function contractValue(operation: ApiOperation, { schemas }: Pick<ApiDocument, 'schemas'>): JsonObject {
  const { method, path, summary, auth, authOptional, lifecycle, body } = operation;
  const kinds = authOptional ? [...auth, 'none'] : auth;
  const names = new Set<string>();
  const parameters = operation.parameters.map((each) => parameterField(each, names));
  const named = body === null ? null : bodyMembers(body.schema, schemas);
  const inBody = body === null ? [] : bodyFields(body, named, names);
  return {
    summary,
    request: `${method} ${path}`,
    auth: kinds.length === 1 ? (kinds[0] ?? 'none') : kinds,
    ...(lifecycle !== 'shipped' && { lifecycle }),
    ...(reachesFurther(operation, schemas) && { destructive: true }),
    ...(operation.waits === true && { waits: true }),
    ...contentOf(body, named?.required.size ?? 0),
    ...(parameters.length + inBody.length > 0 && { fields: Object.fromEntries([...parameters, ...inBody]) }),
    ...(named?.conditions !== undefined && { body_conditions: contractSchema(named.conditions, '../schemas/') }),
    ...(named?.closed === true && { unknown_body_fields: 'reject' }),
    responses: responsesOf(operation.responses),
    ...(operation.partial.length > 0 && { partial: operation.partial }),
  };
}

/** `body_required` is left out if a required member already implies a required body. */
function contentOf(body: ApiOperation['body'], membersRequired: number): JsonObject {
  if (body === null) return {};
  const types = [body.mediaType, ...body.others].map(contentValue);
  const [only] = types;
  const isUsual = types.length === 1 && only === 'json';
  const { unexamined = [] } = body;
  return {
    ...(!isUsual && { content: types.length === 1 ? (only ?? 'json') : types }),
    ...(unexamined.length > 0 && { other_content: unexamined }),
    ...(body.required !== membersRequired > 0 && { body_required: body.required }),
  };
}

/** Returns `json` for `application/json`, but does not change uncommon media types. */
function contentValue(media: string): string {
  const kind = mediaContent(media);
  return USUAL_MEDIA[kind].includes(media) ? kind : media;
}

/** Returns true for an operation that may affect data which the run did not create. */
function reachesFurther({ method, path: route, summary, responses }: ApiOperation, schemas: SchemaRegistry): boolean {
  const { path } = splitRoute(route);
  const makesThing = responses.some(({ status, headers, schema }) =>
    namesNewThing({ path, status, headers, ...(schema !== undefined && { body: schema }) }, schemas),
  );
  return reachOf({ method, path, makesThing, summary }) !== undefined;
}

type NamedField = readonly [name: string, field: JsonObject];

function parameterField({ place, required, schema, serialization }: ApiParameter, names: Set<string>): NamedField {
  const { location, name: wire } = place;
  const bare = location === 'header' ? snakeCase(wire.replace(/^x-/i, '')) : '';
  const name = takeName(names, [bare === '' ? asWord(wire) : bare, `${location}_${asWord(wire)}`]);
  return [
    name,
    {
      in: location,
      ...(name !== wire && { name: wire }),
      ...(required && location !== 'path' && { required }),
      ...(admitsContainer(schema) && styleValue(serialization, location)),
      ...schemaAndDefault(schema),
    },
  ];
}

/** Most serialization styles differ only for arrays and objects. */
function admitsContainer(schema: JsonSchema): boolean {
  return /"(?:array|object|properties|\$ref)"/.test(writeJson(schema));
}

function styleValue({ style, explode }: Serialization, location: Location): JsonObject {
  if (style === 'brackets' || style === 'indexed' || style === 'json') return { array: style };
  const usual = location === 'path' || location === 'header' ? 'simple' : 'form';
  if (style === 'form' && usual === 'form') return explode ? {} : { array: 'comma' };
  const exploded = style === 'form' || style === 'deepObject';
  return { ...(style !== usual && { style }), ...(explode !== exploded && { explode }) };
}

function bodyFields(
  body: NonNullable<ApiOperation['body']>,
  named: BodyMembers | null,
  names: Set<string>,
): readonly NamedField[] {
  const { schema, required, encoding } = body;
  if (named === null) {
    const name = takeName(names, ['body', 'whole_body']);
    return [[name, { in: 'body', whole: true, ...(required && { required }), ...schemaAndDefault(schema) }]];
  }
  return [...named.properties].map(([wire, member]) => {
    const name = takeName(names, [asWord(wire), `body_${asWord(wire)}`]);
    const place = wire.startsWith('/') ? formatPointer([wire]) : wire;
    const needed = named.required.has(wire);
    return [
      name,
      {
        in: 'body',
        ...(name !== wire && { name: place }),
        ...(needed && { required: true }),
        ...(encoding[wire] !== undefined && styleValue(encoding[wire], 'body')),
        ...schemaAndDefault(member),
      },
    ];
  });
}

/** A contract states `default` beside `schema`, and not inside the schema. */
function schemaAndDefault(schema: JsonSchema): JsonObject {
  const own = contractSchema(schema, '../schemas/');
  if (!isJsonObject(own) || own.default === undefined) return { schema: own };
  const { default: assumed, ...rest } = own;
  return { schema: rest, default: assumed };
}

interface BodyMembers {
  readonly properties: ReadonlyMap<string, JsonSchema>;
  readonly required: ReadonlySet<string>;
  readonly closed: boolean;
  /** A rule about several members, such as "`a` requires `b`". */
  readonly conditions?: JsonSchema;
}

/** Returns null if the members cannot be separate fields. The body must then be declared as one value. */
function bodyMembers(schema: JsonSchema, schemas: SchemaRegistry): BodyMembers | null {
  const parts = [...describingParts([schema], schemas).always];
  if (schemaParts(schema, schemas).impossible || !parts.every(isPlainObject)) return null;
  const properties = new Map<string, JsonSchema>();
  for (const part of parts)
    for (const [name, member] of schemaEntries(part.properties)) {
      const other = properties.get(name);
      // If two parts declare the same member differently, both declarations apply, so the member cannot be one field.
      if (other !== undefined && !isDeepStrictEqual(other, member)) return null;
      properties.set(name, member);
    }
  if (properties.size === 0) return null;
  const closed = parts.some(({ additionalProperties }) => additionalProperties === false);
  const conditions = parts.flatMap(conditionsOfMembers);
  return {
    properties,
    required: membersOfParts(parts, parts).required,
    closed,
    ...(conditions.length > 0 && { conditions: conditions.length === 1 ? conditions[0] : { allOf: conditions } }),
  };
}

const CONDITION_KEYWORDS = [
  ...['not', 'if', 'then', 'else', 'dependentRequired', 'dependentSchemas', 'propertyNames', 'patternProperties'],
  ...['minProperties', 'maxProperties'],
];

function conditionsOfMembers(part: JsonObject): readonly JsonObject[] {
  const stated = CONDITION_KEYWORDS.filter(
    (key) => part[key] !== undefined && !(key === 'minProperties' && part[key] === 0),
  );
  const choices = (['anyOf', 'oneOf'] as const).filter(
    (key) => schemaList(part[key]).length > 1 && schemaList(part[key]).every(isConstraint),
  );
  const kept = [...stated, ...choices].flatMap((key) => (part[key] === undefined ? [] : [[key, part[key]] as const]));
  return kept.length === 0 ? [] : [Object.fromEntries(kept)];
}

/** Returns true if the schema describes only an object's members. A contract can then list each member as a field. */
function isPlainObject(part: JsonObject): boolean {
  const { type, items, additionalProperties } = part;
  if (isJsonObject(additionalProperties) && Object.keys(additionalProperties).length > 0) return false;
  if (!isObjectType(type) || items !== undefined) return false;
  return choicesOf(part).every((branches) => {
    const others = branches.filter((branch) => !isNullSchema(branch));
    return others.length === 1 || others.every(isConstraint);
  });
}

function isObjectType(type: Json | undefined): boolean {
  return (
    type === undefined ||
    type === 'object' ||
    (Array.isArray(type) && type.every((each) => each === 'object' || each === 'null'))
  );
}

/** Returns true for a schema that states only which members must occur together. */
function isConstraint(part: JsonSchema): boolean {
  return isJsonObject(part) && Object.keys(part).every((key) => key === 'required' || key === 'not' || key === 'title');
}

function responsesOf(responses: readonly ApiResponse[]): JsonObject {
  const groups = [...groupBy(responses, ({ key }) => key)];
  return Object.fromEntries(
    groups.map(([key, [first, ...more]]) => [
      key,
      more.length === 0 ? responseValue(first) : [first, ...more].map(responseValue),
    ]),
  );
}

function responseValue({ status, mediaType, schema, headers }: ApiResponse): JsonObject {
  return {
    ...(mediaType === null && status < 300 && { body: 'none' }),
    ...(schema !== undefined && { body: contractSchema(schema, '../schemas/') }),
    ...(mediaType !== null && mediaType !== 'application/json' && { content: mediaType }),
    ...(headers.length > 0 && {
      headers: Object.fromEntries(
        headers.map((header) => [
          header.name,
          { schema: contractSchema(header.schema, '../schemas/'), ...(!header.required && { required: false }) },
        ]),
      ),
    }),
  };
}
