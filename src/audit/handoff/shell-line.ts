import { shellWord } from '../../lib/shell-text.ts';
import { decodeUtf8 } from '../../lib/utf8.ts';
import type { HeaderList, HttpRequest } from '../../model/http.ts';

export interface ShellLineOptions {
  /** The key that the trace used: `$API_KEY` stands there. */
  readonly secret: string;
  /** Of a header that tells something, though curl or every client sends it. */
  readonly keep?: string;
}

/** A request as one line of shell against `$BASE_URL`. */
export function curlOf({ method, target, headers, body }: HttpRequest, { secret, keep }: ShellLineOptions): string {
  const implied = body === null || body.byteLength === 0 ? 'GET' : 'POST';
  const words = [
    ...(method === 'HEAD' ? ['curl', '-I'] : ['curl', '-i']),
    ...(method === implied || method === 'HEAD' ? [] : ['-X', shellWord(method)]),
    ...(/[[\]{}]/.test(target) ? ['-g'] : []),
    isPlain(target) ? `"$BASE_URL${target}"` : `"$BASE_URL"${shellWord(target)}`,
    ...headersOf(headers, keep).flatMap(([name, value]) => ['-H', secretWord(`${name}: ${value}`, secret)]),
    ...bodyWords(body, secret),
  ];
  return words.join(' ');
}

/** What curl and every HTTP library send of themselves. */
const OWN =
  /^(host|content-length|connection|accept|accept-encoding|accept-language|user-agent|transfer-encoding|sec-fetch-.*)$/i;

function headersOf(headers: HeaderList, keep: string | undefined): HeaderList {
  return headers.filter(([name]) => !OWN.test(name) || name.toLowerCase() === keep?.toLowerCase());
}

function bodyWords(body: Uint8Array | null, secret: string): readonly string[] {
  if (body === null || body.byteLength === 0) return [];
  const text = body.includes(0) ? undefined : decodeUtf8(body);
  return text === undefined ? ['--data-binary', '@body'] : ['--data-raw', secretWord(text, secret)];
}

/** Nothing in it means something between double quotes, or to the shell's history. */
function isPlain(text: string): boolean {
  return /^[\w ./:=,@+%?&;~()*-]*$/.test(text);
}

function secretWord(text: string, secret: string): string {
  if (!text.includes(secret)) return shellWord(text);
  const parts = text.split(secret);
  if (parts.every(isPlain)) return `"${parts.join('$API_KEY')}"`;
  return parts.map((part) => (part === '' ? '' : shellWord(part))).join('"$API_KEY"');
}
