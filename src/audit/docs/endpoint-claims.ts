import type { Json } from '../../model/json.ts';
import type { Citation } from '../../model/surface.ts';
import { isStandardHeader } from '../../wire/standard-headers.ts';
import type { Claim, Endpoint } from './claim.ts';

const LINE = /\b(GET|POST|PUT|PATCH|DELETE|HEAD)\s+((?:https?:\/\/[^\s/`'"]+)?\/[^\s`'"|,)\]]*)/;

/** Finds every request such as `POST /v1/orders/{id}/ship` in a line of text. */
export function endpointsIn(text: string): readonly { readonly method: string; readonly path: string }[] {
  return [...text.matchAll(new RegExp(LINE, 'g'))].map(([, method = '', path = '']) => ({ method, path }));
}

export function endpointIn(text: string): { readonly method: string; readonly path: string } | null {
  const match = LINE.exec(text);
  return match === null ? null : { method: match[1] ?? '', path: match[2] ?? '' };
}

export function endpoint(method: string, path: string, at: Citation): Endpoint {
  const query = [...(path.split('?')[1] ?? '').matchAll(/([\w.-]+)=/g)].map(([, name = '']) => name);
  return { kind: 'endpoint', method, path, query, headers: [], body: undefined, at };
}

const WITH_VALUE = new Set([
  '-X',
  '--request',
  '-H',
  '--header',
  '-d',
  '--data',
  '--data-raw',
  '--data-binary',
  '--json',
  '-u',
  '--user',
  '-o',
  '--url',
  '-F',
  '--form',
  '--data-urlencode',
  '-A',
  '-b',
  '-m',
  '--max-time',
]);

export function curlClaims(words: readonly string[], at: Citation): readonly Claim[] {
  const options: (readonly [string, string])[] = [];
  const urls: string[] = [];
  for (let index = 1; index < words.length; index++) {
    const word = words[index] ?? '';
    const joined = /^(-X)(\w+)$/.exec(word) ?? /^(--[\w-]+)=(.*)$/s.exec(word);
    if (joined !== null) options.push([joined[1] ?? '', joined[2] ?? '']);
    else if (WITH_VALUE.has(word)) options.push([word, words[++index] ?? '']);
    else if (word === '-G' || word === '--get') options.push([word, '']);
    else if (!word.startsWith('-')) urls.push(word);
  }
  const all = (...names: readonly string[]) =>
    options.filter(([name]) => names.includes(name)).map(([, value]) => value);
  const [url = ''] = [...urls.filter((each) => each.includes('/')), ...all('--url')];
  const path = url.replace(/^\$\{?\w+\}?(?=\/)/, '').replace(/^(https?:\/\/)?[^/]*(?=\/)/, '');
  if (!path.startsWith('/')) return [];
  const data = all('-d', '--data', '--data-raw', '--data-binary', '--json');
  const isQuery = all('-G', '--get').length > 0;
  const method = all('-X', '--request')[0]?.toUpperCase() ?? (data.length > 0 && !isQuery ? 'POST' : 'GET');
  const found = endpoint(method, path, at);
  const body = isQuery ? undefined : parseBody(data[0]);
  const headers = all('-H', '--header')
    .map((header) => (header.split(':')[0] ?? '').trim())
    .filter((name) => !isStandardHeader(name));
  const query = [
    ...found.query,
    ...[...data, ...all('--data-urlencode')].flatMap((each) => (isQuery ? (each.split('=')[0] ?? []) : [])),
  ];
  const claim: Claim = { ...found, query, headers, body };
  const unreadable = data[0] !== undefined && !isQuery && body === undefined && !data[0].startsWith('@');
  return unreadable ? [claim, { kind: 'unreadable', text: `the body of ${method} ${path} is not JSON`, at }] : [claim];
}

/** Reads a request line, headers, an empty line and a body. */
export function httpClaims(text: string, cite: (line: number) => Citation): readonly Claim[] {
  const lines = text.split('\n');
  const found = endpointIn(lines[0] ?? '');
  if (found === null || !/^\s*[A-Z]+\s/.test(lines[0] ?? '')) return [];
  const blank = lines.findIndex((line, index) => index > 0 && line.trim() === '');
  const head = lines.slice(1, blank === -1 ? lines.length : blank);
  const headers = head.flatMap((line) => /^([\w-]+):/.exec(line)?.[1] ?? []).filter((name) => !isStandardHeader(name));
  const body = blank === -1 ? undefined : parseBody(lines.slice(blank + 1).join('\n'));
  return [{ ...endpoint(found.method, found.path, cite(0)), headers, body }];
}

/** Parses JSON, even with comments or with `…` for omitted parts. */
function parseBody(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  for (const attempt of [text, text.replaceAll(/\/\/.*$|,?\s*(\.\.\.|…)/gm, '')]) {
    try {
      return JSON.parse(attempt) as Json; // JSON.parse returns JSON
    } catch {
      // If the text is not JSON, the next attempt leaves out the comments.
    }
  }
  return undefined;
}
