import { percentDecode } from '../../lib/percent.ts';
import { remember } from '../../lib/remember.ts';
import { decodeUtf8 } from '../../lib/utf8.ts';
import type { CallOutcome, DriverValue } from '../../model/driver.ts';
import type { HeaderList } from '../../model/http.ts';
import type { Json } from '../../model/json.ts';
import type { ClientCall, ClientExchange, MethodEntry } from '../../model/trace.ts';
import { mapJson } from './redact-json.ts';
import { createTextRedactor } from './redact-text.ts';
import { credentialParts, hasSecretParts, mapHeaderSecrets } from './secret-headers.ts';
import { createSecretIndex } from './secret-index.ts';
import { namesCredential, namesCredentialHeader } from './secret-names.ts';

/** All secrets get the same replacement, because a snapshot is committed to git and must not change with every trace. */
const MARK = '[redacted:00000000]';

/** The search inside other texts ignores a credential with fewer characters than this number. */
const SHORTEST_PART = 8;

/** A value is a credential if its name in a request says so. All copies of the value are redacted. */
export function traceRedactor(given: readonly string[]): (entries: readonly MethodEntry[]) => readonly MethodEntry[] {
  const ours = new Set(given.filter((text) => text !== ''));
  const found = createSecretIndex();
  const learn = (secret: string): void => {
    if (secret.length >= SHORTEST_PART && !isOurs(secret, ours))
      for (const part of credentialParts(secret)) found.add(part);
  };
  const replace = (secret: string): string => (isOurs(secret, ours) ? secret : MARK);
  const redactor = { find: found.find, patterns: [], learn, replace };
  const tools: Tools = {
    mark: (secret) => {
      learn(secret);
      return replace(secret);
    },
    named: createTextRedactor({ ...redactor, isSecretName: namesCredential }),
    known: createTextRedactor({ ...redactor, isSecretName: () => false }),
  };
  const redact = (entries: readonly MethodEntry[]) => {
    const once = remembering(tools);
    return entries.map((entry) => (entry.kind === 'call' ? redactCall(entry, once) : entry));
  };
  return (entries) => {
    for (const entry of entries) if (entry.kind === 'call') for (const text of madeUp(entry)) ours.add(text);
    const before = found.size();
    const redacted = redact(entries);
    return found.size() === before ? redacted : redact(entries);
  };
}

/** The results are cached, because most calls of a method get the same response. */
function remembering({ mark, named, known }: Tools): Tools {
  return { mark, named: remember(named, new Map()), known: remember(known, new Map()) };
}

interface Tools {
  /** Replaces a value that has a secret name, and redacts the same value in all later texts. */
  readonly mark: (secret: string) => string;
  readonly named: (text: string) => string;
  readonly known: (text: string) => string;
}

/** Returns the arguments and the texts of each response. Leaves out texts that the response repeats from its request. */
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

/** A flag such as `True` in `rotate_token=True` is harmless, although the name suggests a credential. */
const FLAG = /^(?:true|false|yes|no|on|off|null|none|[01])$/i;

function isOurs(secret: string, ours: ReadonlySet<string>): boolean {
  if (ours.has(secret) || FLAG.test(secret)) return true;
  const texts = [secret, ...credentialParts(secret), Buffer.from(secret, 'base64').toString('utf8')].map(unescaped);
  return [...ours].some((own) => own.length >= SHORTEST_PART && texts.some((text) => text.includes(unescaped(own))));
}

/** Removes up to two levels of percent escapes, because a client may escape the value that it was given. */
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

function redactHeaders(headers: HeaderList, { mark, known }: Tools): HeaderList {
  return headers.map(([name, value]) => {
    if (hasSecretParts(name)) return [name, known(mapHeaderSecrets(name, value, mark))];
    return [name, namesCredentialHeader(name) ? mark(value) : known(value)];
  });
}

function redactBody(bytes: Uint8Array, redact: (text: string) => string): Uint8Array {
  const encoding = decodeUtf8(bytes) === undefined ? 'latin1' : 'utf8';
  const text = Buffer.from(bytes).toString(encoding);
  const redacted = redact(text);
  return redacted === text ? bytes : Buffer.from(redacted, encoding);
}

function redactOutcome(outcome: CallOutcome, { mark, known }: Tools): CallOutcome {
  const tools = { mark, redactText: known, isSecretName: () => false };
  return mapJson(outcome as unknown as Json, tools) as unknown as CallOutcome; // safe cast: the client's driver sent JSON
}
