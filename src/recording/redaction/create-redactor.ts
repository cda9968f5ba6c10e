import { compilePattern, type Pattern, replaceMatches } from '../../lib/pattern.ts';
import { REDACTED, redactionMark } from '../../lib/redaction-mark.ts';
import { decodeUtf8 } from '../../lib/utf8.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { HeaderList } from '../../model/http.ts';
import { mapExpected, mapJson } from './redact-json.ts';
import { mapHeaderSecrets } from './secret-headers.ts';
import { createSecretIndex, type SecretIndex } from './secret-index.ts';
import { createMemberFinder, type MemberFinder } from './secret-members.ts';

export interface RedactorOptions {
  /** Name of a secret → its value. */
  readonly values: ReadonlyMap<string, string>;
  /** Regular expressions, and names of members, from `secrets` of the API. */
  readonly patterns: readonly string[];
  readonly fields: readonly string[];
  /** Makes the marks of two runs differ, so that nobody can look secrets up by them. */
  readonly salt: string;
}

export interface Redactor {
  readonly addSecret: (value: string) => void;
  /** Takes up the secrets that an exchange shows; `redactExchange` does so of itself. */
  readonly learn: (exchange: Exchange) => unknown;
  readonly redactExchange: (exchange: Exchange) => Exchange;
  readonly redactText: (text: string) => string;
}

/** A value of a member that is named secret may be a word like `none`: shorter ones are not looked for elsewhere. */
const SHORTEST_LEARNT = 8;

/** Takes secrets out of what is written down. Everything else keeps its bytes. The loader has checked the patterns. */
export function createRedactor(options: RedactorOptions): Redactor {
  const known = createSecretIndex();
  for (const value of options.values.values()) known.add(value);
  const members = createMemberFinder(options.fields);
  const patterns = options.patterns.flatMap((source) => compilePattern(source) ?? []);
  const mark: Mark = (secret) => (secret === '' || isMark(secret) ? secret : redactionMark(secret, options.salt));
  const redactText = (text: string): string =>
    members.mapText(mapPatterns(patterns, known.mapText(text, mark), mark), mark);
  const tools: Tools = { mark, redactText, isSecretName: members.isSecretName };
  const learn = createLearner({ known, members, patterns });
  return {
    addSecret: known.add,
    learn,
    redactExchange: (exchange) => {
      learn(exchange);
      return withoutSecrets(exchange, tools);
    },
    redactText,
  };
}

type Mark = (secret: string) => string;

interface Knowledge {
  readonly known: SecretIndex;
  readonly members: MemberFinder;
  readonly patterns: readonly Pattern[];
}

/** Takes up what patterns and secret members show in an exchange: it is secret everywhere from then on. */
function createLearner({ known, members, patterns }: Knowledge): (exchange: Exchange) => void {
  const note: Mark = (secret) => {
    if (secret.length >= SHORTEST_LEARNT && !REDACTED.test(secret)) known.add(secret);
    return secret;
  };
  const look = (text: string): void => {
    members.mapText(mapPatterns(patterns, text, note), note);
  };
  const lookAt = (headers: HeaderList, body: Uint8Array | null): void => {
    for (const [, value] of headers) look(value);
    if (body !== null) look(readBody(body).text);
  };
  const tools = { mark: note, redactText: String, isSecretName: members.isSecretName };
  return ({ asked, request, response, failure }) => {
    look(request.target);
    lookAt(request.headers, request.body);
    if (response !== null) lookAt(response.headers, response.body);
    if (failure !== undefined) look(failure.message);
    mapJson(asked.with, tools);
  };
}

interface Tools {
  readonly mark: Mark;
  readonly redactText: (text: string) => string;
  readonly isSecretName: (name: string) => boolean;
}

function isMark(text: string): boolean {
  return REDACTED.exec(text)?.[0] === text;
}

function mapPatterns(patterns: readonly Pattern[], text: string, replace: Mark): string {
  return patterns.reduce((done, pattern) => replaceMatches(pattern, done, replace), text);
}

function withoutSecrets(exchange: Exchange, tools: Tools): Exchange {
  const { asked, expect, request, response, failure } = exchange;
  const { redactText } = tools;
  return {
    ...exchange,
    asked: { ...asked, with: mapJson(asked.with, tools) },
    expect: redactExpectation(expect, tools),
    request: {
      ...request,
      target: redactText(request.target),
      headers: redactHeaders(request.headers, tools),
      body: request.body && redactBody(request.body, tools),
    },
    response: response && {
      ...response,
      headers: redactHeaders(response.headers, tools),
      body: redactBody(response.body, tools),
    },
    ...(failure !== undefined && { failure: { ...failure, message: redactText(failure.message) } }),
  };
}

function redactHeaders(headers: HeaderList, { mark, redactText, isSecretName }: Tools): HeaderList {
  return headers.map(([name, value]) => {
    const isSecret = isSecretName(name) && value !== '';
    return [name, isSecret ? mark(value) : redactText(mapHeaderSecrets(name, value, mark))];
  });
}

function redactExpectation(expect: Exchange['expect'], tools: Tools): Exchange['expect'] {
  const headers = mapExpected(expect.headers, tools);
  const body = expect.body === undefined ? undefined : mapExpected(expect.body, tools);
  if (headers === expect.headers && body === expect.body) return expect;
  return { ...expect, headers, ...(body !== undefined && { body }) };
}

interface BodyText {
  readonly text: string;
  readonly encoding: 'utf8' | 'latin1';
}

function readBody(bytes: Uint8Array): BodyText {
  const utf8 = decodeUtf8(bytes);
  return utf8 === undefined
    ? { text: Buffer.from(bytes).toString('latin1'), encoding: 'latin1' }
    : { text: utf8, encoding: 'utf8' };
}

/** A body without secrets keeps its very bytes. */
function redactBody(bytes: Uint8Array, tools: Tools): Uint8Array {
  const { text, encoding } = readBody(bytes);
  const redacted = tools.redactText(text);
  return redacted === text ? bytes : Buffer.from(redacted, encoding);
}
