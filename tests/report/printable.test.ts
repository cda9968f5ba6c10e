import { describe, expect, it } from 'vitest';
import { printable, printableDeep, withoutCommands } from '../../src/report/printable.ts';
import { REPORTERS } from '../../src/report/reporters.ts';
import { hostileVerdict, OPTIONS, outputOf } from './verdicts.ts';

describe('printable text', () => {
  it.each([
    ['plain text', 'Grüße, 世界 🙂', 'Grüße, 世界 🙂'],
    ['an escape sequence', '\x1b[2Jx', '\\x1b[2Jx'],
    ['an 8-bit control', '\x9b2J', '\\x9b2J'],
    ['NUL', 'a\0b', 'a\\x00b'],
    ['a tab', 'a\tb', 'a\\tb'],
    ['line breaks', 'a\r\n  b\n', 'a b'],
    ['half of a surrogate pair', 'a\ud800b', 'a\\ud800b'],
    ['a change of direction', 'a\u202eb', 'a\\u202eb'],
    ['a line separator', 'a\u2028b', 'a\\u2028b'],
  ])('escapes %s', (_title, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('reaches every string of a value', () => {
    expect(printableDeep({ a: ['\x1b', { '\x1b': null }], n: 1 })).toEqual({ a: ['\\x1b', { '\\x1b': null }], n: 1 });
  });
});

describe('output without commands', () => {
  it.each([
    ['at the start of a line', 'a\n::error::x', 'a\n: :error::x'],
    ['after an indentation, which the runner ignores', '  ::error::x', '  : :error::x'],
    ['after a colour', '\x1b[31m::error::x', '\x1b[31m: :error::x'],
    ['in the old form, anywhere', 'a ##[error]x', 'a ## [error]x'],
  ])('breaks up a workflow command %s', (_title, output, expected) => {
    expect(withoutCommands(output)).toBe(expected);
  });

  it('keeps :: inside a line', () => {
    expect(withoutCommands('at std::io')).toBe('at std::io');
  });
});

describe('no reporter', () => {
  const others = Object.entries(REPORTERS).filter(([name]) => name !== 'github');

  it.each(others)('lets a server issue a GitHub command: %s', (_name, report) => {
    expect(outputOf(report(hostileVerdict(), OPTIONS))).not.toMatch(/^\s*::|##\[/m);
  });

  it.each(Object.entries(REPORTERS))('lets a server control a terminal: %s', (_name, report) => {
    const output = outputOf(report(hostileVerdict(), OPTIONS));
    expect(output.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cs}|\p{Bidi_Control}/u);
  });

  it.each(Object.entries(REPORTERS))('gives another output when it is called again: %s', (_name, report) => {
    expect(report(hostileVerdict(), OPTIONS)).toEqual(report(hostileVerdict(), OPTIONS));
  });
});
