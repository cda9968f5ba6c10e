import { readPointer } from '../../lib/json-pointer.ts';
import { writeJson } from '../../lib/json-text.ts';
import { isJsonMedia, mediaType, typeInRange } from '../../lib/media-type.ts';
import { previewText } from '../../lib/preview-value.ts';
import { remember, rememberLast } from '../../lib/remember.ts';
import type { Contract, ContractSet, ErrorEnvelope, ResponseHeader, ResponseSpec } from '../../model/contract.ts';
import type { HeaderList, HttpRequest, HttpResponse } from '../../model/http.ts';
import { isJsonObject, type Json, type JsonSchema } from '../../model/json.ts';
import { isSuccess } from '../../model/response-status.ts';
import type { OddAnswer, ResponseVariation } from '../../model/trace.ts';
import { fillLoosely, fillSchema } from '../../schema/fill-schema.ts';
import type { SchemaRegistry } from '../../schema/resolve-ref.ts';
import { specializeRegistry, specializeSchema } from '../../schema/specialize-schema.ts';
import { withMember } from '../../wire/json-body.ts';
import { jsonResponse } from './listener.ts';
import { createSentinels } from './sentinels.ts';

export interface Answering {
  readonly contracts: ContractSet;
  readonly profile: string;
  /** Index of the value that is sent for each enumeration. The default is 0. */
  readonly turn?: number;
}

/** The value of `Retry-After`: a number that can be recognised wherever a client shows it. */
const RETRY_AFTER_SECONDS = 7;
/** The date is in the past, because the client would otherwise wait until this date. */
const RETRY_AFTER_DATE = 'Wed, 21 Oct 2015 07:28:00 GMT';

export function oddAnswer(
  odd: Exclude<OddAnswer, { readonly kind: 'varied' }>,
  contract: Contract | null,
  answering: Answering,
): HttpResponse {
  const empty = new Uint8Array();
  switch (odd.kind) {
    case 'error':
      return errorAnswer(odd, contract, answering);
    case 'not-json':
      return htmlResponse(odd.status, '<html>pw~not-json</html>');
    case 'empty':
      return { status: odd.status, headers: [], body: empty };
    case 'not-modified':
      return { status: 304, headers: [['ETag', '"pw~etag"']], body: empty };
  }
}

export function undocumentedAnswer({ method, target }: HttpRequest, { contracts }: Answering): HttpResponse {
  const { envelope, unknownRoute } = contracts.api;
  const [known] = unknownRoute;
  const message = `no contract describes ${method} ${previewText(target, 200)}`;
  if (envelope === null) return jsonResponse(known?.status ?? 404, { error: message });
  const coded = withMember({}, envelope.code, known?.code ?? 'unknown_route');
  return jsonResponse(known?.status ?? 404, withMember(coded, envelope.message, message));
}

export function successResponse(contract: Contract, answering: Answering, vary?: ResponseVariation): HttpResponse {
  if ((answering.turn ?? 0) > 0) return makeResponse(contract, answering, vary);
  return firstResponses(answering.contracts)(answering.profile)(contract)(vary);
}

/** Responses are kept for at most this number of contracts, because a method calls only a few operations. */
const KEPT = 8;

/** Stores the response to a first request. A response to a repeated request (`turn` above 0) is not stored. */
const firstResponses = remember((contracts: ContractSet) =>
  remember(
    (profile: string) =>
      rememberLast(
        (contract: Contract) =>
          remember(
            (vary: ResponseVariation | undefined) => makeResponse(contract, { contracts, profile }, vary),
            new Map(),
          ),
        KEPT,
      ),
    new Map(),
  ),
);

function makeResponse(
  contract: Contract,
  { contracts, profile, turn = 0 }: Answering,
  vary: ResponseVariation | undefined,
): HttpResponse {
  const options = { profile, turn, schemas: contracts.schemas, ...(vary !== undefined && { vary }) };
  const { status, headers, body } = fullAnswer(contract, options);
  const isJson = headers.some(([name, value]) => name === 'Content-Type' && value.includes('json'));
  const text = body === null ? '' : isJson || typeof body !== 'string' ? writeJson(body) : body;
  return { status, headers, body: Buffer.from(text) };
}

type DeclaredError = Extract<OddAnswer, { readonly kind: 'error' }>;

function errorAnswer(odd: DeclaredError, contract: Contract | null, answering: Answering): HttpResponse {
  const { contracts, profile } = answering;
  const { envelope } = contracts.api;
  const spec = declaredError(odd, contract, profile) ?? undeclaredError(odd);
  const enveloped = spec.body === undefined && envelope !== null ? { ...spec, body: envelope.body } : spec;
  const { headers, body } = fillResponse(enveloped, contract ?? { id: '' }, { profile, schemas: contracts.schemas });
  const told = envelope === null ? body : tell(body, odd, envelope);
  const after = odd.retryAfter === 'date' ? RETRY_AFTER_DATE : String(RETRY_AFTER_SECONDS);
  const sent = headers.map(([name, text]): readonly [string, string] => [
    name,
    name.toLowerCase() === 'retry-after' ? after : text,
  ]);
  const retry: HeaderList = odd.status === 429 || odd.retryAfter === 'date' ? [['Retry-After', after]] : [];
  const hasRetry = sent.some(([name]) => name.toLowerCase() === 'retry-after');
  const bytes = told === null ? new Uint8Array() : Buffer.from(typeof told === 'string' ? told : writeJson(told));
  return { status: odd.status, headers: [...sent, ...(hasRetry ? [] : retry)], body: bytes };
}

/** Several responses may have the status of the error. Prefers the response that lists the error code. */
function declaredError(odd: DeclaredError, contract: Contract | null, profile: string): ResponseSpec | undefined {
  const ofStatus = (contract?.responses ?? []).filter(
    ({ status, profiles }) => status === odd.status && profiles.includes(profile),
  );
  return ofStatus.find(({ errors }) => errors.includes(odd.code)) ?? ofStatus.find(({ errors }) => errors.length === 0);
}

function undeclaredError({ status }: DeclaredError): ResponseSpec {
  const at = { file: '', line: 0, column: 0 };
  const media = 'application/json';
  return { status, profiles: [], errors: [], body: undefined, contentType: media, headers: [], origin: 'common', at };
}

/** Writes the code and the message of an error into existing members of the body. */
function tell(body: Json, { code, status }: DeclaredError, envelope: ErrorEnvelope): Json {
  if (!isJsonObject(body)) return body;
  const coded = readPointer(body, envelope.code) === undefined ? body : withMember(body, envelope.code, code);
  if (readPointer(body, envelope.message) === undefined) return coded;
  return withMember(coded, envelope.message, `pw~message~${status}`);
}

function htmlResponse(status: number, text: string): HttpResponse {
  return { status, headers: [['Content-Type', 'text/html; charset=utf-8']], body: Buffer.from(text) };
}

interface FullAnswer {
  readonly status: number;
  readonly headers: HeaderList;
  /** The body as JSON or text, or null if the response has no body. */
  readonly body: Json | null;
}

interface AnswerOptions {
  readonly profile: string;
  readonly schemas: SchemaRegistry;
  /** How the response body is changed, for example to a body without optional members. */
  readonly vary?: ResponseVariation;
  readonly turn?: number;
}

/** Gives every field a value that can be recognised wherever the client shows it. */
export function fullAnswer(contract: Contract, options: AnswerOptions): FullAnswer {
  const spec = successOf(contract, options.profile);
  return spec === undefined ? { status: 200, headers: [], body: null } : fillResponse(spec, contract, options);
}

function fillResponse(
  spec: ResponseSpec,
  contract: Pick<Contract, 'id'>,
  { profile, schemas, vary, turn = 0 }: AnswerOptions,
): FullAnswer {
  const sentinels = createSentinels();
  const mine = specialized(schemas)(profile);
  const fill = (schema: JsonSchema, path: readonly string[]): Json => {
    const own = specializeSchema(schema, { profile, schemas });
    const filling = { schemas: mine, sentinels, path, turn, ...(vary !== undefined && { vary }) };
    return fillSchema(own, filling) ?? fillLoosely(own, filling);
  };
  const body = bodyOf(spec, contract, fill);
  const declared = spec.headers.filter((header) => header.profiles.includes(profile));
  const headers = declared
    .filter(({ name }) => !OF_THE_MESSAGE.test(name))
    .map((header): readonly [string, string] => [
      header.name,
      isRedirect(spec, header) ? ELSEWHERE : headerText(header, fill),
    ]);
  return { status: spec.status, headers: body === null ? headers : [contentType(spec), ...headers], body };
}

/** Headers that depend on the bytes of a message, and headers that only a real server can set. */
const OF_THE_MESSAGE =
  /^(content-(length|encoding|type)|transfer-encoding|connection|keep-alive|trailer|upgrade|proxy-.*)$/i;

/** The recorder redirects to this path, which belongs to no operation. Requests to this path are not recorded. */
const ELSEWHERE = '/pw~elsewhere';

function isRedirect({ status }: ResponseSpec, { name }: ResponseHeader): boolean {
  return status >= 300 && status < 400 && name.toLowerCase() === 'location';
}

/** Returns true if a client followed a redirect of the recorder. Such a request does not call the API. */
export function isElsewhere({ target }: Pick<HttpRequest, 'target'>): boolean {
  return target.endsWith(ELSEWHERE);
}

/** Prefers the first success response with a body, then the first success response, then the first redirect. */
function successOf({ responses }: Contract, profile: string): ResponseSpec | undefined {
  const mine = responses.filter(({ status, profiles }) => status < 400 && profiles.includes(profile));
  const proper = mine.filter(({ status }) => isSuccess(status));
  return proper.find(({ body }) => body !== null && body !== undefined) ?? proper[0] ?? mine[0];
}

type Fill = (schema: JsonSchema, path: readonly string[]) => Json;

function bodyOf(spec: ResponseSpec, { id }: Pick<Contract, 'id'>, fill: Fill): Json | null {
  const media = typeInRange(mediaType(spec.contentType));
  if (spec.body === null) return null;
  if (isJsonMedia(media)) return spec.body === undefined ? null : fill(spec.body, []);
  const filled = spec.body === undefined ? null : fill(spec.body, []);
  // The body can be an HTML page only if the schema allows any text.
  if (typeof filled === 'string' && !filled.startsWith('pw~')) return filled;
  return media === 'text/html' ? `<html><body>pw~${id}</body></html>` : `pw~${id}`;
}

function headerText({ name, schema }: ResponseHeader, fill: Fill): string {
  const value = fill(schema, [name]);
  return typeof value === 'string' ? value : Array.isArray(value) ? value.join(',') : writeJson(value);
}

function contentType({ contentType: type }: ResponseSpec): readonly [string, string] {
  return ['Content-Type', typeInRange(type)];
}

const specialized = remember((schemas: SchemaRegistry) =>
  remember((profile: string) => specializeRegistry(schemas, profile), new Map()),
);
