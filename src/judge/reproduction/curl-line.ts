import { type KnownValue, shellText, shellWord, type VariableOf } from '../../lib/shell-text.ts';
import type { Api } from '../../model/contract.ts';
import type { HeaderList } from '../../model/http.ts';
import { type SecretSources, secretVariable } from '../../model/target.ts';
import type { ReproducedRequest } from './sent-request.ts';

interface CurlOptions {
  readonly origin: string;
  readonly api: Api;
  /** By default, secrets come from environment variables with conventional names. */
  readonly secrets?: SecretSources | undefined;
  /** Number of copies of the request that are sent at the same time. */
  readonly copies: number;
  readonly known: readonly KnownValue[];
}

/** Maximum length of a line. In a longer line, the body is left out. */
const LONGEST_LINE = 4000;

/** Maximum number of bytes in one argument that a shell passes to a program. */
const LONGEST_ARGUMENT = 100_000;

/** Writes a request as one line of bash, with environment variables in place of credentials. */
export function curlLine(sent: ReproducedRequest, options: CurlOptions): string {
  const whole = [curlWords(sent, options), bodyWords(sent, options)].flat().join(' ');
  const bytes = sent.leftOut ?? sent.request.body?.byteLength ?? 0;
  const isLong = bytes > 0 && (sent.leftOut !== undefined || whole.length > LONGEST_LINE);
  const line = isLong ? `${curlWords(sent, options).join(' ')} --data-binary @body` : piped(sent, whole, options);
  const note = isLong ? ` # the body has ${bytes} bytes: exchange ${printableId(sent.id)}` : '';
  return `${options.copies < 2 ? line : `for n in {1..${options.copies}}; do ${line} & done; wait`}${note}`;
}

function curlWords(sent: ReproducedRequest, options: CurlOptions): string[] {
  const { origin, api, known } = options;
  const { method, target } = sent.request;
  const words = method === 'HEAD' ? ['curl', '-I'] : ['curl', '-i', ...methodWords(sent)];
  const isInTarget = Object.keys(api.auth[sent.credential?.kind ?? '']?.query ?? {}).length > 0;
  const inTarget = isInTarget ? ownVariable(sent, options) : redactedVariable;
  // curl changes unusual paths, such as paths with `/../`, unless `--request-target` is used.
  if (isPlainTarget(target)) words.push(`${origin}${shellText(Buffer.from(target), inTarget, known)}`);
  else words.push('--request-target', shellText(latin(target), inTarget, known), shellWord(origin));
  return [...words, ...headerWords(sent, options)];
}

function methodWords({ request: { method, body }, leftOut }: ReproducedRequest): readonly string[] {
  const implied = body === null && leftOut === undefined ? 'GET' : 'POST';
  return method === implied ? [] : ['-X', shellWord(method)];
}

function isPlainTarget(target: string): boolean {
  return /^\/(?!\/)[\w\-.~%!$&'()*+,;=:@/?]*$/.test(target) && !/\/\.\.?(\/|\?|$)/.test(target);
}

function headerWords(sent: ReproducedRequest, options: CurlOptions): readonly string[] {
  const { origin, api, known } = options;
  const { headers, body } = sent.request;
  const scheme = api.auth[sent.credential?.kind ?? ''];
  const own = new Set(Object.keys(scheme?.headers ?? {}).map((name) => name.toLowerCase()));
  if (Object.keys(scheme?.cookies ?? {}).length > 0) own.add('cookie');
  const shown = headers.filter(([name, value]) => !isCurlsOwn(name, value, origin));
  const words = shown.flatMap(([name, value]) => [
    '-H',
    // To send a header without a value, curl needs a semicolon: `Name;`.
    shellText(
      latin(value === '' ? `${name};` : `${name}: ${value}`),
      own.has(name.toLowerCase()) ? ownVariable(sent, options) : headerVariable(name, options),
      known,
    ),
  ]);
  const isTyped = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return body === null || isTyped ? words : [...words, '-H', 'Content-Type:'];
}

function isCurlsOwn(name: string, value: string, origin: string): boolean {
  const lower = name.toLowerCase();
  return lower === 'content-length' || (lower === 'host' && origin.endsWith(`//${value}`));
}

function bodyWords({ request: { body } }: ReproducedRequest, { known }: CurlOptions): readonly string[] {
  if (body === null) return [];
  if (isPiped(body)) return ['--data-binary', '@-'];
  return ['--data-raw', shellText(body, redactedVariable, known)];
}

/** A body that is too long for a shell argument or contains NUL is piped into curl. */
function isPiped(body: Uint8Array): boolean {
  return body.includes(0) || body.byteLength > LONGEST_ARGUMENT;
}

function piped({ request: { body } }: ReproducedRequest, line: string, { known }: CurlOptions): string {
  if (body === null || !isPiped(body)) return line;
  if (body.includes(0)) return `base64 -d <<< ${Buffer.from(body).toString('base64')} | ${line}`;
  return `printf %s ${shellText(body, redactedVariable, known)} | ${line}`;
}

function printableId(id: string): string {
  return id.replaceAll(/[^\w./~#-]/g, '?');
}

/** Returns the environment variable that replaces the redacted credential of the actor. */
function ownVariable({ credential }: ReproducedRequest, { secrets = NO_SECRETS }: CurlOptions): VariableOf {
  if (credential === null) return redactedVariable;
  const name = secretVariable(secrets, credential);
  return () => name;
}

/** Returns a variable from the settings of the target, or else a variable named after the redaction mark. */
function headerVariable(header: string, { secrets = NO_SECRETS }: CurlOptions): VariableOf {
  const given = Object.entries(secrets.headers).find(([name]) => name.toLowerCase() === header.toLowerCase())?.[1];
  return typeof given === 'object' ? () => given.env : redactedVariable;
}

const NO_SECRETS: SecretSources = { actors: {}, headers: {} };

/** Returns a variable such as `PARITY_REDACTED_9F86D081` for a redacted secret that is no credential. */
const redactedVariable: VariableOf = (mark) => `PARITY_REDACTED_${mark.replaceAll(/^.*:|\]$/g, '').toUpperCase()}`;

/** Recordings store bytes as Latin-1 text, so each character is one byte. */
function latin(text: HeaderList[number][1]): Uint8Array {
  return Buffer.from(text, 'latin1');
}
