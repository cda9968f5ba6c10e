import { upgradeFromTwoToThree } from '@scalar/openapi-upgrader/2.0-to-3.0';
import { upgradeFromThreeToThreeOne } from '@scalar/openapi-upgrader/3.0-to-3.1';
import { userError } from '../lib/error.ts';
import { errorMessage } from '../lib/error-text.ts';
import { writeJson } from '../lib/json-text.ts';
import { nearest } from '../lib/nearest.ts';
import { METHODS } from '../model/http.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { schemasWithin } from '../schema/keywords.ts';
import { refCycles } from '../schema/ref-cycles.ts';
import { type ApiDocument, SCHEMA_FOLDER } from './api-document.ts';
import { type Bundle, type BundleOptions, loadBundle } from './load-bundle.ts';
import { pathLines } from './parse-text.ts';
import { isPathItem, prepareSwagger } from './prepare-swagger.ts';
import { readAuth } from './read-auth.ts';
import { readOperations, readWebhooks } from './read-operations.ts';
import { schemaReader } from './read-schema.ts';
import { readServers } from './read-servers.ts';
import { splitDirections } from './split-directions.ts';

interface ReadOptions extends BundleOptions {
  /** If true, also reads parts that only a comparison of documents needs. */
  readonly inFull?: boolean;
}

/** Reads OpenAPI 3.0, OpenAPI 3.1 or Swagger 2.0, including all referenced files. */
export async function readDocument(location: string, options: ReadOptions): Promise<ApiDocument> {
  return readBundle(await loadBundle(location, options), options);
}

function readBundle(loaded: Bundle, { inFull = false }: ReadOptions): ApiDocument {
  const { root: source, text } = loaded;
  const version = versionOf(source, rootOf(loaded));
  const bundle = upgradeBundle(loaded, version);
  const root = rootOf(bundle);
  const schemas = schemaReader(bundle, inFull);
  const auth = readAuth(bundle, root, inFull);
  const context = { bundle, root, schemas, auth, inFull };
  const read = readOperations(context);
  if (read.length === 0)
    throw userError('operations-missing', `${source}: has no operation`, {
      hint: 'check that the document has operations under "paths"',
    });
  const info = isJsonObject(root.info) ? root.info : {};
  const webhooks = inFull ? readWebhooks(context) : [];
  const all = withoutCycles(schemas.finish(), source);
  const leftOut = operationsLeftOut(root);
  const { operations, outgoing, schemas: shared } = splitDirections({ operations: read, outgoing: webhooks }, all);
  return {
    title: typeof info.title === 'string' && info.title.trim() !== '' ? info.title.trim() : 'unnamed',
    version: typeof info.version === 'string' || typeof info.version === 'number' ? String(info.version) : '',
    source,
    operations,
    schemas: shared,
    auth: auth.schemes,
    servers: readServers(root.servers).map(({ origin, path: base }) => origin + base),
    lines: pathLines(text),
    outgoing,
    ...(inFull && { unread: leftOut.map(({ name, operation }) => `${name}: ${writeJson(operation)}`) }),
    remarks: [
      ...operations.flatMap(({ method, key, partial }) => partial.map((lost) => `${method} ${key}: ${lost}`)),
      ...leftOut.map(({ name }) => `${name}: left out, because no contract can have this method`),
    ],
  };
}

const OF_ITEM = new Set(['parameters', 'servers', 'summary', 'description', '$ref']);

function operationsLeftOut({ paths }: JsonObject): readonly { readonly name: string; readonly operation: Json }[] {
  return Object.entries(isJsonObject(paths) ? paths : {}).flatMap(([path, item]) =>
    Object.entries(isJsonObject(item) ? item : {})
      .filter(
        ([key]) => !OF_ITEM.has(key) && !key.startsWith('x-') && !METHODS.some((each) => each.toLowerCase() === key),
      )
      .map(([key, operation]) => ({ name: `${key.toUpperCase()} ${path}`, operation })),
  );
}

/** Rejects a schema that refers only to itself, because no value can be valid. */
function withoutCycles(schemas: ReadonlyMap<string, JsonSchema>, source: string): ReadonlyMap<string, JsonSchema> {
  const parts = [...schemas].flatMap(([id, schema]) => schemasWithin(schema).map((part) => ({ id, part })));
  const all = parts.map(({ part }) => part);
  const cyclic = new Set(refCycles(schemas, all));
  const found = parts.find(({ part }) => cyclic.has(part));
  if (found === undefined) return schemas;
  const message = `${source}: the schema ${found.id.slice(SCHEMA_FOLDER.length)} refers to itself`;
  throw userError('ref-cyclic', message, {
    hint: 'change the $ref to a different schema, or move the $ref below properties or items',
  });
}

/** A file without a version has the version of the root document. */
function upgradeBundle(bundle: Bundle, version: Version): Bundle {
  const documents = new Map(bundle.documents);
  for (const [location, loaded] of bundle.documents)
    if ('value' in loaded)
      documents.set(location, { value: upgraded(loaded.value, location, ownVersion(loaded.value) ?? version) });
  return { ...bundle, documents };
}

/** The upgrade throws if a value has the wrong type, such as an object in place of a list. */
function upgraded(value: unknown, location: string, version: Version): unknown {
  try {
    return upgradeDocument(value, version);
  } catch (error) {
    const message = `${location}: cannot be read as OpenAPI ${version}: ${errorMessage(error)}`;
    throw userError('document-invalid', message, {
      hint: 'a value must be a list or an object, but has another type: an OpenAPI validator shows the place',
    });
  }
}

function ownVersion(value: unknown): Version | undefined {
  if (!isJsonObject(value)) return undefined;
  const stated = String(value.openapi ?? value.swagger ?? '');
  return (['2.0', '3.0', '3.1'] as const).find((version) => stated.startsWith(version));
}

function rootOf({ root, documents }: Bundle): JsonObject {
  const loaded = documents.get(root);
  const value = loaded !== undefined && 'value' in loaded ? loaded.value : undefined;
  if (isJsonObject(value)) return value;
  const was = Array.isArray(value) ? 'a list' : value === null || value === undefined ? 'nothing' : 'plain text';
  throw userError('openapi-missing', `${root}: must be an OpenAPI document; was ${was}`, { hint: HINT });
}

const HINT = 'the document must contain a version, for example openapi: 3.1.0';

function versionOf(source: string, root: JsonObject): Version {
  const stated = root.openapi ?? root.swagger;
  if (stated === undefined) {
    const keys = Object.keys(root);
    const guess = nearest('openapi', keys);
    const shown = keys.slice(0, 8).join(', ') || 'nothing';
    const message = `${source}: must be an OpenAPI document; the document has neither "openapi" nor "swagger", but ${shown}`;
    throw userError('openapi-missing', message, {
      hint: guess === undefined ? HINT : `did you mean "openapi" in place of "${guess}"?`,
    });
  }
  const version = typeof stated === 'number' ? stated.toFixed(1) : String(stated);
  if (root.swagger !== undefined && version === '2.0') return '2.0';
  if (/^3\.0(\.|$)/.test(version)) return '3.0';
  // OpenAPI 3.2 only adds to OpenAPI 3.1, so a 3.2 document is read as 3.1.
  if (/^3\.[12](\.|$)/.test(version)) return '3.1';
  throw userError('version-unsupported', `${source}: must be OpenAPI 3.0 or 3.1, or Swagger 2.0; was ${version}`, {
    hint: 'convert the document to one of these versions',
  });
}

type Version = '2.0' | '3.0' | '3.1';

/** Rewrites parts that the upgrade library would lose. */
function upgradeDocument(value: unknown, version: Version): unknown {
  if (version === '3.1' || !isJsonObject(value)) return value;
  const kept = mapMembers(value, { object: repairSchema, name: hideName });
  const upgraded = version === '2.0' ? upgradeSwagger(kept) : upgradeThree(kept);
  return mapMembers(upgraded, { object: (object) => object, name: showName });
}

function upgradeSwagger(value: JsonObject): JsonObject {
  if (value.swagger !== undefined) return upgradeThree(upgradeFromTwoToThree(prepareSwagger(value)) as JsonObject); // safe cast: the library returns JSON
  const around = (paths: JsonObject) => {
    const whole = prepareSwagger({ swagger: '2.0', paths });
    const { paths: upgraded } = upgradeThree(upgradeFromTwoToThree(whole) as JsonObject); // safe cast: the library returns JSON
    return isJsonObject(upgraded) ? upgraded : {};
  };
  if (isPathItem(value)) return around({ '/part': value })['/part'] as JsonObject; // safe cast: `around` returns the same keys
  return Object.values<Json>(value).some(isPathItem) ? around(value) : upgradeThree(value);
}

/** A part of a document gets a version first, because the library does not upgrade a document without a version. */
function upgradeThree(value: JsonObject): JsonObject {
  const { openapi } = value;
  const version = typeof openapi === 'string' && openapi.startsWith('3.0') ? openapi : '3.0.4';
  const { openapi: _, ...upgraded } = upgradeFromThreeToThreeOne({ ...value, openapi: version }) as JsonObject; // safe cast: the library returns JSON
  return openapi === undefined ? upgraded : { ...upgraded, openapi };
}

/** A property named `example` is renamed, because the library would read the name as a keyword. */
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

/** Handles what the library ignores, such as `nullable` with an enum that lacks null. */
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

/** Copies the value without shared objects, because the library may change its input. */
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
