import { expect, it } from 'vitest';
import { createStub } from '../../../src/clients/recorder/stub.ts';
import { contract, contractSet, field, spec } from '../../judge/builders.ts';

const page = {
  kind: 'pagination',
  style: 'cursor',
  items: '/items',
  key: '/id',
  limit: 'limit',
  cursor: 'cursor',
  next: '/next',
  more: '/more',
} as const;

const LISTING = contract({
  ...{ method: 'GET', path: '/v1/things', fields: [field('cursor', 'query')], behaviors: [page] },
  responses: [
    spec(200, {
      body: {
        type: 'object',
        required: ['next', 'more'],
        properties: { next: { type: ['string', 'null'] }, more: { type: 'boolean' } },
      },
    }),
  ],
});

it('repeats in every success what the request sent', () => {
  const echoing = contract({
    echoes: { '/echo': 'name' },
    responses: [spec(201, { body: { type: 'object', properties: { echo: { type: ['string', 'null'] } } } })],
  });
  const stub = createStub({ contracts: contractSet(echoing), profile: 'full' });
  stub.use({ kind: 'varied', how: 'nulls' });
  const request = { method: 'POST', target: '/v1/boxes/b/things', headers: [], body: Buffer.from('{"name":"pot"}') };
  const { body } = stub.answer(request, echoing);
  expect(JSON.parse(Buffer.from(body).toString('utf8'))).toEqual({ echo: 'pot' });
});

function answerTo(target: string): unknown {
  const stub = createStub({ contracts: contractSet(LISTING), profile: 'full' });
  const { body } = stub.answer({ method: 'GET', target, headers: [], body: null }, LISTING);
  return JSON.parse(Buffer.from(body).toString('utf8'));
}

it('answers a request that carries a cursor with the last page', () => {
  expect(answerTo('/v1/things?cursor=abc')).toEqual({ next: null, more: false });
});

it('answers a request without a cursor with a page that names the next one', () => {
  expect(answerTo('/v1/things')).toMatchObject({ next: expect.any(String), more: true });
});
