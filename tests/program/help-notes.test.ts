import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/app/io.ts';
import { HELP_NOTES } from '../../src/program/help-notes.ts';
import { runCli } from '../../src/program/program.ts';

async function helpOf(...command: readonly string[]): Promise<string> {
  let text = '';
  const io = { out: (said: string) => (text += said), err: () => {}, version: '0.0.0', env: {} } as unknown as Io; // help needs no more
  await runCli([...command, '--help'], io);
  return text;
}

const commands = async () => {
  const lines = (await helpOf()).split('\n').map((line) => /^ {2}([a-z]+)\b/.exec(line)?.[1]);
  return lines.filter((name) => name !== undefined && name !== 'help');
};

describe('the help of a command', () => {
  it('has examples and exit codes for every command that exists', async () => {
    expect(Object.keys(HELP_NOTES).sort()).toEqual([...new Set(await commands())].sort());
  });

  it.each(Object.entries(HELP_NOTES))('of %s has two examples, whose options exist', async (name, { examples }) => {
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
