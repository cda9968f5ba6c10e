import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { ApiResponse } from './api-document.ts';
import { follow } from './follow-ref.ts';
import type { RawOperation, ReadContext } from './read-operations.ts';

/** The responses of an operation, one entry per status and media type. A range is its first status. */
export function readResponses(context: ReadContext, raw: RawOperation): readonly ApiResponse[] {
  const { responses } = raw.operation;
  if (!isJsonObject(responses)) return [];
  const named = Object.keys(responses);
  return named
    .flatMap((key) => {
      const status = statusOf(key, named);
      if (status === null) {
        if (!key.startsWith('x-'))
          context.remarks.push(`${raw.method} ${raw.key}: the response "${key}" names no status and is left out`);
        return [];
      }
      const response = follow(context.bundle, { value: responses[key], base: raw.base });
      return response === null ? [] : readResponse(context, raw, { status, ...response });
    })
    .sort((a, b) => a.status - b.status);
}

function statusOf(key: string, all: readonly string[]): number | null {
  if (/^[1-5]\d\d$/.test(key)) return Number(key);
  const range = /^([1-5])xx$/i.exec(key);
  if (range !== null) {
    const status = Number(range[1]) * 100;
    return all.includes(String(status)) ? null : status;
  }
  return key === 'default' && !all.some((each) => /^2/.test(each)) ? 200 : null;
}

interface Response {
  readonly status: number;
  readonly value: JsonObject;
  readonly base: string;
}

function readResponse(context: ReadContext, raw: RawOperation, response: Response): readonly ApiResponse[] {
  const { status, value } = response;
  const shared = { status, headers: readHeaders(context, response), errors: strings(value['x-error-codes']) };
  const read = (schema: Json | undefined) =>
    schema === undefined ? undefined : context.schemas.read({ value: schema, base: response.base });
  if (context.swagger) {
    const produces = raw.operation.produces ?? context.root.produces;
    const [first = 'application/json'] = Array.isArray(produces) ? produces.map(String) : [];
    const type = Array.isArray(produces) && produces.includes('application/json') ? 'application/json' : first;
    return [{ ...shared, mediaType: value.schema === undefined ? null : type, schema: read(value.schema) }];
  }
  const content = isJsonObject(value.content) ? Object.entries(value.content) : [];
  if (content.length === 0) return [{ ...shared, mediaType: null, schema: undefined }];
  return content.map(([mediaType, media]) => ({
    ...shared,
    mediaType,
    schema: read(isJsonObject(media) ? media.schema : undefined),
  }));
}

function readHeaders(context: ReadContext, { value, base }: Response): ApiResponse['headers'] {
  return Object.entries(isJsonObject(value.headers) ? value.headers : {}).flatMap(([name, header]) => {
    const found = follow(context.bundle, { value: header, base });
    if (found === null) return [];
    const { required, schema, ...rest } = found.value;
    const { description: _, example: __, ...swagger } = rest;
    return [
      {
        name,
        required: required === true,
        schema: context.schemas.read({ value: schema ?? (context.swagger ? swagger : true), base: found.base }),
      },
    ];
  });
}

function strings(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
