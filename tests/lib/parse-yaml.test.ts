import { describe, expect, it } from 'vitest';
import { LineCounter, parseDocument } from 'yaml';
import { DEEPEST_YAML, parseYamlDocument } from '../../src/lib/parse-yaml.ts';

describe('a YAML text', () => {
  it.each([
    ['lists in brackets', '['],
    ['maps in braces', '{a: '],
    ['lists on one line', '- '],
    ['keys of keys', '? '],
  ])('with thousands of nested %s is rejected and does not abort the process', (_title, piece) => {
    expect(parseYamlDocument(piece.repeat(50_000))).toBeUndefined();
  });

  it('may contain a tuple, which is read as a tagged value', () => {
    const document = parseYamlDocument('args: [!tuple [1, "${key}"], [2]]\n');
    expect(document?.toJS()).toEqual({ args: [{ $type: 'tuple', items: [1, '${key}'] }, [2]] });
    expect([...(document?.errors ?? []), ...(document?.warnings ?? [])]).toEqual([]);
  });

  it('with the deepest allowed nesting is read', () => {
    const levels = DEEPEST_YAML - 5;
    const text = `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(parseYamlDocument(text)?.errors).toEqual([]);
  });

  it.each([
    'a: 1\nb: [2, {c: d}]\n',
    'a: [1\n',
    'a: &x 1\nb: *x\n',
    '',
    '---\na\n---\nb\n',
    'a\n\n  b: c\n',
  ])('is read exactly as the library reads it: %j', (text) => {
    const lines = new LineCounter();
    const expected = parseDocument(text, { lineCounter: new LineCounter(), prettyErrors: false });
    const document = parseYamlDocument(text, { lineCounter: lines });
    expect(document?.errors.map(({ code, pos }) => ({ code, pos }))).toEqual(
      expected.errors.map(({ code, pos }) => ({ code, pos })),
    );
    expect(document?.toJS()).toEqual(expected.toJS());
    expect(lines.linePos(text.length).line).toBeGreaterThan(0);
  });
});
