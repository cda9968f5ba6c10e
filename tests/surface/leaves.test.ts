import { describe, expect, it } from 'vitest';
import { leavesOf } from '../../src/surface/leaves.ts';
import { plainBody } from '../../src/wire/wire-reading.ts';
import { CONTRACTS, type RequestParts, request, sent } from './builders.ts';

/** Writes one line per value, as `location name = value`, except for values in the path. */
function leaves(parts: RequestParts): readonly string[] {
  return leavesOf([sent(parts)], CONTRACTS)
    .filter(({ place }) => place.location !== 'path')
    .map(({ place, value }) => `${place.location} ${place.name} = ${JSON.stringify(value)}`);
}

describe('leavesOf', () => {
  it('decodes path values and names them as the contract does', () => {
    const [leaf] = leavesOf([sent({ target: '/v1/boxes/a%2Fb%20c/things' })], CONTRACTS);
    expect(leaf).toEqual({
      request: 0,
      route: 'things.make#1',
      place: { location: 'path', name: 'box_id' },
      value: 'a/b c',
    });
  });

  it('numbers the segments of a path without a contract', () => {
    const found = leavesOf([sent({ target: '/odd/x%20y' }, null)], CONTRACTS);
    expect(found.map(({ place, value }) => [place.name, value])).toEqual([
      ['0', ''],
      ['1', 'odd'],
      ['2', 'x y'],
    ]);
  });

  it('returns one decoded leaf for each repetition of a query name', () => {
    expect(leaves({ target: '/v1/boxes/b1/things?tag=a+b&tag=c%26d&empty=&bare' })).toEqual([
      'query tag = "a b"',
      'query tag = "c&d"',
      'query empty = ""',
      'query bare = ""',
    ]);
  });

  it('omits credentials, and headers that libraries add', () => {
    const headers = [
      ['Accept', '*/*'],
      ['user-agent', 'acme/1'],
      ['x-api-key', 'secret'],
      ['X-Worker-Id', 'w1'],
    ] as const;
    expect(leaves({ headers })).toEqual(['header X-Worker-Id = "w1"']);
  });

  it('splits cookies', () => {
    expect(leaves({ headers: [['Cookie', 'a=1; b=x%20y']] })).toEqual(['cookie a = "1"', 'cookie b = "x y"']);
  });

  it('returns the scalars and the empty containers of a body', () => {
    expect(leaves({ json: { name: 'pot', limits: { size: 3, colors: [] }, tags: ['a', null], 'a/b': {} } })).toEqual([
      'body /name = "pot"',
      'body /limits/size = 3',
      'body /limits/colors = []',
      'body /tags/0 = "a"',
      'body /tags/1 = null',
      'body /a~1b = {}',
    ]);
  });

  it('treats an empty object as no body', () => {
    expect(leaves({ json: {} })).toEqual(leaves({}));
  });

  it('counts the requests of a call', () => {
    const found = leavesOf([sent({ json: { name: 'a' } }), sent({ json: { name: 'b' } })], CONTRACTS);
    expect(found.filter(({ place }) => place.location === 'body').map(({ request: at }) => at)).toEqual([0, 1]);
  });
});

describe('plainBody', () => {
  it('reads a form as an object', () => {
    const headers = [['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8']] as const;
    expect(plainBody(request({ body: 'name=a+b&size=3', headers }))).toEqual({ name: 'a b', size: '3' });
  });

  it.each([
    ['text that is not JSON', 'hello', 'hello'],
    ['a bare string', '"hello"', 'hello'],
    ['nothing', undefined, undefined],
  ])('returns %s', (_title, body, expected) => {
    expect(plainBody(request(body === undefined ? {} : { body }))).toBe(expected);
  });

  it('shows bytes that are not UTF-8', () => {
    expect(plainBody({ ...request(), body: Uint8Array.of(0xff, 0x41) })).toBe('\u00ffA');
  });
});
