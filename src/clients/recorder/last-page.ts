import { writeJson } from '../../lib/json-text.ts';
import type { HttpRequest, HttpResponse } from '../../model/http.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { jsonBody } from '../../wire/json-body.ts';

/** The first request to the operation within the method call, and the response to this request. */
interface Earlier {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
}

/** Returns true if a request has a cursor from the earlier response, or a greater page number. */
export function asksForNextPage(request: HttpRequest, earlier: Earlier): boolean {
  const [path, sent] = [pathOf(request), valuesOf(request)];
  if (request.method !== earlier.request.method || path !== pathOf(earlier.request)) return false;
  const before = new Map(valuesOf(earlier.request));
  const told = new Set(textsIn(jsonBody(earlier.response.body)));
  return sent.some(([name, value]) => {
    if (before.get(name) === value) return false;
    return told.has(value) || (PAGE_NUMBER.test(name) && Number(value) > Number(before.get(name) ?? 0));
  });
}

const PAGE_NUMBER = /^(p|page|page_?(number|num|no|index)|offset|skip|start(_?(at|index))?|from|first_?result)$/i;

/**
 * Removes the items of a page, and the members that lead to another page.
 * @param nulls the response with null in every member that may be null
 */
export function lastPage(response: HttpResponse, nulls: HttpResponse, request: HttpRequest): HttpResponse {
  const body = jsonBody(response.body);
  if (body === undefined) return response;
  const cursors = new Set(valuesOf(request).map(([, value]) => value));
  const headers = response.headers.filter(([name]) => name.toLowerCase() !== 'link');
  return { ...response, headers, body: Buffer.from(writeJson(ended(body, jsonBody(nulls.body), cursors))) };
}

const MORE = /^(has_?|is_?)?(more|next)(_?(page|items|results|data|pages))?$/i;
const LAST = /^(is_?)?(last|final)(_?page)?$/i;

function ended(value: Json, nulls: Json | undefined, cursors: ReadonlySet<string>): Json {
  if (Array.isArray(value)) return [];
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([name, inside]): readonly [string, Json] => {
    const optional = isJsonObject(nulls) ? nulls[name] : undefined;
    if (typeof inside === 'boolean') return [name, MORE.test(name) ? false : LAST.test(name) || inside];
    if (typeof inside !== 'string') return [name, ended(inside, optional, cursors)];
    const leadsOn = cursors.has(inside) || NEXT.test(name);
    return [name, leadsOn ? (optional === null ? null : '') : inside];
  });
  return Object.fromEntries(members);
}

/** If a member has one of these names, its value leads to the next page. */
const NEXT =
  /^(next|next_?(page|cursor|token|url|link|page_?(token|url|cursor|link))|continuation_?token|end_?cursor)$/i;

function pathOf({ target }: HttpRequest): string {
  return target.split('?')[0] ?? '';
}

function valuesOf({ target, body }: HttpRequest): readonly (readonly [string, string])[] {
  const query = [...new URLSearchParams(/\?(.*)/s.exec(target)?.[1] ?? '')];
  return [...query, ...leavesIn(jsonBody(body), '')];
}

function leavesIn(value: Json | undefined, name: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string' || typeof value === 'number') return [[name, String(value)]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => leavesIn(inside, key));
}

function textsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
