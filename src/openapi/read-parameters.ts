import { type Location, type Place, type Serialization, STYLES } from '../model/contract.ts';
import { isJsonObject, type JsonObject, type JsonSchema } from '../model/json.ts';
import { routeText, splitRoute } from '../model/route.ts';
import type { ApiParameter } from './api-document.ts';
import { follow } from './follow-ref.ts';
import type { RawOperation, ReadContext } from './read-context.ts';
import { exampleValues } from './tidy-schema.ts';

interface Parameter {
  readonly value: JsonObject;
  readonly base: string;
}

export function readParameters(context: ReadContext, raw: RawOperation): readonly ApiParameter[] {
  const found = new Map<string, Parameter>();
  const { item, operation } = raw;
  for (const { list, base } of [
    { list: item.value.parameters, base: item.base },
    { list: operation.parameters, base: raw.base },
  ])
    for (const value of Array.isArray(list) ? list : []) {
      const parameter = follow(context.bundle, { value, base });
      if (parameter !== null) found.set(`${parameter.value.in} ${parameter.value.name}`, parameter);
    }
  const parameters = [...found.values()].flatMap((each) => readParameter(context, raw, each));
  return [...parameters, ...openHoles(raw, parameters)];
}

/** OpenAPI ignores header parameters with these names. */
const RESERVED = new Set(['accept', 'content-type', 'authorization']);

const LOCATIONS: readonly Location[] = ['path', 'query', 'header', 'cookie'];

function readParameter(context: ReadContext, raw: RawOperation, parameter: Parameter): readonly ApiParameter[] {
  const { value } = parameter;
  const { name, in: where } = value;
  const location = LOCATIONS.find((each) => each === where);
  if (location === undefined || typeof name !== 'string' || name === '') {
    raw.lost.add(`a parameter in ${String(where)}`);
    return [];
  }
  if (location === 'header' && RESERVED.has(name.toLowerCase())) return [];
  const pair = location === 'path' ? openQuery(raw.key).get(name) : undefined;
  if (pair === undefined && location === 'path' && !holesOf(raw).has(name)) {
    raw.lost.add(`the path parameter ${name}: the path has no {${name}}`);
    return [];
  }
  const place: Place = pair === undefined ? { location, name } : { location: 'query', name: pair };
  if (value.allowEmptyValue === true && context.inFull) raw.lost.add(`allowEmptyValue of ${name}`);
  if (value.allowReserved === true) raw.lost.add('allowReserved: reserved characters are escaped in every value');
  return [
    {
      place,
      required: location === 'path' || value.required === true,
      schema: parameterSchema(context, parameter),
      serialization: readStyle(value, place.location),
      description: typeof value.description === 'string' ? value.description : null,
      ...(context.inFull && { deprecated: value.deprecated === true }),
    },
  ];
}

/** One segment may contain several names, as in `{id}@{time}`. */
function holesOf({ key }: RawOperation): Set<string> {
  return new Set([...splitRoute(key).path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? ''));
}

/** For a path `/notes?id={note_id}`, maps `note_id` to `id`. */
function openQuery(key: string): ReadonlyMap<string, string> {
  const pairs = (splitRoute(key).fixedQuery ?? '').split('&');
  return new Map(
    pairs.flatMap((pair) => {
      const [, name, hole] = OPEN_PAIR.exec(pair) ?? [];
      return name === undefined || hole === undefined ? [] : [[hole, name] as const];
    }),
  );
}

const OPEN_PAIR = /^([^=]+)=\{([^{}]+)\}$/;

/** Removes parameters from the query of a path: `/notes?id={note_id}` becomes `/notes`. */
export function withoutOpenQuery(key: string): string {
  const { path, fixedQuery = '' } = splitRoute(key);
  const fixed = fixedQuery.split('&').filter((pair) => pair !== '' && !pair.includes('{'));
  return routeText({ path, ...(fixed.length > 0 && { fixedQuery: fixed.join('&') }) });
}

/** A path parameter without a declaration is read as text. */
function openHoles(raw: RawOperation, parameters: readonly ApiParameter[]): readonly ApiParameter[] {
  const names = holesOf(raw);
  for (const { place } of parameters) if (place.location === 'path') names.delete(place.name);
  const declared = new Set(parameters.flatMap(({ place }) => (place.location === 'query' ? [place.name] : [])));
  const pairs = [...openQuery(raw.key).values()].filter((name) => !declared.has(name));
  const textAt = (location: Location, name: string): ApiParameter => ({
    place: { location, name },
    required: true,
    schema: { type: 'string' },
    serialization: readStyle({}, location),
    description: null,
  });
  return [...[...names].map((name) => textAt('path', name)), ...pairs.map((name) => textAt('query', name))];
}

function parameterSchema(context: ReadContext, { value, base }: Parameter): JsonSchema {
  const { schema, content } = value;
  if (schema !== undefined) return withExamples(context.schemas.read({ value: schema, base }), value);
  const [media] = isJsonObject(content) ? Object.values(content) : [];
  if (!isJsonObject(media) || media.schema === undefined) return { type: 'string' };
  return withExamples(context.schemas.read({ value: media.schema, base }), media);
}

/** If a parameter states no style, OpenAPI's default for its location applies. */
function readStyle(parameter: JsonObject, location: Location): Serialization {
  const { style, explode, content } = parameter;
  const isPairs = location === 'query' || location === 'cookie';
  const own = STYLES.find((each) => each === parameter['x-array-style']);
  if (own !== undefined) return { style: own, explode: true };
  if (isJsonObject(content) && style === undefined) return { style: 'json', explode: true };
  const chosen = STYLES.find((each) => each === style) ?? (isPairs ? 'form' : 'simple');
  const exploded = chosen === 'form' || chosen === 'deepObject';
  return { style: chosen, explode: typeof explode === 'boolean' ? explode : exploded };
}

/** Adds the examples that stand beside the schema in the document. */
export function withExamples(schema: JsonSchema, { example, examples }: JsonObject): JsonSchema {
  const stated = example !== undefined ? [example] : isJsonObject(examples) ? exampleValues(examples) : [];
  if (stated.length === 0 || schema === false) return schema;
  const own = isJsonObject(schema) ? schema : {};
  return own.examples === undefined ? { ...own, examples: stated } : own;
}
