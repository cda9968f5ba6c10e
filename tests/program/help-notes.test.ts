import { describe, expect, it } from 'vitest';
import { HELP_NOTES } from '../../src/program/help-notes.ts';
import { commandNames, helpOf } from '../helpers/help-of.ts';

describe('the help of a command', () => {
  it('has examples and exit codes for every command that exists', async () => {
    expect(Object.keys(HELP_NOTES).sort()).toEqual([...(await commandNames())].sort());
  });

  it.each(Object.entries(HELP_NOTES))('for %s has two examples, and their options exist', async (name, {
    examples,
  }) => {
    expect(examples).toHaveLength(2);
    const words = examples.map(([command]) => command.split(' -- ')[0]?.split(/[\s(]+/) ?? []);
    const [inner = ''] = words
      .map((each) => each[each.indexOf(name) + 1])
      .filter((word) => word === 'openapi' || word === 'test');
    const help = await helpOf(name, ...(inner === '' ? [] : [inner]));
    const options = words.flat().filter((word) => word.startsWith('--'));
    expect(options.filter((option) => !help.includes(option.split('=')[0] ?? option))).toEqual([]);
    expect(help).toMatch(/\nExamples:\n[\s\S]*\nExit codes:\n {2}0 {3}ok\n/);
  });
});
