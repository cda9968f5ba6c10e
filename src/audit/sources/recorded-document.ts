import { groupBy } from '../../lib/group-by.ts';
import { isNumeric } from '../../lib/json-text.ts';
import { mediaType } from '../../lib/media-type.ts';
import { jsonTypeOf } from '../../lib/preview-value.ts';
import { isRedacted } from '../../lib/redaction-mark.ts';
import type { Exchange, RecordingEntry } from '../../model/exchange.ts';
import { headerValue, METHODS, type Method } from '../../model/http.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../../model/json.ts';
import { type RouteTemplate, splitRoute } from '../../model/route.ts';
import type { ApiBody, ApiDocument, ApiOperation, ApiParameter, ApiResponse } from '../../openapi/api-document.ts';
import { findOperation } from '../../wire/find-operation.ts';
import { jsonBody } from '../../wire/json-body.ts';
import { compileRoutes, pathOf } from '../../wire/match-route.ts';
import { queryPairs, withoutFixed } from '../../wire/query-pairs.ts';
import { isStandardHeader } from '../../wire/standard-headers.ts';

/** Takes the method and path of each operation from the matching operation of `other`. */
export function recordedDocument(entries: Iterable<RecordingEntry>, other: ApiDocument): ApiDocument {
  const routes = compileRoutes(
    other.operations.map((like) => ({
      ...{ id: `${like.method} ${like.path}`, method: like.method, like },
      ...splitRoute(like.path),
    })),
  );
  const seen = new Map<string, { readonly like: ApiOperation; readonly exchanges: Exchange[] }>();
  for (const entry of entries) {
    if (entry.kind !== 'exchange' || entry.response === null || entry.superseded) continue;
    const { method, target } = entry.request;
    const like = findOperation(routes, method, target)?.like ?? unknownOperation(method, pathOf(target));
    if (like === null) continue;
    const key = `${like.method} ${like.path}`;
    const known = seen.get(key) ?? { like, exchanges: [] };
    known.exchanges.push(entry);
    seen.set(key, known);
  }
  return {
    ...{
      title: 'recording',
      version: '',
      source: 'recording',
      auth: {},
      servers: [],
      lines: new Map(),
      remarks: [],
      outgoing: [],
    },
    schemas: new Map(),
    operations: [...seen.values()].map(({ like, exchanges }) => toOperation(like, exchanges)),
  };
}

function unknownOperation(method: string, path: string): ApiOperation | null {
  const known = METHODS.find((each): each is Method => each === method);
  if (known === undefined) return null;
  return {
    ...{ method: known, path, key: path, operationId: null, tag: null, summary: '', lifecycle: 'shipped', auth: [] },
    ...{
      authOptional: true,
      security: [],
      parameters: [],
      body: null,
      responses: [],
      links: [],
      partial: [],
      outgoing: [],
    },
  };
}

function toOperation(like: ApiOperation, exchanges: readonly Exchange[]): ApiOperation {
  const accepted = exchanges.filter(({ response }) => response !== null && response.status < 400);
  return {
    ...like,
    parameters: [
      ...like.parameters.filter(({ place }) => place.location === 'path'),
      ...parametersOf(accepted, splitRoute(like.path)),
    ],
    body: bodyOf(accepted),
    responses: responsesOf(exchanges),
  };
}

function parametersOf(exchanges: readonly Exchange[], route: RouteTemplate): readonly ApiParameter[] {
  const texts = new Map<
    string,
    { readonly parameter: Omit<ApiParameter, 'schema' | 'required'>; readonly values: string[]; count: number }
  >();
  for (const { request } of exchanges) {
    const sent = [
      ...withoutFixed(route, queryPairs(request.target)).map(([name, value]) => ['query', name, value] as const),
      ...request.headers
        .filter(([name]) => !isStandardHeader(name))
        .map(([name, value]) => ['header', name, value] as const),
    ];
    const here = new Set<string>();
    for (const [location, name, value] of sent) {
      const key = `${location} ${location === 'header' ? name.toLowerCase() : name}`;
      const serialization = { style: location === 'query' ? 'form' : 'simple', explode: location === 'query' } as const;
      const known = texts.get(key) ?? {
        parameter: { place: { location, name }, serialization, description: null },
        values: [],
        count: 0,
      };
      known.values.push(value);
      if (!here.has(key)) known.count++;
      here.add(key);
      texts.set(key, known);
    }
  }
  return [...texts.values()].map(({ parameter, values, count }) => ({
    ...parameter,
    required: count === exchanges.length,
    schema: schemaOf(values.map(readText)),
  }));
}

/** Reads `20` as a number and `true` as a boolean, because queries and headers contain only text. */
function readText(text: string): Json {
  if (/^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text)) return Number(text);
  return text === 'true' || text === 'false' ? text === 'true' : text;
}

function bodyOf(exchanges: readonly Exchange[]): ApiBody | null {
  const sent = exchanges.filter(({ request: { body } }) => body !== null && body.length > 0);
  const [first] = sent;
  if (first === undefined) return null;
  const types = groupBy(sent, ({ request }) =>
    mediaType(headerValue(request.headers, 'content-type') ?? 'application/octet-stream'),
  );
  const contents = [...types].map(([type, those]) => ({
    mediaType: type,
    encoding: {},
    schema: schemaOf(those.map(({ request }) => jsonBody(request.body))),
  }));
  const schema = contents[0]?.schema ?? true;
  return {
    mediaType: contents[0]?.mediaType ?? '',
    others: [],
    schema,
    required: sent.length === exchanges.length,
    encoding: {},
    contents,
  };
}

function responsesOf(exchanges: readonly Exchange[]): readonly ApiResponse[] {
  const groups = new Map<
    string,
    { readonly status: number; readonly mediaType: string | null; readonly bodies: (Json | undefined)[] }
  >();
  for (const { response, unjudgedAnswer } of exchanges) {
    if (response === null || unjudgedAnswer === true) continue;
    const { status, body, headers } = response;
    const type =
      body.length === 0 ? null : mediaType(headerValue(headers, 'content-type') ?? 'application/octet-stream');
    const key = `${status} ${type}`;
    const group = groups.get(key) ?? { status, mediaType: type, bodies: [] };
    group.bodies.push(response.truncatedAt === undefined ? jsonBody(body) : undefined);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ status, mediaType: type, bodies }) => ({
    ...{ status, key: String(status), mediaType: type, headers: [], errors: [] },
    schema: type === null ? undefined : schemaOf(bodies),
  }));
}

const MOST_VALUES = 200;

/** Returns the narrowest schema that all known values fulfil. */
export function schemaOf(values: readonly (Json | undefined)[]): JsonSchema {
  const known = values.filter((value): value is Json => value !== undefined && !isRedacted(value));
  if (known.length === 0) return false;
  const objects = known.filter(isJsonObject);
  const lists = known.filter((value): value is readonly Json[] => Array.isArray(value));
  const scalars = new Set(known.filter((value) => !isJsonObject(value) && !Array.isArray(value)));
  const isPlain = scalars.size > 0 && objects.length + lists.length === 0 && scalars.size <= MOST_VALUES;
  return {
    type: [...new Set(known.map(jsonTypeOf))],
    ...(isPlain && { enum: [...scalars] }),
    ...numberBounds([...scalars].filter(isNumeric)),
    ...(objects.length > 0 && objectOf(objects)),
    ...(lists.length > 0 && {
      items: schemaOf(lists.flat()),
      ...extremes(
        'Items',
        lists.map((list) => list.length),
      ),
    }),
    ...textBounds([...scalars].filter((value) => typeof value === 'string')),
  };
}

function objectOf(objects: readonly JsonObject[]): JsonObject {
  const names = new Set(objects.flatMap((object) => Object.keys(object)));
  const members = [...names].map((name) => [name, schemaOf(objects.map((object) => object[name]))] as const);
  const required = [...names].filter((name) => objects.every((object) => Object.hasOwn(object, name)));
  return { properties: Object.fromEntries(members), required, additionalProperties: false };
}

function numberBounds(numbers: readonly (number | bigint)[]): JsonObject {
  const [first, ...rest] = numbers;
  if (first === undefined) return {};
  const minimum = rest.reduce((least, each) => (each < least ? each : least), first);
  return { minimum, maximum: rest.reduce((most, each) => (each > most ? each : most), first) };
}

function textBounds(texts: readonly string[]): JsonObject {
  return texts.length === 0
    ? {}
    : extremes(
        'Length',
        texts.map((text) => [...text].length),
      );
}

function extremes(what: 'Items' | 'Length', counts: readonly number[]): JsonObject {
  const least = counts.reduce((a, b) => Math.min(a, b));
  return { [`min${what}`]: least, [`max${what}`]: counts.reduce((a, b) => Math.max(a, b)) };
}
