import { expect, it } from 'vitest';
import { createStub, withEchoes } from '../../../src/clients/recorder/stub.ts';
import type { JsonSchema } from '../../../src/model/json.ts';
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

it('changes the state in the response to the third equal request, so that a client stops polling', () => {
  const state = { type: 'object', properties: { state: { type: 'string', enum: ['pending', 'approved'] } } } as const;
  const polled = contract({ method: 'GET', path: '/v1/logins', responses: [spec(200, { body: state })] });
  const stub = createStub({ contracts: contractSet(polled), profile: 'full' });
  const ask = (target = '/v1/logins') =>
    Buffer.from(stub.answer({ method: 'GET', target, headers: [], body: null }, polled).body).toString('utf8');
  const [pending, approved] = ['{"state":"pending"}', '{"state":"approved"}'];
  expect([ask(), ask(), ask(), ask('/v1/logins?of=other')]).toEqual([pending, pending, approved, pending]);
  stub.use(null);
  expect(ask()).toBe(pending);
});

it('repeats the values of the request in every success response', () => {
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

it('responds with the last page to a request that contains a cursor', () => {
  expect(answerTo('/v1/things?cursor=abc')).toEqual({ next: null, more: false });
});

it('responds to a request without a cursor with a page that contains the next cursor', () => {
  expect(answerTo('/v1/things')).toMatchObject({ next: expect.any(String), more: true });
});

const echoing = contract({
  fields: [field('name', 'body'), field('echo', 'header')],
  echoes: { '/received': 'name', '/meta/digest': 'sha256(name)' },
  echoOn: 'echo',
});

function responseTo(headers: readonly (readonly [string, string])[], { echoOn, ...rest } = echoing): unknown {
  const request = {
    ...{ method: 'POST' as const, target: '/v1/boxes/b/things', httpVersion: '1.1' },
    headers: [['Content-Type', 'application/json'] as const, ...headers],
    body: Buffer.from('{"name":"ada"}'),
  };
  const body = Buffer.from('{"id":"1","received":"made up","meta":{"digest":"made up","page":1}}');
  const response = withEchoes({ status: 200, headers: [], body }, request, { ...rest, ...(echoOn && { echoOn }) });
  return JSON.parse(String(response.body));
}

it('sends the echo if the request asks for it', () => {
  const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
  expect(responseTo([['echo', 'true']])).toEqual({ id: '1', received: 'ada', meta: { digest, page: 1 } });
});

it.each([
  ['does not ask for it', []],
  ['refuses it', [['echo', 'false'] as const]],
])('sends no echo for a request that %s', (_title, headers) => {
  expect(responseTo(headers)).toEqual({ id: '1', meta: { page: 1 } });
});

it('always sends the echo if no field has to ask for it', () => {
  const { echoOn: _, ...always } = echoing;
  expect(responseTo([], always)).toMatchObject({ received: 'ada' });
});

const header = (name: string, schema: JsonSchema = { type: 'string' }) => ({
  ...{ name, schema, required: false, profiles: ['full'] },
  at: { file: '', line: 1, column: 1 },
});

const DOWNLOAD = contract({
  ...{ method: 'GET', path: '/v1/files/{id}/{format}' },
  responses: [spec(302, { body: null, headers: [header('Location')] })],
});

it('redirects to a path outside the API, so that no redirect leads back to the operation', () => {
  const stub = createStub({ contracts: contractSet(DOWNLOAD), profile: 'full' });
  const ask = (target: string) => stub.answer({ method: 'GET', target, headers: [], body: null }, DOWNLOAD);
  const [[name, target = ''] = []] = ask('/v1/files/7/zip').headers;
  expect([name, target]).toEqual(['Location', '/pw~elsewhere']);
  expect(ask(target).status).toBe(200);
});

it('makes up no header that affects how the message is read, such as Content-Length', () => {
  const page = contract({
    responses: [spec(200, { contentType: 'text/html', headers: [header('Content-Length'), header('X-Rate')] })],
  });
  const stub = createStub({ contracts: contractSet(page), profile: 'full' });
  const { headers } = stub.answer({ method: 'GET', target: '/', headers: [], body: null }, page);
  expect(headers.map(([name]) => name)).toEqual(['Content-Type', 'X-Rate']);
});
