import { describe, expect, it } from 'vitest';
import { type WriterUse, writerOf, wrongWriters } from '../../../src/judge/kinds/serialization-differs.ts';

const wrong = (operation: string): WriterUse => ({ operation, writer: 'boolean outside a body', isRight: false });

describe('values that a client serializes in one place', () => {
  it.each([
    ['a boolean in a query', true, 'query', 'boolean outside a body'],
    ['a list in a header', ['a'], 'header', 'list outside a body'],
    ['a time with a zone', { $type: 'datetime', value: '2031-05-06T07:08:09Z' }, 'body', 'time with a zone in a body'],
    [
      'a time without one',
      { $type: 'datetime', value: '2031-05-06T07:08:09' },
      'body',
      'time without a zone in a body',
    ],
    ['a boolean in a body, which is JSON', true, 'body', null],
    ['a text, which is what it is', 'a', 'query', null],
    ['a text that must be escaped', 'a&b=c+d', 'query', 'reserved characters of a query'],
  ] as const)('are grouped by kind and place: %s', (_name, given, location, writer) => {
    expect(writerOf({ given, place: { location, name: 'a' } })).toBe(writer);
  });

  it('are one cause if three operations write them wrongly and none correctly', () => {
    expect([...wrongWriters(['a.get', 'b.get', 'c.get'].map(wrong))]).toEqual(['boolean outside a body']);
  });

  it('are separate causes if only two operations write them wrongly', () => {
    expect([...wrongWriters(['a.get', 'b.get', 'b.get'].map(wrong))]).toEqual([]);
  });

  it('are separate causes if one operation writes them correctly', () => {
    const right = { ...wrong('d.get'), isRight: true };
    expect([...wrongWriters([...['a.get', 'b.get', 'c.get'].map(wrong), right])]).toEqual([]);
  });
});
