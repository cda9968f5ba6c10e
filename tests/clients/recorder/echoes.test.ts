import { expect, it } from 'vitest';
import { withEchoes } from '../../../src/clients/recorder/echoes.ts';
import { contract, field } from '../../judge/builders.ts';

const echoing = contract({
  fields: [field('name', 'body'), field('echo', 'header')],
  echoes: { '/received': 'name', '/meta/digest': 'sha256(name)' },
  echoOn: 'echo',
});

function answerTo(headers: readonly (readonly [string, string])[], { echoOn, ...rest } = echoing): unknown {
  const request = {
    ...{ method: 'POST' as const, target: '/v1/boxes/b/things', httpVersion: '1.1' },
    headers: [['Content-Type', 'application/json'] as const, ...headers],
    body: Buffer.from('{"name":"ada"}'),
  };
  const body = Buffer.from('{"id":"1","received":"made up","meta":{"digest":"made up","page":1}}');
  const response = withEchoes({ status: 200, headers: [], body }, request, { ...rest, ...(echoOn && { echoOn }) });
  return JSON.parse(String(response.body));
}

it('a request that asks for the echo gets it', () => {
  const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
  expect(answerTo([['echo', 'true']])).toEqual({ id: '1', received: 'ada', meta: { digest, page: 1 } });
});

it.each([
  ['does not ask', []],
  ['refuses it', [['echo', 'false'] as const]],
])('a request that %s gets a response without the echo', (_title, headers) => {
  expect(answerTo(headers)).toEqual({ id: '1', meta: { page: 1 } });
});

it('what nothing asks for is always echoed', () => {
  const { echoOn: _, ...always } = echoing;
  expect(answerTo([], always)).toMatchObject({ received: 'ada' });
});
