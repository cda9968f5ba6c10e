import { describe, expect, it } from 'vitest';
import { namesOtherResource } from '../../../src/run/scenarios/path-values.ts';
import { call } from '../../plan/builders.ts';
import { runOn } from '../run-on.ts';
import { answerJson, serve } from '../servers.ts';
import { create } from '../things.ts';

describe('a value in a path', () => {
  it.each([
    ...[null, '', ' ', '.', '..', 'a/..', '..\\b', [], [''], {}, ['..', 'a']],
    ...['..%2f', '%2e%2e', '%2E.', '%252e%252e', 'a%2F..', '..%5cb', '..;a=1', ' ..', '..\0', '%20', '%2e%00'],
  ])('%j names another resource', (value) => {
    expect(namesOtherResource(value)).toBe(true);
  });

  it.each(['a', 'a.b', '...', 'a/b', 7, ['a'], '%41', '100%', '..a', 'a..', 'a;..', '.env'])('%j does not', (value) => {
    expect(namesOtherResource(value)).toBe(false);
  });

  it.each([
    null,
    '',
    '.',
    '..',
  ])('that a response gives as %j is not sent, and the resource is a leftover', async (id) => {
    const server = await serve((_request, response) => answerJson(response, 201, { id }));
    const get = call({ id: 'get', call: 'things.get', with: { thing_id: '${made.id}' } });
    const { end, scenarios } = await runOn(server.origin, { steps: [create('made'), get] });
    expect(server.seen.map(({ method }) => method)).toEqual(['POST']);
    expect(scenarios[0]?.steps[1]).toMatchObject({ state: 'unresolved', reason: expect.stringContaining('thing_id') });
    expect(end.leftovers).toHaveLength(1);
  });

  it('that the suite itself contains is sent', async () => {
    const server = await serve((_request, response) => answerJson(response, 200, {}));
    await runOn(server.origin, { steps: [call({ id: 'get', call: 'things.get', with: { thing_id: '..' } })] });
    expect(server.seen[0]?.target).toBe('/things/..');
  });
});

describe('an integer beyond 2^53', () => {
  const BIG = '9007199254740993';
  const big = (request: { readonly method: string }) => (request.method === 'POST' ? `{"id":${BIG},"size":1}` : '{}');

  it('keeps every digit in the path of its deletion', async () => {
    const server = await serve((request, response) => response.writeHead(200).end(big(request)));
    await runOn(server.origin, { steps: [create('made')] });
    expect(server.seen.map(({ target }) => target)).toEqual(['/things', `/things/${BIG}`]);
  });

  it('keeps every digit in the path, the body and the text of a later step', async () => {
    const server = await serve((request, response) => response.writeHead(200).end(big(request)));
    const get = call({ id: 'get', call: 'things.get', with: { thing_id: '${made.id}' } });
    const note = call({ id: 'note', call: 'things.create', with: { name: 'of ${made.id}', note: '${made.id}' } });
    await runOn(server.origin, { steps: [create('made'), get, { ...note, cleanup: null }] });
    expect(server.seen.map(({ target }) => target)).toContain(`/things/${BIG}`);
    expect(server.seen.map(({ body }) => body)).toContain(`{"name":"of ${BIG}","note":${BIG}}`);
  });

  it('keeps every digit in the recording', async () => {
    const server = await serve((request, response) => response.writeHead(200).end(big(request)));
    const get = call({
      id: 'get',
      call: 'things.get',
      with: { thing_id: '${made.id}' },
      expect: { status: [], headers: {}, body: { a: '${made.id}' } },
    });
    const { exchanges } = await runOn(server.origin, { steps: [create('made'), get] });
    expect(exchanges[1]).toMatchObject({
      asked: { with: { thing_id: BigInt(BIG) } },
      expect: { body: { a: BigInt(BIG) } },
    });
  });
});
