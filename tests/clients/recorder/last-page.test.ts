import { expect, it } from 'vitest';
import { asksForNextPage, lastPage } from '../../../src/clients/recorder/last-page.ts';
import { createStub } from '../../../src/clients/recorder/stub.ts';
import type { HttpRequest, HttpResponse } from '../../../src/model/http.ts';
import type { Json } from '../../../src/model/json.ts';
import { contract, contractSet, spec } from '../../judge/builders.ts';

const get = (target: string): HttpRequest => ({ method: 'GET', target, headers: [], body: null });
const post = (body: Json): HttpRequest => ({ ...get('/items/query'), method: 'POST', body: bytes(body) });
const bytes = (value: Json) => Buffer.from(JSON.stringify(value));
const answer = (body: Json): HttpResponse => ({ status: 200, headers: [], body: bytes(body) });

const PAGE = answer({ data: [{ id: 'item-1' }], has_more: true, next: 'cursor-2' });

it.each([
  ['the cursor of the earlier response', get('/items?limit=2'), get('/items?limit=2&after=cursor-2')],
  ['the last id of the earlier response', get('/items'), get('/items?starting_after=item-1')],
  ['a cursor in its body', post({ size: 2 }), post({ size: 2, start: { cursor: 'cursor-2' } })],
  ['the second page by number', get('/items'), get('/items?page=2')],
  ['a greater offset', get('/items?offset=20'), get('/items?offset=40')],
])('recognises a request for a further page by %s', (_title, request, next) => {
  expect(asksForNextPage(next, { request, response: PAGE })).toBe(true);
});

it.each([
  ['the same request', get('/items?after=cursor-2'), get('/items?after=cursor-2')],
  ['another path', get('/items'), get('/items/item-1?after=cursor-2')],
  ['another method', get('/items/query'), post({ cursor: 'cursor-2' })],
  ['the same page by number', get('/items?page=2'), get('/items?page=2&full=yes')],
  ['another number that is not a page', get('/items?limit=1'), get('/items?limit=2')],
])('does not recognise a request for a further page by %s', (_title, request, next) => {
  expect(asksForNextPage(next, { request, response: PAGE })).toBe(false);
});

it('removes the items, the flag, the cursor and the link of a next page, and keeps all other values', () => {
  const page = { ...answer({}), headers: [['Link', '<x>; rel="next"'] as const, ['ETag', 'a'] as const] };
  const full = {
    items: ['a'],
    has_more: true,
    is_last: false,
    active: true,
    object: 'list',
    meta: { token: 'c', next: 'c' },
  };
  const nulls = { items: ['a'], has_more: true, meta: { token: 'c', next: null } };
  const ended = lastPage({ ...page, body: bytes(full) }, answer(nulls), get('/items?token=c'));
  expect(ended.headers).toEqual([['ETag', 'a']]);
  expect(JSON.parse(String(ended.body))).toEqual({
    ...{ items: [], has_more: false, is_last: true, active: true, object: 'list' },
    meta: { token: '', next: null },
  });
});

const LISTING = contract({
  ...{ method: 'GET', path: '/items' },
  responses: [
    spec(200, {
      body: {
        type: 'object',
        required: ['data', 'has_more'],
        properties: { data: { type: 'array', items: { type: 'string' } }, has_more: { type: 'boolean' } },
      },
    }),
  ],
});

it('responds with the last page to the second page request of a call, even if no contract declares pages', () => {
  const stub = createStub({ contracts: contractSet(LISTING), profile: 'full' });
  const ask = (target: string): { readonly data: readonly string[]; readonly has_more: boolean } =>
    JSON.parse(String(stub.answer(get(target), LISTING).body));
  const first = ask('/items');
  expect(first).toEqual({ data: [expect.any(String), expect.any(String)], has_more: true });
  const next = `/items?after=${encodeURIComponent(first.data.at(-1) ?? '')}`;
  expect(ask(next)).toEqual({ data: [], has_more: false });
  stub.use(null);
  expect(ask(next)).toEqual(first);
});
