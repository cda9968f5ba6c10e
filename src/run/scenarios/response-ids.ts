import { percentDecode } from '../../lib/percent.ts';
import type { HeaderList } from '../../model/http.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { isNamedIn } from '../../plan/reach.ts';

/** If a URL matches the template, returns the last segment of its path: `7` for `/v1/orders/7` and `/orders/{id}`. */
export function locationPart(location: string | undefined, template: string): string | undefined {
  if (location === undefined) return undefined;
  const parts = partsOf(location.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').replace(/[?#].*$/, ''));
  const wanted = partsOf(template);
  const isHole = (part: string) => part.includes('{');
  for (let from = parts.length - wanted.length; from >= 0; from -= 1)
    if (wanted.every((part, at) => isHole(part) || part === parts[from + at]))
      return percentDecode(parts[from + wanted.length - 1] ?? '');
  return undefined;
}

function holeName(template: string): string {
  return /\{([^{}]*)\}[^{}]*$/.exec(template)?.[1] ?? '';
}

const WRAPPERS: ReadonlySet<string> = new Set(['data', 'item', 'object', 'payload', 'result']);

/** Finds the id of an item, possibly inside a member such as `data`. */
export function idPath(body: Json, template: string): readonly string[] | undefined {
  const names = [holeName(template), 'id', '_id', 'uuid'];
  const idOf = (value: Json) => (isJsonObject(value) ? names.find((key) => isId(value[key])) : undefined);
  const own = idOf(body);
  if (own !== undefined) return [own];
  if (!isJsonObject(body)) return undefined;
  const wrapped = Object.keys(body).filter((key) => WRAPPERS.has(key) || isNamedIn(template, key));
  const inner = wrapped.flatMap((key) => {
    const name = idOf(body[key] ?? null);
    return name === undefined ? [] : [[key, name]];
  });
  return inner.length === 1 ? inner[0] : undefined;
}

function isId(value: Json | undefined): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'bigint';
}

/** Returns the value of a query parameter in the URL of the next page. A Link header contains this URL. */
export function nextParameter(headers: HeaderList, name: string): string | undefined {
  const links = headers.flatMap(([header, value]) => (header.toLowerCase() === 'link' ? value.split(/,\s*(?=<)/) : []));
  const next = links.find((link) => /;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next\b)/i.test(link));
  const url = /<([^>]*)>/.exec(next ?? '')?.[1];
  if (url === undefined || !URL.canParse(url, 'http://next')) return undefined;
  return new URL(url, 'http://next').searchParams.get(name) ?? undefined;
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}
