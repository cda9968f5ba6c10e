import { compilePattern } from '../../lib/pattern.ts';
import { REDACTED, redactionMark } from '../../lib/redaction-mark.ts';
import { decodeUtf8 } from '../../lib/utf8.ts';
import { isGenerated } from '../../model/address.ts';
import type { Asked, Exchange, Reference } from '../../model/exchange.ts';
import type { HeaderList } from '../../model/http.ts';
import type { Json } from '../../model/json.ts';
import { findInViews } from './decoded-views.ts';
import { createInventedValues, SHORTEST_LEARNT } from './invented-values.ts';
import { type JsonTools, mapExpected, mapJson } from './redact-json.ts';
import { createTextRedactor } from './redact-text.ts';
import { credentialParts, hasSecretParts, mapHeaderSecrets } from './secret-headers.ts';
import { createSecretIndex } from './secret-index.ts';
import type { IsSecretName } from './secret-members.ts';
import { namesCredential, namesCredentialHeader } from './secret-names.ts';

export interface RedactorOptions {
  readonly values: ReadonlyMap<string, string>;
  /** Regular expressions for secret values, and names of secret members, from `api.yaml`. */
  readonly patterns: readonly string[];
  readonly fields: readonly string[];
  /** A text that differs between runs. Without it, somebody could find out a secret from its replacement. */
  readonly salt: string;
  /** Also redacts values with names such as `token`, for programs whose secrets are unknown. */
  readonly usualNames?: boolean;
}

export interface Redactor {
  readonly addSecret: (value: string) => void;
  /** A secret found in one exchange is also redacted in all later exchanges. */
  readonly redactExchange: (exchange: Exchange) => Exchange;
  readonly redactText: (text: string) => string;
  readonly redactJson: <T extends Json>(value: T) => T;
}

export function createRedactor(options: RedactorOptions): Redactor {
  const known = createSecretIndex();
  for (const value of options.values.values()) known.add(value);
  const patterns = options.patterns.flatMap((source) => compilePattern(source) ?? []);
  const names = namesOf(options);
  const invented = createInventedValues(names.member);
  const mark: Mark = (secret) => (secret === '' || isMark(secret) ? secret : redactionMark(secret, options.salt));
  const learn = (secret: string): void => {
    if (secret.length >= SHORTEST_LEARNT && !REDACTED.test(secret) && !invented.has(secret))
      for (const part of credentialParts(secret)) known.add(part);
  };
  const isKnown = (text: string) => findInViews(text, known.find).length > 0;
  // A value that the run made up is kept, unless it contains a known secret.
  const replace: Mark = (secret) => (invented.has(secret) && !isKnown(secret) ? secret : mark(secret));
  const sideOf = ({ member, header }: Names, learnFrom: (secret: string) => void): Side => ({
    mark: (secret) => {
      learnFrom(secret);
      return replace(secret);
    },
    text: createTextRedactor({ find: known.find, patterns, isSecretName: member, learn: learnFrom, replace }),
    names: { member, header },
  });
  const tools: Tools = {
    ofOthers: sideOf(names, learn),
    // Probes make up their values, so a name such as `password` does not mean a secret.
    generated: sideOf({ member: () => false, header: () => false }, () => {}),
  };
  return {
    addSecret: known.add,
    redactExchange: (exchange) => {
      invented.note(exchange);
      const before = known.size();
      const redacted = redactParts(exchange, tools);
      return known.size() === before ? redacted : redactParts(exchange, tools);
    },
    redactText: tools.ofOthers.text,
    redactJson: (value) => mapJson(value, jsonTools(tools.ofOthers)),
  };
}

type Mark = (secret: string) => string;

interface Names {
  readonly member: IsSecretName;
  readonly header: IsSecretName;
}

function namesOf({ fields, usualNames = false }: RedactorOptions): Names {
  const declared = new Set(fields);
  return {
    member: (name) => declared.has(name) || (usualNames && namesCredential(name)),
    header: (name) => declared.has(name) || (usualNames && namesCredentialHeader(name)),
  };
}

interface Side {
  readonly mark: Mark;
  readonly text: (text: string) => string;
  readonly names: Names;
}

interface Tools {
  readonly ofOthers: Side;
  /** A member such as `password` in a generated request is made up, so it is not redacted. */
  readonly generated: Side;
}

function isMark(text: string): boolean {
  return REDACTED.exec(text)?.[0] === text;
}

function redactParts(exchange: Exchange, tools: Tools): Exchange {
  const { asked, address, expect, request, response, failure } = exchange;
  const sent = isGenerated(address) ? tools.generated : tools.ofOthers;
  const received = tools.ofOthers;
  return {
    ...exchange,
    ...(exchange.intended && {
      intended: { ...exchange.intended, with: mapJson(exchange.intended.with, jsonTools(sent)) },
    }),
    asked: { ...asked, with: mapJson(asked.with, jsonTools(sent)), ...redactReferences(asked, jsonTools(received)) },
    expect: redactExpectation(expect, jsonTools(sent)),
    request: {
      ...request,
      target: sent.text(request.target),
      headers: redactHeaders(request.headers, sent),
      body: request.body && redactBody(request.body, sent),
    },
    response: response && {
      ...response,
      headers: redactHeaders(response.headers, received),
      body: redactBody(response.body, received),
    },
    ...(failure !== undefined && { failure: { ...failure, message: received.text(failure.message) } }),
  };
}

/** A reference is secret if its value was read from a response member with a secret name. */
function redactReferences({ refers }: Asked, tools: JsonTools): Pick<Asked, 'refers'> {
  if (refers === undefined) return {};
  const redact = ({ value, ...reference }: Reference): Reference => {
    const name = reference.from?.path.split('/').at(-1) ?? '';
    return { ...reference, value: mapJson({ [name]: value }, tools)[name] ?? value };
  };
  return { refers: refers.map(redact) };
}

function jsonTools({ mark, text, names }: Side): JsonTools {
  return { mark, redactText: text, isSecretName: names.member };
}

function redactHeaders(headers: HeaderList, { mark, text, names }: Side): HeaderList {
  return headers.map(([name, value]) => {
    if (hasSecretParts(name)) {
      text(value); // finds secrets inside a header, for example in a JSON cookie
      return [name, text(mapHeaderSecrets(name, value, mark))];
    }
    return [text(name), names.header(name) ? mark(value) : text(value)];
  });
}

function redactExpectation(expect: Exchange['expect'], tools: JsonTools): Exchange['expect'] {
  const headers = mapExpected(expect.headers, tools);
  const body = expect.body === undefined ? undefined : mapExpected(expect.body, tools);
  const { confirms } = expect;
  const value = confirms?.value === undefined ? undefined : mapJson(confirms.value, tools);
  if (headers === expect.headers && body === expect.body && value === confirms?.value) return expect;
  return {
    ...expect,
    headers,
    ...(body !== undefined && { body }),
    ...(confirms && { confirms: { ...confirms, value } }),
  };
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

/** A body without secrets keeps its exact bytes. */
function redactBody(bytes: Uint8Array, side: Side): Uint8Array {
  const { text, encoding } = readBody(bytes);
  const redacted = side.text(text);
  return redacted === text ? bytes : Buffer.from(redacted, encoding);
}
