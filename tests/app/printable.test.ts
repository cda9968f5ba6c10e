import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printable, typable } from '../../src/app/io.ts';

/** The folder has one help text per command. */
const VERBS = readdirSync('tests/commands/help')
  .map((name) => name.replace('.txt', ''))
  .filter((name) => name !== 'parity');

describe('text for a terminal', () => {
  it.each([
    ['an escape sequence', '\u001b[2Jx', '\\u001b[2Jx'],
    ['a link', '\u001b]8;;http://a\u0007b', '\\u001b]8;;http://a\\u0007b'],
    ['a NUL', 'a\u0000b', 'a\\u0000b'],
    ['an 8-bit sequence', '\u009b2J', '\\u009b2J'],
    ['a backspace', 'ab\bc', 'ab\\u0008c'],
    ['a lone return', 'good\rbad', 'goodbad'],
    ['a color', '\u001b[31mred', '\\u001b[31mred'],
  ])('shows %s unchanged', (_, text, shown) => {
    expect(printable(text, { color: false })).toBe(shown);
  });

  it('keeps line ends and tabs', () => {
    expect(printable('a\tb\r\nc\n', { color: false })).toBe('a\tb\r\nc\n');
  });

  it("keeps wireparity's colours if they are enabled, and no other control sequences", () => {
    expect(printable('\u001b[1;31mred\u001b[0m\u001b[2J', { color: true })).toBe('\u001b[1;31mred\u001b[0m\\u001b[2J');
  });

  it('keeps the sequences that redraw the status line on a terminal', () => {
    expect(printable('\r\u001b[Krunning', { color: false, interactive: true })).toBe('\r\u001b[Krunning');
  });
});

describe('commands in a text', () => {
  it.each([
    ['`parity init` makes a project', '`npx wireparity init` makes a project'],
    ['  parity run --probes quick', '  npx wireparity run --probes quick'],
    ['parity: there is no file', 'parity: there is no file'],
    ['contract and parity tests', 'contract and parity tests'],
    ['see ./parity run', 'see ./parity run'],
  ])('%j is %j for a person who uses npx', (text, shown) => {
    expect(typable(text, { command: 'npx wireparity' })).toBe(shown);
  });

  it.each(VERBS)('include `parity %s` for a person who uses npx', (verb) => {
    expect(typable(`\`parity ${verb}\``, { command: 'npx wireparity' })).toBe(`\`npx wireparity ${verb}\``);
  });

  it('stay as they are for all other people', () => {
    expect(typable('`parity init`', {})).toBe('`parity init`');
  });
});
