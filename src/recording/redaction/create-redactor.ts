import { compilePattern, type Pattern, replaceMatches } from '../../lib/pattern.ts';
import { REDACTED, redactionMark } from '../../lib/redaction-mark.ts';
import { remember } from '../../lib/remember.ts';
import { decodeUtf8 } from '../../lib/utf8.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { HeaderList } from '../../model/http.ts';
import { currentList, type Header, rememberHeaders, type SeenList } from '../../wire/seen-headers.ts';
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
  const mark = rememberSome((secret) =>
    secret === '' || isMark(secret) ? secret : redactionMark(secret, options.salt),
  );
  const redactText = (text: string): string =>
    members.mapText(mapPatterns(patterns, known.mapText(text, mark), mark), mark);
  const redactBody = (body: BodyText): string => {
    if (!body.plain) return redactText(body.text);
    const text = known.mapText(body.text, mark);
    return text === body.text ? text : redactText(body.text);
  };
  const { isSecretName } = members;
  const redactHeader = ([name, value]: Header): string =>
    isSecretName(name) && value !== '' ? mark(value) : redactText(mapHeaderSecrets(name, value, mark));
  const redactHeaders = (list: SeenList) => currentList(list, known.count(), redactHeader);
  const tools: Tools = { mark, redactText, redactHeaders, redactBody, isSecretName };
  const learn = createLearner({ known, members, patterns });
  return {
    addSecret: known.add,
    learn,
    redactExchange: (exchange) => withoutSecrets(exchange, learn(exchange), tools),
    redactText,
  };
}

interface Knowledge {
  readonly known: SecretIndex;
  readonly members: MemberFinder;
  readonly patterns: readonly Pattern[];
}

/** The parts of an exchange as they were looked at: reading them once more costs as much as looking. */
interface Looked {
  readonly request: LookedAt;
  /** Of no answer: nothing. */
  readonly response: LookedAt;
}

interface LookedAt {
  readonly headers: SeenList;
  readonly body: BodyText | null;
}

interface BodyText {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly encoding: 'utf8' | 'latin1';
  /** No pattern and no member of it is secret: only what is known from elsewhere can be in it. */
  readonly plain: boolean;
}

function createLearner({ known, members, patterns }: Knowledge): (exchange: Exchange) => Looked {
  let noted = 0;
  const note = (secret: string): string => {
    noted++;
    if (secret.length >= SHORTEST_LEARNT && !REDACTED.test(secret)) known.add(secret);
    return secret;
  };
  const look = (text: string): boolean => {
    const before = noted;
    members.mapText(mapPatterns(patterns, text, note), note);
    return noted !== before;
  };
  const seenHeader = rememberHeaders((header) => {
    look(header[1]);
    return { header, redacted: header, secrets: -1 };
  });
  const seenList = (headers: HeaderList): SeenList => ({
    headers: headers.map(seenHeader),
    redacted: headers,
    secrets: -1,
  });
  const seenBefore = remember(seenList);
  const readBody = (bytes: Uint8Array | null): BodyText | null => {
    if (bytes === null) return null;
    const utf8 = decodeUtf8(bytes);
    const text = utf8 ?? Buffer.from(bytes).toString('latin1');
    return { bytes, text, encoding: utf8 === undefined ? 'latin1' : 'utf8', plain: !look(text) };
  };
  const tools = { mark: note, redactText: String, isSecretName: members.isSecretName };
  return ({ asked, request, response, failure }) => {
    const looked = {
      request: { headers: seenBefore(request.headers), body: readBody(request.body) },
      response: { headers: seenList(response?.headers ?? []), body: readBody(response?.body ?? null) },
    };
    look(request.target);
    if (failure !== undefined) look(failure.message);
    mapJson(asked.with, tools);
    return looked;
  };
}

interface Tools {
  readonly mark: (secret: string) => string;
  readonly redactText: (text: string) => string;
  readonly redactHeaders: (list: SeenList) => HeaderList;
  readonly redactBody: (body: BodyText) => string;
  readonly isSecretName: (name: string) => boolean;
}

/** Texts that are remembered at most: the same few headers come with every exchange. */
const MOST_REMEMBERED = 1000;

function rememberSome<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    const known = made.get(text);
    if (known !== undefined) return known;
    if (made.size >= MOST_REMEMBERED) made.clear();
    const value = make(text);
    made.set(text, value);
    return value;
  };
}

function isMark(text: string): boolean {
  return REDACTED.exec(text)?.[0] === text;
}

function mapPatterns(patterns: readonly Pattern[], text: string, replace: (secret: string) => string): string {
  return patterns.reduce((done, pattern) => replaceMatches(pattern, done, replace), text);
}

function withoutSecrets(exchange: Exchange, looked: Looked, tools: Tools): Exchange {
  const { asked, expect, request, response, failure } = exchange;
  const given = mapJson(asked.with, tools);
  const safe = {
    ...exchange,
    asked: given === asked.with ? asked : { ...asked, with: given },
    expect: redactExpectation(expect, tools),
    request: {
      ...request,
      target: tools.redactText(request.target),
      headers: tools.redactHeaders(looked.request.headers),
      body: redactBody(looked.request.body, tools),
    },
    response:
      response === null
        ? null
        : {
            ...response,
            headers: tools.redactHeaders(looked.response.headers),
            body: redactBody(looked.response.body, tools) ?? response.body,
          },
  };
  return failure === undefined
    ? safe
    : { ...safe, failure: { ...failure, message: tools.redactText(failure.message) } };
}

function redactExpectation(expect: Exchange['expect'], tools: Tools): Exchange['expect'] {
  const headers = mapExpected(expect.headers, tools);
  const body = expect.body === undefined ? undefined : mapExpected(expect.body, tools);
  if (headers === expect.headers && body === expect.body) return expect;
  return { ...expect, headers, ...(body !== undefined && { body }) };
}

function redactBody(body: BodyText | null, tools: Tools): Uint8Array | null {
  if (body === null) return null;
  const text = tools.redactBody(body);
  return text === body.text ? body.bytes : Buffer.from(text, body.encoding);
}
