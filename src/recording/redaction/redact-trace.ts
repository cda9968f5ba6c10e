import type { DriverValue } from '../../model/driver.ts';
import type { HeaderList } from '../../model/http.ts';
import type { ClientCall, ClientExchange, MethodEntry } from '../../model/trace.ts';
import { credentialParts, hasSecretParts, mapHeaderSecrets } from './secret-headers.ts';
import { findNamed } from './secret-members.ts';
import { namesCredential, namesCredentialHeader } from './secret-names.ts';

/** The same for every secret: a surface is committed, and a salted mark would change it with every trace. */
const MARK = '[redacted:00000000]';

/** A shorter text of ours may be in a secret by chance. */
const SHORTEST_PART = 8;

/**
 * Takes credentials out of a traced client's requests that we did not give it: it found them on the machine. What we made up
 * stays (the key, arguments, values of responses), since the reading of the trace looks for it.
 */
export function traceRedactor(given: readonly string[]): (entries: readonly MethodEntry[]) => readonly MethodEntry[] {
  const ours = new Set(given.filter((text) => text !== ''));
  return (entries) => {
    for (const entry of entries) if (entry.kind === 'call') for (const text of madeUp(entry)) ours.add(text);
    return entries.map((entry) => (entry.kind === 'call' ? redactCall(entry, ours) : entry));
  };
}

/** Texts that reached the client from us. */
function madeUp({ arguments: given, exchanges }: ClientCall): readonly string[] {
  const answered = exchanges.flatMap(({ response }) => [
    ...(response?.headers ?? []).flatMap(([, value]) => [value, ...value.split(/[=;,\s]+/)]),
    ...(Buffer.from(response?.body ?? [])
      .toString('utf8')
      .match(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g) ?? []),
  ]);
  return [...answered.map((text) => text.replace(/^"|"$/g, '')), ...textsOf(given)].filter((text) => text !== '');
}

function textsOf(value: DriverValue | { readonly [path: string]: DriverValue }): readonly string[] {
  if (typeof value === 'object' && value !== null)
    return Object.values(value).flatMap((inner: DriverValue) => textsOf(inner));
  return value === null ? [] : [String(value)];
}

function redactCall(call: ClientCall, ours: ReadonlySet<string>): ClientCall {
  const replace = (secret: string): string => (isOurs(secret, ours) ? secret : MARK);
  return { ...call, exchanges: call.exchanges.map((exchange) => redactExchange(exchange, replace)) };
}

function isOurs(secret: string, ours: ReadonlySet<string>): boolean {
  if (ours.has(secret)) return true;
  const texts = [secret, ...credentialParts(secret), Buffer.from(secret, 'base64').toString('utf8')];
  return [...ours].some((own) => own.length >= SHORTEST_PART && texts.some((text) => text.includes(own)));
}

function redactExchange(exchange: ClientExchange, replace: (secret: string) => string): ClientExchange {
  const { request } = exchange;
  const headers = redactHeaders(request.headers, replace);
  return { ...exchange, request: { ...request, headers, target: redactTarget(request.target, replace) } };
}

function redactHeaders(headers: HeaderList, replace: (secret: string) => string): HeaderList {
  return headers.map(([name, value]) => {
    if (hasSecretParts(name)) return [name, mapHeaderSecrets(name, value, replace)];
    return [name, namesCredentialHeader(name) ? replace(value) : value];
  });
}

function redactTarget(target: string, replace: (secret: string) => string): string {
  return findNamed(target, namesCredential)
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (text, { start, end, secret }) =>
        text.slice(0, start) + (replace(secret) === secret ? secret : MARK) + text.slice(end),
      target,
    );
}
