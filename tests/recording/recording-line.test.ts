import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exchange, RecordingEntry } from '../../src/model/exchange.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { formatEntry, parseEntry } from '../../src/recording/recording-line.ts';
import { exchange } from '../wire/builders.ts';

const text = fc.string({ unit: 'binary' });
const bytes = fc.oneof(
  fc.uint8Array(),
  text.map((value) => new Uint8Array(Buffer.from(value, 'utf8'))),
);
const headers = fc.array(fc.tuple(text, text));
// The values are written as JSON and read again, because JSON turns -0 into 0.
const object = fc.dictionary(text, fc.jsonValue()).map((value) => JSON.parse(JSON.stringify(value)) as JsonObject); // a dictionary

const exchanges: fc.Arbitrary<Exchange> = fc
  .record(
    {
      superseded: fc.boolean(),
      asked: fc.record({ with: object, as: text, auth: fc.option(text), invalid: fc.boolean() }),
      expect: fc.record(
        { status: fc.array(fc.nat(600)), error: text, body: object, headers: object },
        { requiredKeys: ['status', 'headers'] },
      ),
      request: fc.record({ method: text, target: text, headers, body: fc.option(bytes) }),
      response: fc.option(
        fc.record(
          { status: fc.nat(600), headers, body: bytes, truncatedAt: fc.nat() },
          { requiredKeys: ['status', 'headers', 'body'] },
        ),
      ),
      failure: fc.record({ code: fc.constant('timeout' as const), message: text }),
      polling: fc.boolean(),
      startedMs: fc.nat(),
    },
    { requiredKeys: ['superseded', 'asked', 'expect', 'request', 'response', 'startedMs'] },
  )
  .map((changes) => exchange(changes));

/** Turns buffers into plain arrays, so that equal bytes compare as equal. */
function plain(entry: RecordingEntry): unknown {
  return JSON.parse(
    JSON.stringify(entry, (_key, value) =>
      typeof value === 'bigint'
        ? Number(value)
        : value?.type === 'Buffer'
          ? value.data
          : value instanceof Uint8Array
            ? [...value]
            : value,
    ),
  );
}

describe('a recording line', () => {
  it('returns exactly what was recorded', () => {
    fc.assert(
      fc.property(exchanges, (entry) => {
        const line = formatEntry(entry);
        expect(line).not.toMatch(/[\r\n]/);
        expect(plain(parseEntry(line))).toEqual(plain(entry));
        expect(formatEntry(parseEntry(line))).toBe(line);
      }),
    );
  });

  it('shows a UTF-8 body as text and any other body as base64', () => {
    const line = JSON.parse(
      formatEntry(exchange({ response: { status: 200, headers: [], body: Uint8Array.of(0xff) } })),
    );
    expect(line.response.body).toEqual({ base64: '/w==' });
    expect(JSON.parse(formatEntry(exchange())).response.body).toEqual({ text: '{}' });
  });

  it('keeps members that this version of the format does not know', () => {
    const { asked, expect: wish, ...others } = exchange();
    const later = {
      ...others,
      kept: true,
      constructor: 1,
      asked: { ...asked, later: 2 },
      expect: { ...wish, later: 3 },
    };
    const line = JSON.parse(formatEntry(later as unknown as Exchange)); // a cast is needed, because the type has no member `later`
    expect(line).toMatchObject({ kept: true, constructor: 1, asked: { later: 2 }, expect: { later: 3 } });
    expect(line.response.body).toEqual({ text: '{}' });
  });

  it.each<[string, unknown, string]>([
    ['a list', [], 'must be one complete JSON object'],
    ['an unknown kind', { kind: 'note' }, 'kind must be one of run, exchange, scenario, end; was "note"'],
    [
      'a status that is text',
      { ...JSON.parse(formatEntry(exchange())), response: { status: '200', headers: [], body: { text: '' } } },
      'response.status must be integer; was "200"',
    ],
    [
      'a body that is neither',
      { ...JSON.parse(formatEntry(exchange())), response: { status: 200, headers: [], body: '{}' } },
      'response.body must be { text } or { base64 }',
    ],
    [
      'a missing request',
      { ...JSON.parse(formatEntry(exchange())), request: undefined },
      'request must be object; was nothing',
    ],
    [
      'a header that is no pair',
      { ...JSON.parse(formatEntry(exchange())), request: { method: 'GET', target: '/', headers: [['a']], body: null } },
      'request.headers.0 must be a [name, value] pair',
    ],
  ])('rejects %s', (_title, value, message) => {
    expect(() => parseEntry(JSON.stringify(value))).toThrow(
      expect.objectContaining({ code: 'recording-invalid', message: expect.stringContaining(message) }),
    );
  });

  it('rejects a truncated line', () => {
    expect(() => parseEntry(formatEntry(exchange()).slice(0, -5))).toThrow(
      expect.objectContaining({ code: 'recording-invalid' }),
    );
  });
});
