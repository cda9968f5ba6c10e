import { describe, expect, it } from 'vitest';
import { markedRanges, pageExchange } from '../../../src/report/html/page-exchange.ts';

const EXCHANGE = {
  request: {
    method: 'POST',
    target: '/v1/orders?x=1',
    headers: [['Host', 'a.test'] as const, ['X-Key', 'k'] as const],
    body: bytes('{"name":"a","items":[{"id":1},{"id":2}],"last":true}'),
  },
  response: { status: 500, headers: [], body: bytes('Internal\nerror') },
};

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function marked(pointer: string): readonly string[] | null {
  const { request, response } = markedRanges(EXCHANGE, pointer);
  const lines = pageExchange(EXCHANGE);
  if (request !== null) return lines.request.slice(...request).map((line) => line.trim());
  return response === null ? null : (lines.response ?? []).slice(...response);
}

describe('the place of a difference', () => {
  it.each([
    ['/request/target', ['POST /v1/orders?x=1']],
    ['/request/headers/x-key', ['X-Key: k']],
    ['/request/body/name', ['"name": "a",']],
    ['/request/body/items/1/id', ['"id": 2']],
    ['/request/body/items/0', ['{', '"id": 1', '},']],
    ['/request/body/last', ['"last": true']],
    ['/response/status', ['500']],
    ['/response/body', ['Internal', 'error']],
  ])('in %s is marked', (pointer, lines) => {
    expect(marked(pointer)).toEqual(lines);
  });

  it('is the enclosing object if the member is missing', () => {
    expect(marked('/request/body/items/0/name')).toEqual(['{', '"id": 1', '},']);
  });

  it.each(['', '/request/headers/absent', '/elsewhere'])('does not exist for "%s"', (pointer) => {
    expect(marked(pointer)).toBeNull();
  });
});

describe('a message', () => {
  const body = (content: Uint8Array) =>
    pageExchange({ ...EXCHANGE, response: { ...EXCHANGE.response, body: content } }).response;

  it('counts the bytes of a body that is not text', () => {
    expect(body(new Uint8Array([255, 254, 0]))).toEqual(['500', '', '(3 bytes that are not text)']);
  });

  it('is shortened if it is very long', () => {
    const lines = body(bytes('line\n'.repeat(1000))) ?? [];
    expect(lines.length).toBeLessThan(500);
    expect(lines.at(-1)).toMatch(/^… \d+ more lines$/);
    expect((body(bytes('x'.repeat(100_000))) ?? []).at(-1)?.length).toBeLessThan(3000);
  });

  it('has no control characters', () => {
    expect(body(bytes('a\u001b[31m\u202e'))?.at(-1)).toBe('a\\x1b[31m\\u202e');
  });
});
