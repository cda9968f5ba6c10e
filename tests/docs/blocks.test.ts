import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { REPOSITORY } from '../helpers/command.ts';
import { commandNames, helpOf } from '../helpers/help-of.ts';

/** A `console` block is run by pages.e2e.test.ts, but a `text` block is not. */
const LANGUAGES = ['console', 'js', 'json', 'sh', 'text', 'yaml'];

const PAGES = [
  'docs/tutorial.md',
  ...readdirSync(join(REPOSITORY, 'docs/how-to')).map((file) => `docs/how-to/${file}`),
];
const BLOCKS = PAGES.flatMap((page) => blocksOf(page));

describe('the code blocks of the tutorial and the how-to pages', () => {
  it('have a known language', () => {
    expect(BLOCKS.filter(({ language }) => !LANGUAGES.includes(language))).toEqual([]);
  });

  it.each(BLOCKS.filter(({ language }) => language === 'json'))('are valid JSON: $page:$line', ({ text }) => {
    expect(() => JSON.parse(text)).not.toThrow();
  });

  it.each(
    BLOCKS.filter(({ language }) => language === 'yaml'),
  )('contain only keys of a data file or a workflow: $page:$line', ({ text }) => {
    const value: unknown = parse(text);
    const keys = new Set([value].flat().flatMap((each) => Object.keys(Object(each))));
    expect(keys.size).toBeGreaterThan(0);
    expect(
      KNOWN_KEYS.some((known) => [...keys].every((key) => known.has(key))),
      [...keys].join(', '),
    ).toBe(true);
  });

  it.each(PAGES)('contain only commands and options that exist: %s', async (page) => {
    const names = await commandNames();
    for (const words of commandsOf(readFileSync(join(REPOSITORY, page), 'utf8'))) {
      const [name = '', second = ''] = words;
      expect(names, words.join(' ')).toContain(name);
      const help = await helpOf(name, ...(second === 'openapi' || second === 'test' ? [second] : []));
      const options = words.filter((word) => /^--\w/.test(word)).map((word) => word.replace(/=.*/, ''));
      expect(
        options.filter((option) => !help.includes(option)),
        words.join(' '),
      ).toEqual([]);
    }
  });
});

const KNOWN_KEYS: readonly ReadonlySet<string>[] = [
  ...['api', 'client', 'config', 'contract', 'suite', 'xfails'].map((name) =>
    propertiesOf(read(`schema/${name}.json`)),
  ),
  new Set(['on', 'jobs', 'run', 'uses', 'if', 'with']),
];

function propertiesOf(value: unknown): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return new Set();
  const own = 'properties' in value ? Object.keys(Object(value.properties)) : [];
  return new Set([...own, ...Object.values(value).flatMap((each) => [...propertiesOf(each)])]);
}

interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

function blocksOf(page: string): readonly Block[] {
  const source = readFileSync(join(REPOSITORY, page), 'utf8');
  return [...source.matchAll(/^```(\w*)\n([\s\S]*?)\n```$/gm)].map((match) => ({
    page,
    line: source.slice(0, match.index).split('\n').length,
    language: match[1] ?? '',
    text: match[2] ?? '',
  }));
}

function commandsOf(page: string): readonly (readonly string[])[] {
  const commands = page.matchAll(/(?:npx |`|^\$ )(?:parity|wireparity) ([a-z]+\b[^\n`;|)#"]*)/gm);
  return [...commands].map(([, command = '']) => (command.split(' -- ')[0] ?? '').trim().split(/\s+/));
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(REPOSITORY, file), 'utf8'));
}
