import type { Exchange } from '../model/exchange.ts';
import type { HeaderList } from '../model/http.ts';
import { mapExpected, mapJson } from './redact-json.ts';
import { REDACTED, redactionMark } from './redacted.ts';
import { mapHeaderSecrets } from './secret-headers.ts';
import { createSecretIndex, type SecretIndex } from './secret-index.ts';
import { createMemberFinder, type MemberFinder } from './secret-members.ts';
import { decodeUtf8 } from './utf8.ts';

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

/** Takes secrets out of what is written down. Everything else keeps its bytes. Throws on a pattern that is not valid. */
export function createRedactor(options: RedactorOptions): Redactor {
  const known = createSecretIndex();
  for (const value of options.values.values()) known.add(value);
  const members = createMemberFinder(options.fields);
  const patterns = options.patterns.map((source) => new RegExp(source, 'g'));
  const mark = remember((secret) => (secret === '' || isMark(secret) ? secret : redactionMark(secret, options.salt)));
  const redactText = (text: string): string =>
    members.mapText(mapPatterns(patterns, known.mapText(text, mark), mark), mark);
  const redactBody = (body: BodyText): string => {
    if (!body.plain) return redactText(body.text);
    const text = known.mapText(body.text, mark);
    return text === body.text ? text : redactText(body.text);
  };
  const { isSecretName } = members;
  const redactHeader = rememberHeaders(known, ([name, value]) =>
    isSecretName(name) && value !== '' ? mark(value) : redactText(mapHeaderSecrets(name, value, mark)),
  );
  const tools: Tools = { mark, redactText, redactHeader, redactBody, isSecretName };
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
  readonly patterns: readonly RegExp[];
}

/** The bodies of an exchange as they were looked at: reading them once more costs as much as looking. */
interface Bodies {
  readonly request: BodyText | null;
  readonly response: BodyText | null;
}

interface BodyText {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly encoding: 'utf8' | 'latin1';
  /** No pattern and no member of it is secret: only what is known from elsewhere can be in it. */
  readonly plain: boolean;
}

function createLearner({ known, members, patterns }: Knowledge): (exchange: Exchange) => Bodies {
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
  const lookOnce = remember((text) => look(text));
  const lookAtHeaders = (headers: HeaderList) => {
    for (const [, value] of headers) lookOnce(value);
  };
  const readBody = (bytes: Uint8Array | null | undefined): BodyText | null => {
    if (bytes === null || bytes === undefined) return null;
    const utf8 = decodeUtf8(bytes);
    const text = utf8 ?? Buffer.from(bytes).toString('latin1');
    return { bytes, text, encoding: utf8 === undefined ? 'latin1' : 'utf8', plain: !look(text) };
  };
  const tools = { mark: note, redactText: String, isSecretName: members.isSecretName };
  return ({ asked, request, response, failure }) => {
    const bodies = { request: readBody(request.body), response: readBody(response?.body) };
    lookAtHeaders(request.headers);
    if (response !== null) lookAtHeaders(response.headers);
    lookOnce(request.target);
    if (failure !== undefined) lookOnce(failure.message);
    mapJson(asked.with, tools);
    return bodies;
  };
}

interface Tools {
  readonly mark: (secret: string) => string;
  readonly redactText: (text: string) => string;
  readonly redactHeader: (header: Header) => string;
  readonly redactBody: (body: BodyText) => string;
  readonly isSecretName: (name: string) => boolean;
}

type Header = HeaderList[number];

/** Texts that are remembered at most: the same few headers come with every exchange. */
const MOST_REMEMBERED = 1000;

function remember<T>(make: (text: string) => T): (text: string) => T {
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

/** Until another secret becomes known: it may stand in a header that was seen before. */
function rememberHeaders(known: SecretIndex, make: (header: Header) => string): (header: Header) => string {
  let secrets = known.count();
  let size = 0;
  const made = new Map<string, Map<string, string>>();
  const makeNew = (header: Header): string => {
    if (known.count() !== secrets || size >= MOST_REMEMBERED) {
      made.clear();
      size = 0;
    }
    secrets = known.count();
    size++;
    const ofName = made.get(header[0]) ?? new Map<string, string>();
    made.set(header[0], ofName);
    const value = make(header);
    ofName.set(header[1], value);
    return value;
  };
  return (header) => {
    const value = known.count() === secrets ? made.get(header[0])?.get(header[1]) : undefined;
    return value ?? makeNew(header);
  };
}

function isMark(text: string): boolean {
  return REDACTED.exec(text)?.[0] === text;
}

function mapPatterns(patterns: readonly RegExp[], text: string, replace: (secret: string) => string): string {
  return patterns.reduce(
    (done, pattern) => done.replace(pattern, (match) => (match === '' ? '' : replace(match))),
    text,
  );
}

function withoutSecrets(exchange: Exchange, bodies: Bodies, tools: Tools): Exchange {
  const { asked, expect, request, response, failure } = exchange;
  const given = mapJson(asked.with, tools);
  const safe = {
    ...exchange,
    asked: given === asked.with ? asked : { ...asked, with: given },
    expect: redactExpectation(expect, tools),
    request: {
      ...request,
      target: tools.redactText(request.target),
      headers: redactHeaders(request.headers, tools),
      body: redactBody(bodies.request, tools),
    },
    response:
      response === null
        ? null
        : {
            ...response,
            headers: redactHeaders(response.headers, tools),
            body: redactBody(bodies.response, tools) ?? response.body,
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

function redactHeaders(headers: HeaderList, { redactHeader }: Tools): HeaderList {
  return headers.map((header) => {
    const value = redactHeader(header);
    return value === header[1] ? header : [header[0], value];
  });
}

function redactBody(body: BodyText | null, tools: Tools): Uint8Array | null {
  if (body === null) return null;
  const text = tools.redactBody(body);
  return text === body.text ? body.bytes : Buffer.from(text, body.encoding);
}
