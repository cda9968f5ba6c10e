import { readPointer } from '../../lib/json-pointer.ts';
import { isInRange, isJsonMedia, mediaType } from '../../lib/media-type.ts';
import { previewText } from '../../lib/preview-value.ts';
import { REDACTED } from '../../lib/redaction-mark.ts';
import { duplicateMembers } from '../../lib/scan-json.ts';
import type { ResponseHeader, ResponseSpec } from '../../model/contract.ts';
import { type HttpResponse, headerValue, headerValues, isSameHeader } from '../../model/http.ts';
import { isJsonObject, type JsonPointer, type JsonSchema } from '../../model/json.ts';
import type { SchemaProblem } from '../../schema/schema-problem.ts';
import { readHeader, type Styled } from '../../wire/read-text.ts';
import type { Judge } from '../judge.ts';
import { type ClassifiedResponse, declaresCode } from './classify-answer.ts';

export interface ResponseReading {
  readonly spec: ResponseSpec;
  /** The media type of the response, if the contract declares another media type. */
  readonly otherMedia: string | undefined;
  readonly unreadable: string | undefined;
  /** Describes a response body that the contract does not allow. */
  readonly unexpected: string | undefined;
  readonly body: readonly SchemaProblem[];
  readonly headersMissing: readonly ResponseHeader[];
  readonly headersInvalid: readonly { readonly header: ResponseHeader; readonly problem: SchemaProblem }[];
}

/** If the contract declares several possible responses, returns the reading with the fewest problems. */
export function readResponse(judge: Judge, answer: ClassifiedResponse): ResponseReading | null {
  const { response } = answer;
  if (answer.kind !== 'declared' || response === null) return null;
  const [only, ...others] = candidates(answer).map((spec) => readAgainst(judge, spec, { answer, response }));
  if (only === undefined || others.length === 0) return only ?? null;
  return [only, ...others].toSorted((a, b) => countProblems(a) - countProblems(b))[0] ?? null;
}

/** Returns parsed JSON, or text if the contract does not declare JSON. */
export function bodyValue(answer: ClassifiedResponse, spec: ResponseSpec | undefined): unknown {
  const { body } = answer;
  const asText = spec !== undefined && !mayBeJson(mediaType(spec.contentType));
  if (body.kind === 'json') return asText ? body.text : body.value;
  return body.kind === 'text' ? body.text : undefined;
}

/** Prefers declared responses that list the error code to those that list no error codes. */
function candidates({ ofStatus, code }: ClassifiedResponse): readonly ResponseSpec[] {
  if (ofStatus.length < 2) return ofStatus;
  const listing = ofStatus.filter(({ errors }) => code !== undefined && errors.includes(code));
  if (listing.length > 0) return listing;
  const free = ofStatus.filter(({ errors }) => errors.length === 0);
  return free.length > 0 ? free : ofStatus;
}

function countProblems(reading: ResponseReading): number {
  const { otherMedia, unreadable, unexpected, body, headersMissing, headersInvalid } = reading;
  // A problem with the whole body, such as a wrong type, counts as 100 wrong members.
  const retyped = body.find(({ kind, pointer }) => kind === 'retyped' && pointer === '');
  const whole = [otherMedia, unreadable, unexpected, retyped].filter((problem) => problem !== undefined).length;
  return whole * 100 + body.length + headersMissing.length + headersInvalid.length;
}

interface Received {
  readonly answer: ClassifiedResponse;
  readonly response: HttpResponse;
}

function readAgainst(judge: Judge, spec: ResponseSpec, received: Received): ResponseReading {
  const { otherMedia, unreadable, unexpected, body = [] } = readBody(judge, spec, received);
  const { headersMissing, headersInvalid } = readHeaders(judge, spec, received.response);
  return { spec, otherMedia, unreadable, unexpected, body, headersMissing, headersInvalid };
}

type BodyPart = Partial<Pick<ResponseReading, 'otherMedia' | 'unreadable' | 'unexpected' | 'body'>>;

function readBody(judge: Judge, spec: ResponseSpec, { answer, response }: Received): BodyPart {
  const { body } = answer;
  if (spec.body === null && body.kind !== 'empty') return { unexpected: previewText(textOf(response), 80) };
  const announced = announcedBody(response);
  if (announced !== undefined) return { unexpected: announced };
  if (spec.body === null) return {};
  const schema = bodySchema(judge, spec);
  if (body.kind === 'empty') return schema === undefined || answer.bodiless ? {} : { unreadable: 'an empty body' };
  const wanted = mediaType(spec.contentType);
  const otherMedia = mediaBeside(response, wanted);
  if (body.kind === 'unreadable') return otherMedia === undefined ? { unreadable: body.problem } : { otherMedia };
  // If the body should be JSON and is not, only the wrong content type is reported.
  if (mayBeJson(wanted) && body.kind !== 'json') return { otherMedia };
  const problems = schema === undefined ? [] : bodyProblems(judge, schema, { answer, spec });
  return { otherMedia, body: [...problems, ...repeatedMembers(body)] };
}

/** A media range such as `text/*` also allows JSON. */
function mayBeJson(media: string): boolean {
  return isJsonMedia(media) || media.includes('*');
}

function mediaBeside(response: HttpResponse, wanted: string): string | undefined {
  const all = [...new Set(headerValues(response.headers, 'content-type').map(mediaType))];
  if (all.length > 1) return all.join(' and ');
  const [media] = all;
  const inRange = wanted.includes('*') && (media === undefined || isInRange(media, wanted));
  const fits = inRange || media === wanted || (isJsonMedia(wanted) && media !== undefined && isJsonMedia(media));
  return fits ? undefined : (media ?? 'none');
}

/** If two members have the same name, some parsers keep the first member, and some keep the last. */
function repeatedMembers(body: ClassifiedResponse['body']): readonly SchemaProblem[] {
  if (body.kind !== 'json') return [];
  return duplicateMembers(body.text, body.value).map((pointer) => ({
    kind: 'invalid',
    pointer,
    expected: 'only one member with this name',
    observed: 'several',
    found: readPointer(body.value, pointer),
  }));
}

/** Clients read the body of a 204 as the start of the next response. */
function announcedBody({ status, headers }: HttpResponse): string | undefined {
  if (status !== 204) return undefined;
  const length = headerValue(headers, 'content-length');
  if (length !== undefined && Number(length) !== 0) return `a 204 with Content-Length: ${length}`;
  const encoding = headerValue(headers, 'transfer-encoding');
  return encoding === undefined ? undefined : `a 204 with Transfer-Encoding: ${encoding}`;
}

function bodySchema(judge: Judge, spec: ResponseSpec): JsonSchema | undefined {
  if (spec.body !== undefined && spec.body !== null) return spec.body;
  return spec.status >= 400 ? judge.context.contracts.api.envelope?.body : undefined;
}

interface Body {
  readonly answer: ClassifiedResponse;
  readonly spec: ResponseSpec;
}

function bodyProblems(judge: Judge, schema: JsonSchema, { answer, spec }: Body): readonly SchemaProblem[] {
  const value = bodyValue(answer, spec);
  const problems = judge.problems(schema, value);
  const { envelope } = judge.context.contracts.api;
  // Reports a missing error code if the contract declares error codes, even if the schema requires no error code.
  const codeless = problems.length === 0 && spec.body === undefined && answer.code === undefined;
  if (!codeless || envelope === null || declaresCode(answer.ofStatus, undefined)) return problems;
  return [{ kind: 'missing', pointer: envelope.code, expected: 'an error code', observed: 'none', found: value }];
}

function textOf(response: HttpResponse): string {
  return Buffer.from(response.body.subarray(0, 200)).toString('utf8');
}

type HeaderPart = Pick<ResponseReading, 'headersMissing' | 'headersInvalid'>;

function readHeaders(judge: Judge, spec: ResponseSpec, response: HttpResponse): HeaderPart {
  const headersMissing: ResponseHeader[] = [];
  const headersInvalid: HeaderPart['headersInvalid'][number][] = [];
  for (const header of spec.headers) {
    if (!header.profiles.includes(judge.context.profile)) continue;
    const lines = headerValues(response.headers, header.name);
    if (lines.length === 0 && header.required) headersMissing.push(header);
    for (const value of headerReadings(header, lines, judge))
      for (const problem of judge.problems(header.schema, value)) headersInvalid.push({ header, problem });
  }
  return { headersMissing, headersInvalid };
}

/** Lines of Set-Cookie are separate values, but several lines of another header form a list. */
function headerReadings({ name, schema }: ResponseHeader, lines: readonly string[], judge: Judge): readonly unknown[] {
  const styled: Styled = { schema, serialization: { style: 'simple', explode: false }, booleanStyle: 'true-false' };
  const isCookie = isSameHeader(name, 'set-cookie');
  const groups = isCookie
    ? lines.map((line) => withoutSecret(line, schema))
    : lines.length === 0
      ? []
      : [lines.join(', ')];
  return groups.map((text) => readHeader(styled, [text], judge.schemas)?.value);
}

/** Removes the redacted value of the cookie if the pattern is only about attributes such as `Secure`. */
function withoutSecret(line: string, schema: JsonSchema): string {
  const pattern = isJsonObject(schema) && typeof schema.pattern === 'string' ? schema.pattern : '^';
  const [name = ''] = line.split('=');
  return pattern.startsWith('^') || pattern.includes(`${name}=`) ? line : line.replace(REDACTED, '');
}

/** Returns two pointers to the error code: `field` starts at the body, and `pointer` starts at the exchange. */
export function errorPointer(judge: Judge): { readonly field: JsonPointer | null; readonly pointer: JsonPointer } {
  const code = judge.context.contracts.api.envelope?.code;
  return { field: code ?? null, pointer: `/response/body${code ?? ''}` };
}
