import { percentDecode } from '../../lib/percent.ts';
import { decodeUtf8 } from '../../lib/utf8.ts';
import type { CallOutcome, DriverValue } from '../../model/driver.ts';
import type { HeaderList } from '../../model/http.ts';
import type { Json } from '../../model/json.ts';
import type { ClientCall, ClientExchange, MethodEntry } from '../../model/trace.ts';
import { mapJson } from './redact-json.ts';
import { createTextRedactor } from './redact-text.ts';
import { credentialParts, hasSecretParts, mapHeaderSecrets } from './secret-headers.ts';
import { createSecretIndex, type SecretIndex } from './secret-index.ts';
import { namesCredential, namesCredentialHeader } from './secret-names.ts';

/** The same for every secret: a surface is committed, and a salted mark would change it with every trace. */
const MARK = '[redacted:00000000]';

/** A shorter text of ours may be in a secret by chance, and a shorter secret in any text. */
const SHORTEST_PART = 8;

/**
 * Takes credentials out of what a traced client sent, returned and printed that we did not give it: it found them on the
 * machine. They are known by their names in a request, and then looked for everywhere. What we made up stays (the key,
 * arguments, values of responses), since the reading of the trace looks for it.
 */
export function traceRedactor(given: readonly string[]): (entries: readonly MethodEntry[]) => readonly MethodEntry[] {
  const ours = new Set(given.filter((text) => text !== ''));
  const found = createSecretIndex();
  const learn = (secret: string): string => {
    if (secret.length >= SHORTEST_PART && !isOurs(secret, ours))
      for (const part of credentialParts(secret)) found.add(part);
    return secret;
  };
  const learning = toolsFor(learn, () => []);
  const writing = toolsFor((secret) => (isOurs(secret, ours) ? secret : MARK), found.find);
  return (entries) => {
    for (const entry of entries) if (entry.kind === 'call') for (const text of madeUp(entry)) ours.add(text);
    for (const entry of entries) if (entry.kind === 'call') redactCall(entry, learning);
    return entries.map((entry) => (entry.kind === 'call' ? redactCall(entry, writing) : entry));
  };
}

interface Tools {
  readonly replace: (secret: string) => string;
  /** Takes known secrets, and those with the usual names, out of a text. */
  readonly named: (text: string) => string;
  /** Takes known secrets out of a text. */
  readonly known: (text: string) => string;
}

function toolsFor(replace: Tools['replace'], find: SecretIndex['find']): Tools {
  const redactor = { find, patterns: [], replace };
  return {
    replace,
    named: createTextRedactor({ ...redactor, isSecretName: namesCredential }),
    known: createTextRedactor({ ...redactor, isSecretName: () => false }),
  };
}

/** Texts that reached the client from us. What a response only repeats of its request came from the client. */
function madeUp({ arguments: given, exchanges }: ClientCall): readonly string[] {
  const answered = exchanges.flatMap(({ request, response }) => {
    const sent = `${request.target} ${textOf(request.body)}`;
    const texts = [
      ...(response?.headers ?? []).flatMap(([, value]) => [value, ...value.split(/[=;,\s]+/)]),
      ...(textOf(response?.body ?? null).match(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g) ?? []),
    ];
    return texts.map((text) => text.replace(/^"|"$/g, '')).filter((text) => !sent.includes(text));
  });
  return [...answered, ...textsOf(given)].filter((text) => text !== '');
}

function textOf(body: Uint8Array | null): string {
  return Buffer.from(body ?? []).toString('utf8');
}

function textsOf(value: DriverValue | { readonly [path: string]: DriverValue }): readonly string[] {
  if (typeof value === 'object' && value !== null)
    return Object.values(value).flatMap((inner: DriverValue) => textsOf(inner));
  return value === null ? [] : [String(value)];
}

function redactCall(call: ClientCall, tools: Tools): ClientCall {
  const exchanges = call.exchanges.map((exchange) => redactExchange(exchange, tools));
  return { ...call, exchanges, outcome: redactOutcome(call.outcome, tools) };
}

function isOurs(secret: string, ours: ReadonlySet<string>): boolean {
  if (ours.has(secret)) return true;
  const texts = [secret, ...credentialParts(secret), Buffer.from(secret, 'base64').toString('utf8')].map(unescaped);
  return [...ours].some((own) => own.length >= SHORTEST_PART && texts.some((text) => text.includes(unescaped(own))));
}

/** However the client has escaped it, once, twice or not at all: the judge compares it with what was given. */
function unescaped(text: string): string {
  return percentDecode(percentDecode(text)).replaceAll('+', ' ');
}

function redactExchange(exchange: ClientExchange, tools: Tools): ClientExchange {
  const { request, response } = exchange;
  return {
    ...exchange,
    request: {
      ...request,
      target: tools.named(request.target),
      headers: redactHeaders(request.headers, tools),
      body: request.body && redactBody(request.body, tools.named),
    },
    response: response && { ...response, body: redactBody(response.body, tools.known) },
  };
}

function redactHeaders(headers: HeaderList, { replace, known }: Tools): HeaderList {
  return headers.map(([name, value]) => {
    if (hasSecretParts(name)) return [name, known(mapHeaderSecrets(name, value, replace))];
    return [name, namesCredentialHeader(name) ? replace(value) : known(value)];
  });
}

/** A body without secrets keeps its very bytes. */
function redactBody(bytes: Uint8Array, redact: (text: string) => string): Uint8Array {
  const encoding = decodeUtf8(bytes) === undefined ? 'latin1' : 'utf8';
  const text = Buffer.from(bytes).toString(encoding);
  const redacted = redact(text);
  return redacted === text ? bytes : Buffer.from(redacted, encoding);
}

function redactOutcome(outcome: CallOutcome, { replace, known }: Tools): CallOutcome {
  const tools = { mark: replace, redactText: known, isSecretName: () => false };
  return mapJson(outcome as unknown as Json, tools) as unknown as CallOutcome; // it came as JSON from its driver
}
