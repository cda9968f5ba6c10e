import type { Contract } from '../model/contract.ts';
import type { HttpRequest } from '../model/http.ts';
import type { Extra, RawRequest } from '../model/suite.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import { encodeBody, sentMedia } from './encode-body.ts';
import { type Credentials, encodeHeaders, replaceHeaders } from './encode-headers.ts';
import { encodeTarget, extraQuery } from './encode-target.ts';
import { type FieldValues, placeValues } from './place-values.ts';

export interface EncodeOptions {
  readonly profile: string;
  /** What stands before every path: `/api`. */
  readonly basePath?: string;
  readonly host?: string;
  readonly credentials?: Credentials;
  readonly extra?: Extra;
  readonly raw?: RawRequest;
  /** What references in the fields' schemas stand for. */
  readonly schemas?: SchemaRegistry;
}

const NO_SCHEMAS: SchemaRegistry = new Map();

/**
 * Logical fields → the request that the contract says. Values of a wrong type are written as well as can be.
 * Throws UNKNOWN_FIELD, MISSING_PATH_FIELD, EXTRA_BODY_NOT_OBJECT.
 */
export function encodeRequest(contract: Contract, values: FieldValues, options: EncodeOptions): HttpRequest {
  const { credentials, extra, raw, schemas = NO_SCHEMAS } = options;
  const placed = placeValues(contract, values);
  const inBody = placed.filter(({ field }) => field.place.location === 'body');
  const body = encodeBody(contract, { placed: inBody, extra: extra?.body, schemas });
  const text = raw?.body ?? body?.text;
  const rawType = raw?.body === undefined ? undefined : sentMedia(contract);
  const headers = encodeHeaders(contract, {
    placed,
    host: options.host,
    credentials,
    contentType: body?.contentType ?? rawType,
    extra: extra?.headers ?? {},
    schemas,
  });
  const besides = [...Object.entries(credentials?.query ?? {}), ...extraQuery(extra?.query)];
  return {
    method: raw?.method ?? contract.method,
    target: raw?.target ?? encodeTarget(contract, { placed, basePath: options.basePath ?? '', besides, schemas }),
    headers: raw?.headers === undefined ? headers : replaceHeaders(headers, raw.headers),
    body: text === undefined ? null : Buffer.from(text, 'utf8'),
  };
}
