import { expect, it } from 'vitest';
import { withLastPage } from '../../../src/clients/recorder/last-page.ts';
import { contract, field } from '../../judge/builders.ts';

const listing = contract({
  method: 'GET',
  fields: [field('cursor', 'query')],
  behaviors: [
    ...([
      {
        kind: 'pagination',
        style: 'cursor',
        items: '/items',
        key: '/id',
        limit: 'limit',
        cursor: 'cursor',
        next: '/next',
        more: '/more',
      },
    ] as const),
  ],
});

function answerTo(target: string): unknown {
  const request = { method: 'GET' as const, target, httpVersion: '1.1', headers: [], body: null };
  const body = Buffer.from('{"items":[],"next":"abc","more":true}');
  return JSON.parse(String(withLastPage({ status: 200, headers: [], body }, request, listing).body));
}

it('a request for a further page gets the last one', () => {
  expect(answerTo('/v1/boxes/b/things?cursor=abc')).toEqual({ items: [], next: null, more: false });
});

it('a request for the first page gets one that names the next', () => {
  expect(answerTo('/v1/boxes/b/things')).toEqual({ items: [], next: 'abc', more: true });
});
