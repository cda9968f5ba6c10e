import { codedError } from '../lib/error.ts';
import { percentEncode } from '../lib/percent.ts';
import { remember } from '../lib/remember.ts';
import type { Contract } from '../model/contract.ts';
import type { HttpRequest } from '../model/http.ts';
import type { Json } from '../model/json.ts';
import type { Extra, RawRequest } from '../model/suite.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import { encodeBody, sentMedia } from './encode-body.ts';
import { type Credentials, encodeHeaders, replaceHeaders } from './encode-headers.ts';
import { type FieldValues, type PlacedValue, placeValues } from './place-values.ts';
import { scalarText, writePairs, writeSegment } from './styles.ts';

export interface EncodeOptions {
  readonly profile: string;
  /** Prefix of every path, for example `/api`. */
  readonly basePath?: string;
  readonly host?: string;
  readonly credentials?: Credentials;
  /** Default headers, which a field, the credential or `extra` can replace. */
  readonly headers?: { readonly [name: string]: string };
  readonly extra?: Extra;
  readonly raw?: RawRequest;
  readonly schemas?: SchemaRegistry;
}

const NO_SCHEMAS: SchemaRegistry = new Map();

/**
 * Encodes logical fields as a request, including values of a wrong type. @throws field-unknown, path-field-missing,
 * body-not-object
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
    common: options.headers ?? {},
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

interface TargetParts {
  readonly placed: readonly PlacedValue[];
  readonly basePath: string;
  readonly besides: readonly (readonly [string, string])[];
  readonly schemas: SchemaRegistry;
}

function encodeTarget(contract: Contract, parts: TargetParts): string {
  const path = pathText(contract, parts.placed);
  const query: string[] = contract.fixedQuery === undefined ? [] : [contract.fixedQuery];
  const add = ([name, text]: readonly [string, string]) => query.push(`${percentEncode(name)}=${percentEncode(text)}`);
  for (const { field, value } of parts.placed)
    if (field.place.location === 'query') writePairs(field, field.place.name, value, parts.schemas).forEach(add);
  parts.besides.forEach(add);
  return parts.basePath.replace(/\/+$/, '') + path + (query.length > 0 ? `?${query.join('&')}` : '');
}

function pathText(contract: Contract, placed: readonly PlacedValue[]): string {
  return piecesOf(contract)
    .map((piece, index) => (index % 2 === 0 ? piece : holeText(contract, piece, placed)))
    .join('');
}

/** Splits `/orders/{id}/lines` into the texts and names `/orders/`, `id` and `/lines`. */
const piecesOf = remember(({ path }: Contract): readonly string[] => path.split(/\{([^{}]+)\}/));

/** Turns a list in `extra.query` into repeated pairs. */
function extraQuery(extra: { readonly [name: string]: Json } | undefined): (readonly [string, string])[] {
  return Object.entries(extra ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item: Json) => [name, scalarText(item, 'true-false')] as const),
  );
}

function holeText(contract: Contract, hole: string, placed: readonly PlacedValue[]): string {
  const found = placed.find(({ field }) => field.place.location === 'path' && field.place.name === hole);
  if (found === undefined) {
    throw codedError(
      'path-field-missing',
      `${contract.id} requires a value for "${hole}" of ${contract.path}; got none`,
    );
  }
  return writeSegment(found.field, hole, found.value);
}
