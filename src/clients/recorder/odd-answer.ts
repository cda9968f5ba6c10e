import { readPointer } from '../../lib/json-pointer.ts';
import { writeJson } from '../../lib/json-text.ts';
import { previewText } from '../../lib/preview-value.ts';
import type { Contract, ContractSet, ErrorEnvelope, ResponseSpec } from '../../model/contract.ts';
import type { HeaderList, HttpRequest, HttpResponse } from '../../model/http.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import type { OddAnswer, ResponseVariation } from '../../model/trace.ts';
import { withMember } from '../../wire/json-body.ts';
import { fillResponse, fullAnswer } from './full-answer.ts';
import { jsonResponse } from './listener.ts';

export interface Answering {
  readonly contracts: ContractSet;
  readonly profile: string;
}

/** What `Retry-After` says: a number that is recognised where a client shows it. */
const RETRY_AFTER_SECONDS = 7;
/** A date that has passed, so that nobody waits for it. */
const RETRY_AFTER_DATE = 'Wed, 21 Oct 2015 07:28:00 GMT';

/** An answer other than a success of the contract, asked for by the tracer. */
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

/** For what no contract knows: as the API answers a route that it does not have. */
export function undocumentedAnswer({ method, target }: HttpRequest, { contracts }: Answering): HttpResponse {
  const { envelope, unknownRoute } = contracts.api;
  const [known] = unknownRoute;
  const message = `no contract has ${method} ${previewText(target, 200)}`;
  if (envelope === null) return jsonResponse(known?.status ?? 404, { error: message });
  const coded = withMember({}, envelope.code, known?.code ?? 'unknown_route');
  return jsonResponse(known?.status ?? 404, withMember(coded, envelope.message, message));
}

/** The success that a contract declares, as bytes. */
export function successResponse(
  contract: Contract,
  { contracts, profile }: Answering,
  vary?: ResponseVariation,
): HttpResponse {
  const options = { profile, schemas: contracts.schemas, ...(vary !== undefined && { vary }) };
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

/** Of several of a status the one that lists the code. */
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

/** A body of another shape than the envelope's, as that of a validation error, keeps it: only what is there is changed. The message does not tell the code. */
function tell(body: Json, { code, status }: DeclaredError, envelope: ErrorEnvelope): Json {
  if (!isJsonObject(body)) return body;
  const coded = readPointer(body, envelope.code) === undefined ? body : withMember(body, envelope.code, code);
  if (readPointer(body, envelope.message) === undefined) return coded;
  return withMember(coded, envelope.message, `pw~message~${status}`);
}

function htmlResponse(status: number, text: string): HttpResponse {
  return { status, headers: [['Content-Type', 'text/html; charset=utf-8']], body: Buffer.from(text) };
}
