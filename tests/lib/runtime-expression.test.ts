import { expect, it } from 'vitest';
import { parseRuntimeExpression, RUNTIME_EXPRESSION } from '../../src/lib/runtime-expression.ts';

it.each([
  ['$response.body#/data/id', { source: 'response-body', pointer: '/data/id' }],
  ['$response.header.Location', { source: 'response-header', name: 'Location' }],
  ['$request.path.slug', { source: 'request', location: 'path', name: 'slug' }],
  ['$request.body#/slug', { source: 'request', location: 'body', name: 'slug' }],
])('parses the runtime expression %s', (text, expected) => {
  expect(RUNTIME_EXPRESSION.test(text)).toBe(true);
  expect(parseRuntimeExpression(text)).toEqual(expected);
});

it.each([
  '$url',
  '$response.body',
  'response.body#/id',
  '$response.header.',
])('rejects %s as the value of a link', (text) => {
  expect(RUNTIME_EXPRESSION.test(text)).toBe(false);
});
