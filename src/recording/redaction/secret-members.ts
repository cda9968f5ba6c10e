import { scanJson } from '../../lib/scan-json.ts';
import { findInViews, type Span } from './decoded-views.ts';

export type IsSecretName = (name: string) => boolean;

/**
 * Patterns for named values in text that is not JSON: JSON inside other text or cut off, form and query pairs, parts
 * of a multipart body, and the password in a URL. Each has the groups `name` and `value`, except the last, which has
 * no name.
 */
const SHAPES: readonly RegExp[] = [
  /(?<quote>\\{0,31}")(?<name>[^"\\]{1,200})\k<quote>\s*:\s*\k<quote>(?=(?<value>(?:(?!\k<quote>)[^\\]|\\[\s\S])*?)(?:\k<quote>|$))/dg,
  /(?:\\{0,31}")(?<name>[^"\\]{1,200})\\{0,31}"\s*:\s*(?<value>-?\d[\d.eE+-]*)/dg,
  /(?:^|[?&;\s])(?<name>[^=&?#;\s"]{1,200})=(?<value>[^&#;\s"]+)/dg,
  /\bname="(?<name>[^"\r\n]{1,200})"[^\r\n]*\r?\n(?:[^\r\n]{1,500}\r?\n){0,20}\r?\n(?<value>(?:(?!\r?\n--|\bname=")[\s\S])*)/dg,
];

const USERINFO = /:\/\/[^/?#\s@:"]*:(?<value>[^/?#\s@"]+)@/dg;

/** Finds the values with secret names in a text, and passwords in URLs. */
export function findNamed(text: string, isSecretName: IsSecretName): readonly Span[] {
  if (!/[:=]/.test(text)) return [];
  return findInViews(text, (view) => [
    ...SHAPES.flatMap((shape) => matches(view, shape).filter(({ name }) => isSecretName(name))),
    ...matches(view, USERINFO),
  ]);
}

function matches(text: string, shape: RegExp): readonly (Span & { readonly name: string })[] {
  return [...text.matchAll(shape)].flatMap(({ groups, indices }) => {
    const [start, end] = indices?.groups?.value ?? [0, 0];
    return end > start ? [{ start, end, secret: groups?.value ?? '', name: groups?.name ?? '' }] : [];
  });
}

/** Replaces a scalar in a JSON text. Input and output are JSON source text. */
interface ScalarMap {
  readonly string: (token: string, isNamed: boolean) => string;
  readonly number: (token: string, isNamed: boolean) => string;
}

const SCALAR = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** Replaces strings and numbers in a JSON text. All other characters are kept. Returns undefined if the text is not JSON. */
export function mapScalars(text: string, isSecretName: IsSecretName, map: ScalarMap): string | undefined {
  if (!isJson(text)) return undefined;
  // A member inside a member with a secret name is secret too. Outer members come first.
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
