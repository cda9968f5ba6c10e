import { upgradeFromTwoToThree } from '@scalar/openapi-upgrader/2.0-to-3.0';
import { upgradeFromThreeToThreeOne } from '@scalar/openapi-upgrader/3.0-to-3.1';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { isPathItem, prepareSwagger } from './prepare-swagger.ts';

export type Version = '2.0' | '3.0' | '3.1';

/**
 * A document, or a part of one in a file of its own, as OpenAPI 3.1 says the same. The library does it; what it is known to
 * lose is put into a form that it keeps.
 */
export function upgradeDocument(value: unknown, version: Version): unknown {
  if (version === '3.1' || !isJsonObject(value)) return value;
  const kept = mapMembers(value, { object: repairSchema, name: hideName });
  const upgraded = version === '2.0' ? upgradeSwagger(kept) : upgradeThree(kept);
  return mapMembers(upgraded, { object: (object) => object, name: showName });
}

function upgradeSwagger(value: JsonObject): JsonObject {
  if (value.swagger !== undefined) return upgradeThree(upgradeFromTwoToThree(prepareSwagger(value)) as JsonObject); // a document stays one
  const around = (paths: JsonObject) => {
    const whole = prepareSwagger({ swagger: '2.0', paths });
    const { paths: upgraded } = upgradeThree(upgradeFromTwoToThree(whole) as JsonObject); // a document stays one
    return isJsonObject(upgraded) ? upgraded : {};
  };
  if (isPathItem(value)) return around({ '/part': value })['/part'] as JsonObject; // it was put there
  return Object.values<Json>(value).some(isPathItem) ? around(value) : upgradeThree(value);
}

/** The library looks at whole documents only. */
function upgradeThree(value: JsonObject): JsonObject {
  const { openapi } = value;
  const version = typeof openapi === 'string' && openapi.startsWith('3.0') ? openapi : '3.0.4';
  const { openapi: _, ...upgraded } = upgradeFromThreeToThreeOne({ ...value, openapi: version }) as JsonObject; // a document stays one
  return openapi === undefined ? upgraded : { ...upgraded, openapi };
}

/** It reads a member called `example` as the keyword, in maps of names too. */
const HIDDEN = '\u0001example';
const NAMED = new Set([
  'properties',
  'patternProperties',
  'schemas',
  'definitions',
  'parameters',
  'headers',
  'responses',
]);

function hideName(name: string, parent: string): string {
  return name === 'example' && NAMED.has(parent) ? HIDDEN : name;
}

function showName(name: string): string {
  return name === HIDDEN ? 'example' : name;
}

/** `nullable` beside an enum without null, and a discriminator that is only a name. */
function repairSchema(schema: JsonObject): JsonObject {
  const { nullable, enum: values, discriminator, properties } = schema;
  return {
    ...schema,
    ...(nullable === true && Array.isArray(values) && !values.includes(null) && { enum: [...values, null] }),
    ...(typeof discriminator === 'string' && (properties !== undefined || schema.type !== undefined)
      ? { discriminator: { propertyName: discriminator } }
      : {}),
  };
}

interface Mapping {
  readonly object: (object: JsonObject) => JsonObject;
  readonly name: (name: string, parent: string) => string;
}

/** A copy without shared parts, so that the library may change it. */
function mapMembers(value: JsonObject, mapping: Mapping, parent = ''): JsonObject {
  const entries = Object.entries(mapping.object(value)).flatMap(([key, member]: readonly [string, Json]) =>
    member === undefined ? [] : [[mapping.name(key, parent), mapMember(member, mapping, key)] as const],
  );
  return Object.fromEntries(entries);
}

function mapMember(member: Json, mapping: Mapping, key: string): Json {
  if (Array.isArray(member)) return member.map((item: Json) => mapMember(item, mapping, key));
  return isJsonObject(member) ? mapMembers(member, mapping, key) : member;
}
