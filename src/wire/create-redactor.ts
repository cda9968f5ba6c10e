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
  readonly learn: (exchange: Exchange) => void;
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
  const { isSecretName } = members;
  const redactHeader = rememberHeaders(known, ([name, value]) =>
    isSecretName(name) && value !== '' ? mark(value) : redactText(mapHeaderSecrets(name, value, mark)),
  );
  const tools: Tools = { mark, redactText, redactHeader, isSecretName };
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

interface Knowledge {
  readonly known: SecretIndex;
  readonly members: MemberFinder;
  readonly patterns: readonly RegExp[];
}

function createLearner({ known, members, patterns }: Knowledge): (exchange: Exchange) => void {
  const seen = new WeakSet<Exchange>();
  const note = (secret: string): string => {
    if (secret.length >= SHORTEST_LEARNT && !REDACTED.test(secret)) known.add(secret);
    return secret;
  };
  const looked = new Set<string>();
  const look = (text: string) => void members.mapText(mapPatterns(patterns, text, note), note);
  return (exchange) => {
    if (seen.has(exchange)) return;
    seen.add(exchange);
    for (const text of bodiesOf(exchange)) look(text);
    for (const text of linesOf(exchange)) {
      if (looked.has(text)) continue;
      if (looked.size >= MOST_REMEMBERED) looked.clear();
      looked.add(text);
      look(text);
    }
    mapJson(exchange.asked.with, { mark: note, redactText: String, isSecretName: members.isSecretName });
  };
}

interface Tools {
  readonly mark: (secret: string) => string;
  readonly redactText: (text: string) => string;
  readonly redactHeader: (header: Header) => string;
  readonly isSecretName: (name: string) => boolean;
}

type Header = HeaderList[number];

/** Texts that are remembered at most: the same few headers come with every exchange. */
const MOST_REMEMBERED = 1000;

function remember(make: (text: string) => string): (text: string) => string {
  const made = new Map<string, string>();
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
  let made = new Map<string, string>();
  return (header) => {
    if (known.count() !== secrets || made.size >= MOST_REMEMBERED) made = new Map();
    secrets = known.count();
    const key = `${header[0]}: ${header[1]}`;
    const value = made.get(key) ?? make(header);
    made.set(key, value);
    return value;
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

function bodiesOf({ request, response }: Exchange): readonly string[] {
  return [request.body, response?.body].flatMap((body) => (body == null ? [] : [textOf(body)]));
}

function linesOf({ request, response, failure }: Exchange): readonly string[] {
  const headers = [...request.headers, ...(response?.headers ?? [])].map(([, value]) => value);
  return [...headers, request.target, failure?.message ?? ''];
}

function textOf(bytes: Uint8Array): string {
  return decodeUtf8(bytes) ?? Buffer.from(bytes).toString('latin1');
}

function withoutSecrets(exchange: Exchange, tools: Tools): Exchange {
  const { asked, expect, request, response, failure } = exchange;
  return {
    ...exchange,
    asked: { ...asked, with: mapJson(asked.with, tools) },
    expect: {
      ...expect,
      ...(expect.body === undefined ? {} : { body: mapExpected(expect.body, tools) }),
      headers: mapExpected(expect.headers, tools),
    },
    request: {
      ...request,
      target: tools.redactText(request.target),
      headers: redactHeaders(request.headers, tools),
      body: request.body === null ? null : redactBytes(request.body, tools),
    },
    response:
      response === null
        ? null
        : { ...response, headers: redactHeaders(response.headers, tools), body: redactBytes(response.body, tools) },
    ...(failure === undefined ? {} : { failure: { ...failure, message: tools.redactText(failure.message) } }),
  };
}

function redactHeaders(headers: HeaderList, { redactHeader }: Tools): HeaderList {
  return headers.map((header) => [header[0], redactHeader(header)]);
}

function redactBytes(bytes: Uint8Array, { redactText }: Tools): Uint8Array {
  const text = decodeUtf8(bytes);
  if (text !== undefined) return changed(text, redactText(text), { bytes, encoding: 'utf8' });
  const latin = Buffer.from(bytes).toString('latin1');
  return changed(latin, redactText(latin), { bytes, encoding: 'latin1' });
}

interface Source {
  readonly bytes: Uint8Array;
  readonly encoding: 'utf8' | 'latin1';
}

function changed(before: string, after: string, { bytes, encoding }: Source): Uint8Array {
  return before === after ? bytes : Buffer.from(after, encoding);
}
