import { isDeepStrictEqual } from 'node:util';
import { writeJson } from '../lib/json-text.ts';
import { fullMediaType, isJsonMedia, mediaContent, mediaType, typeInRange } from '../lib/media-type.ts';
import { type Serialization, STYLES } from '../model/contract.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import type { ApiBody, ApiContent } from './api-document.ts';
import { follow, type Spot } from './follow-ref.ts';
import type { RawOperation, ReadContext } from './read-context.ts';
import { withExamples } from './read-parameters.ts';

/** Reads only one content type of the body, preferably JSON or a form. */
export function readBody(context: ReadContext, raw: RawOperation): ApiBody | null {
  const body = follow(context.bundle, { value: raw.operation.requestBody, base: raw.base });
  if (body === null || !isJsonObject(body.value.content)) return null;
  const { content } = body.value;
  const types = Object.keys(content)
    .map(asWritten)
    .toSorted((a, b) => rank(a) - rank(b));
  const [media] = types;
  if (media === undefined) return null;
  const chosen = contentOf(content, media);
  const schema = bodySchema(context, raw, { media, value: chosen, base: body.base });
  const others = types.slice(1);
  const alike = others.filter((type) => hasSameFields(content, [media, type]));
  const unexamined = others.filter((type) => !alike.includes(type));
  for (const type of unexamined)
    raw.lost.add(
      `request bodies of type ${type}: only the fields of ${media} are declared, so these bodies are not examined`,
    );
  return {
    mediaType: media,
    others: alike,
    ...(unexamined.length > 0 && { unexamined }),
    schema,
    required: body.value.required === true,
    encoding: readEncoding(chosen.encoding ?? body.value['x-encoding']),
    ...(context.inFull && { contents: readContents(context, raw, { content, ...body }) }),
  };
}

function contentOf(content: JsonObject, media: string): JsonObject {
  const stated = Object.entries(content).find(([type]) => asWritten(type) === media)?.[1];
  return isJsonObject(stated) ? stated : {};
}

/** Media types of the same kind, such as JSON, are taken to have the same fields. */
function hasSameFields(content: JsonObject, [media, other]: readonly [string, string]): boolean {
  if (mediaContent(other) === mediaContent(media)) return true;
  const [mine, theirs] = [contentOf(content, media).schema, contentOf(content, other).schema];
  const isRead = [media, other].every((type) => mediaContent(type) !== 'text');
  return isRead && mine !== undefined && isDeepStrictEqual(mine, theirs);
}

function readContents(
  context: ReadContext,
  { lost }: RawOperation,
  { content, value, base }: Spot & { readonly content: JsonObject },
): readonly ApiContent[] {
  return Object.entries(content).map(([type, media]) => {
    const { schema, encoding } = isJsonObject(media) ? media : {};
    for (const [name, each] of Object.entries(isJsonObject(encoding) ? encoding : {}))
      if (isJsonObject(each))
        for (const key of ['contentType', 'headers', 'allowReserved'])
          if (each[key] !== undefined) lost.add(`${key} of ${name} in ${type}: ${writeJson(each[key])}`);
    const shared = isJsonObject(value) ? value['x-encoding'] : undefined;
    return {
      mediaType: fullMediaType(type),
      schema: context.schemas.read({ value: schema ?? true, base }),
      encoding: readEncoding(encoding ?? shared),
    };
  });
}

/** Removes parameters such as `charset`, because contracts contain media types without parameters. */
function asWritten(type: string): string {
  const media = mediaType(type);
  return media === '*/*' || !media.includes('/') ? 'application/json' : media;
}

/** Only the media type with the lowest rank is imported as the request body. */
function rank(media: string): number {
  if (media === 'application/json') return 0;
  if (media.includes('*')) return 2;
  const order = ['json', 'form', 'multipart', 'text'];
  return media === 'application/json-patch+json'
    ? 6
    : order.indexOf(mediaContent(media)) + (isJsonMedia(media) ? 1 : 2);
}

/** Only JSON, forms and plain text are read. All other bodies are reported as not examined. */
function bodySchema(
  context: ReadContext,
  raw: RawOperation,
  { media, value, base }: Spot & { readonly media: string; readonly value: JsonObject },
): JsonSchema {
  if (isOpaque(media)) {
    raw.lost.add(`request bodies of type ${media}: the content is sent as text`);
    return { type: 'string', ...(!media.includes('xml') && !media.startsWith('text/') && { format: 'binary' }) };
  }
  return withExamples(context.schemas.read({ value: value.schema, base }), value);
}

export function isOpaque(media: string): boolean {
  return mediaContent(typeInRange(media)) === 'text' && media !== 'text/plain';
}

/** Leaves out a style that is the default in contracts and in OpenAPI. */
function readEncoding(encoding: Json | undefined): { readonly [member: string]: Serialization } {
  const stated = Object.entries(isJsonObject(encoding) ? encoding : {}).flatMap(([name, value]) => {
    if (!isJsonObject(value)) return [];
    const style = STYLES.find((each) => each === value.style) ?? 'form';
    const explode = typeof value.explode === 'boolean' ? value.explode : style === 'form' || style === 'deepObject';
    return style === 'form' && explode ? [] : [[name, { style, explode }] as const];
  });
  return Object.fromEntries(stated);
}
