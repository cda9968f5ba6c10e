import { expect, it } from 'vitest';
import { decodeUtf8 } from '../../src/lib/utf8.ts';

it.each([
  ['nothing', ''],
  ['text', 'é 😀 \u0000'],
  ['a byte order mark', '\ufeffa'],
  ['the replacement character U+FFFD in valid text', 'a\ufffdb'],
  ['long text', 'é'.repeat(100_000)],
])('reads %s', (_title, text) => {
  expect(decodeUtf8(Buffer.from(text))).toBe(text);
  expect(decodeUtf8(new Uint8Array(Buffer.from(text)))).toBe(text);
});

it.each([
  ['an invalid byte', Buffer.from([0x61, 0xff])],
  ['half a character', Buffer.from('é').subarray(0, 1)],
  ['half a surrogate pair', Buffer.from([0xed, 0xa0, 0x80])],
  [
    'invalid bytes beside the replacement character U+FFFD',
    Buffer.concat([Buffer.from('\ufffd'), Buffer.from([0xc0])]),
  ],
  ['many bytes', Buffer.alloc(100_000, 0x80)],
])('%s is not text', (_title, bytes) => {
  expect(decodeUtf8(bytes)).toBeUndefined();
});
