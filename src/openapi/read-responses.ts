import { mediaType } from '../lib/media-type.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { ApiResponse } from './api-document.ts';
import { follow } from './follow-ref.ts';
import { isOpaque } from './read-body.ts';
import type { RawOperation, ReadContext } from './read-context.ts';

/** The responses of an operation, one entry per status and media type. */
export function readResponses(context: ReadContext, raw: RawOperation): readonly ApiResponse[] {
  const { responses } = raw.operation;
  if (!isJsonObject(responses)) return [];
  const named = Object.keys(responses);
  return named
    .flatMap((stated) => {
      const key = stated.toLowerCase() === 'default' ? 'default' : stated.toUpperCase();
      const status = statusOf(key, named);
      if (status === null) {
        if (!stated.startsWith('x-')) raw.lost.add(`the response "${stated}", which names no status`);
        return [];
      }
      const response = follow(context.bundle, { value: responses[stated], base: raw.base });
      return response === null ? [] : readResponse(context, raw, { status, key, ...response });
    })
    .sort((a, b) => a.status - b.status || (a.key < b.key ? -1 : 1));
}

function statusOf(key: string, all: readonly string[]): number | null {
  if (/^[1-5]\d\d$/.test(key)) return Number(key);
  if (/^[1-5]XX$/.test(key)) return Number(key[0]) * 100;
  if (key !== 'default') return null;
  return all.some((each) => /^[23]/.test(each)) ? 400 : 200;
}

interface Response {
  readonly status: number;
  readonly key: string;
  readonly value: JsonObject;
  readonly base: string;
}

function readResponse(context: ReadContext, raw: RawOperation, response: Response): readonly ApiResponse[] {
  const { status, key, value, base } = response;
  const shared = { status, key, headers: readHeaders(context, response), errors: errorCodes(value['x-error-codes']) };
  const content = isJsonObject(value.content) ? Object.entries(value.content) : [];
  if (content.length === 0) return [{ ...shared, mediaType: null, schema: undefined }];
  return content.map(([stated, media]) => {
    const type = mediaType(stated);
    const schema = isJsonObject(media) ? media.schema : undefined;
    const opaque = schema !== undefined && isOpaque(type) && !context.inFull;
    if (opaque) raw.lost.add(`the content of a ${type} response: it is not looked into`);
    return {
      ...shared,
      mediaType: type,
      schema: schema === undefined || opaque ? undefined : context.schemas.read({ value: schema, base }),
    };
  });
}

function readHeaders(context: ReadContext, { value, base }: Response): ApiResponse['headers'] {
  return Object.entries(isJsonObject(value.headers) ? value.headers : {}).flatMap(([name, header]) => {
    const found = follow(context.bundle, { value: header, base });
    if (found === null) return [];
    const { required, schema } = found.value;
    // OpenAPI says to ignore it: `content` says what it is.
    if (name.toLowerCase() === 'content-type') return [];
    return [
      {
        name,
        required: required === true,
        schema: context.schemas.read({ value: schema ?? true, base: found.base }),
      },
    ];
  });
}

function errorCodes(value: Json | undefined): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((each: Json) => typeof each === 'string' || typeof each === 'number').map(String);
}
