import { expect, it } from 'vitest';
import { isJsonMedia } from '../../src/lib/media-type.ts';

it.each([
  ['application/json', true],
  ['application/merge-patch+json', true],
  ['text/json', true],
  ['text/plain', false],
  ['application/json-seq', false],
])('tells whether a body of type %s is JSON', (media, expected) => {
  expect(isJsonMedia(media)).toBe(expected);
});
