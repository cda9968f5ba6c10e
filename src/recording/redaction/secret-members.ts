import { scanJson } from '../../lib/scan-json.ts';
import type { Span } from './decoded-views.ts';

export type IsSecretName = (name: string) => boolean;

/** Finds named values in text that is not whole JSON. The group `value` directly follows the group `before`. */
const SHAPES: readonly RegExp[] = [
  /(?<before>(?<quote>\\{0,31}")(?<name>[^"\\]{1,200})\k<quote>\s*:\s*\k<quote>)(?=(?<value>(?:(?!\k<quote>)[^\\]|\\[\s\S])*?)(?:\k<quote>|$))/g,
  /(?<before>(?:\\{0,31}")(?<name>[^"\\]{1,200})\\{0,31}"\s*:\s*)(?<value>-?\d[\d.eE+-]*)/g,
  /(?<before>(?:^|[?&;\s])(?<name>[^=&?#;\s"]{1,200})=)(?<value>[^&#;\s"]+)/g,
  /(?<before>\bname="(?<name>[^"\r\n]{1,200})"[^\r\n]*\r?\n(?:[^\r\n]{1,500}\r?\n){0,20}\r?\n)(?<value>(?:(?!\r?\n--|\bname=")[\s\S])*)/g,
];

const USERINFO = /(?<before>:\/\/[^/?#\s@:"]*:)(?<value>[^/?#\s@"]+)@/g;

export function findNamed(text: string, isSecretName: IsSecretName): readonly Span[] {
  if (!/[:=]/.test(text)) return [];
  return [
    ...SHAPES.flatMap((shape) => matches(text, shape).filter(({ name }) => isSecretName(name))),
    ...matches(text, USERINFO),
  ];
}

function matches(text: string, shape: RegExp): readonly (Span & { readonly name: string })[] {
  return [...text.matchAll(shape)].flatMap(({ index, groups }) => {
    const { before = '', value = '', name = '' } = groups ?? {};
    const start = index + before.length;
    return value === '' ? [] : [{ start, end: start + value.length, secret: value, name }];
  });
}

/** The functions map JSON source text, such as `"abc"` with its quotes. */
export interface ScalarMap {
  readonly string: (token: string, isNamed: boolean) => string;
  readonly number: (token: string, isNamed: boolean) => string;
}

const SCALAR = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

export function mapScalars(text: string, isSecretName: IsSecretName, map: ScalarMap): string {
  // Members inside a secret member are secret too.
  const named: { readonly start: number; readonly end: number }[] = [];
  for (const { key, start, end } of scanJson(text))
    if (start >= (named.at(-1)?.end ?? 0) && isSecretName(key)) named.push({ start, end });
  let next = 0;
  return text.replace(SCALAR, (token, at: number) => {
    while ((named[next]?.end ?? Number.POSITIVE_INFINITY) <= at) next++;
    const isNamed = at >= (named[next]?.start ?? Number.POSITIVE_INFINITY);
    if (!token.startsWith('"')) return map.number(token, isNamed);
    const isKey = /^\s*:/.test(text.slice(at + token.length, at + token.length + 20));
    return map.string(token, isNamed && !isKey);
  });
}

export function isJson(text: string): boolean {
  if (!/^\s*[[{"]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
