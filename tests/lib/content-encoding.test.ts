import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeContent, readableCodings, unknownCoding } from '../../src/lib/content-encoding.ts';

const PLAIN = Buffer.from('{"id":"a"}');
const decoded = { kind: 'decoded', bytes: PLAIN };

describe('a body', () => {
  it.each([
    ['gzip', gzipSync(PLAIN), ['gzip']],
    ['gzip under its older name', gzipSync(PLAIN), ['x-gzip']],
    ['gzip in capitals, with spaces', gzipSync(PLAIN), [' GZIP ']],
    ['br', brotliCompressSync(PLAIN), ['br']],
    ['deflate with the zlib header', deflateSync(PLAIN), ['deflate']],
    ['deflate without the zlib header', deflateRawSync(PLAIN), ['deflate']],
    ['two codings in one line', brotliCompressSync(gzipSync(PLAIN)), ['gzip, br']],
    ['two codings in two lines', brotliCompressSync(gzipSync(PLAIN)), ['gzip', 'br']],
    ['the same coding twice', gzipSync(gzipSync(PLAIN)), ['gzip, gzip']],
    ['identity', PLAIN, ['identity']],
    ['no coding', PLAIN, []],
    ['an empty line', PLAIN, ['']],
  ])('in %s is decoded', (_title, body, encoding) => {
    expect(decodeContent(body, encoding, 1000)).toEqual(decoded);
  });

  it('that is empty is not decoded, even if a header states a coding', () => {
    for (const encoding of ['gzip', 'zstd'])
      expect(decodeContent(Buffer.alloc(0), [encoding], 10).kind).toBe('decoded');
  });

  it('is malformed if the codings are in the wrong order, and the message states the failing coding', () => {
    const body = gzipSync(brotliCompressSync(PLAIN));
    expect(decodeContent(body, ['gzip, br'], 1000)).toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining('br'),
    });
  });

  it.each(['zstd', 'gzip, zstd', 'zstd, gzip'])('in %s is reported with the unknown coding', (encoding) => {
    expect(decodeContent(PLAIN, [encoding], 1000)).toEqual({ kind: 'unknown', coding: 'zstd' });
  });

  it('is too large if any of its codings decodes to more than the limit', () => {
    const huge = gzipSync(gzipSync(Buffer.alloc(100_000)));
    expect(decodeContent(huge, ['gzip, gzip'], 50_000)).toEqual({ kind: 'too-large' });
  });

  it('with a thousand codings is rejected', () => {
    expect(decodeContent(gzipSync(PLAIN), [Array(1000).fill('gzip').join()], 1000).kind).toBe('malformed');
  });
});

it('does not mistake an inherited member of Object for a coding', () => {
  expect(unknownCoding(['constructor'])).toBe('constructor');
});

it.each([
  ['gzip, deflate, br, zstd', 'gzip, deflate, br'],
  ['gzip;q=1.0, *;q=0.5', 'gzip;q=1.0'],
  ['zstd', 'identity'],
  ['', 'identity'],
])('keeps the decodable parts of Accept-Encoding "%s": "%s"', (given, kept) => {
  expect(readableCodings(given)).toBe(kept);
});
