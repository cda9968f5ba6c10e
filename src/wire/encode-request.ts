import type { Contract } from '../model/contract.ts';
import type { HttpRequest } from '../model/http.ts';
import type { Extra, RawRequest } from '../model/suite.ts';
import { CONTENT_TYPES, encodeBody } from './encode-body.ts';
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
}

/**
 * Logical fields → the request that the contract says. Values of a wrong type are written as well as can be.
 * Throws UNKNOWN_FIELD, MISSING_PATH_FIELD, EXTRA_BODY_NOT_OBJECT.
 */
export function encodeRequest(contract: Contract, values: FieldValues, options: EncodeOptions): HttpRequest {
  const { credentials, extra, raw } = options;
  const placed = placeValues(contract, values);
  const inBody = placed.filter(({ field }) => field.place.location === 'body');
  const body = encodeBody(contract, inBody, extra?.body);
  const text = raw?.body ?? body?.text;
  const rawType = raw?.body === undefined || contract.content === 'none' ? undefined : CONTENT_TYPES[contract.content];
  const headers = encodeHeaders(contract, {
    placed,
    host: options.host,
    credentials,
    contentType: body?.contentType ?? rawType,
    extra: extra?.headers ?? {},
  });
  const besides = [...Object.entries(credentials?.query ?? {}), ...extraQuery(extra?.query)];
  return {
    method: raw?.method ?? contract.method,
    target: raw?.target ?? encodeTarget(contract, { placed, basePath: options.basePath ?? '', besides }),
    headers: raw?.headers === undefined ? headers : replaceHeaders(headers, raw.headers),
    body: text === undefined ? null : Buffer.from(text, 'utf8'),
  };
}
