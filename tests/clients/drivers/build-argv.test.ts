import { expect, it } from 'vitest';
import type { Command } from '../../../src/clients/drivers/command/command-line.ts';
import { buildArgv } from '../../../src/clients/drivers/command.ts';

const text = { kind: 'string' } as const;
const COMMAND: Command = {
  name: 'orders.place',
  words: ['orders', 'place'],
  doc: null,
  parameters: [
    { name: '--name', required: false, type: text, writing: { kind: 'value' } },
    { name: '--tag', required: false, type: { kind: 'list', of: text }, writing: { kind: 'value' } },
    { name: '--note', required: false, type: { kind: 'json' }, writing: { kind: 'value' } },
    { name: '--gift', required: false, type: { kind: 'boolean' }, writing: { kind: 'flag', off: '--no-gift' } },
    { name: '--loud', required: false, type: { kind: 'boolean' }, writing: { kind: 'flag', off: null } },
    { name: '--both', required: false, type: { kind: 'list', of: text }, writing: { kind: 'several' } },
    { name: 'ID', required: true, type: text, positional: true, writing: { kind: 'positional' } },
  ],
};

it.each([
  ['options come before positional arguments', { ID: 'a', '--name': 'n' }, ['--name', 'n', 'a']],
  ['an option is repeated for each item of a list', { '--tag': ['a', 'b'] }, ['--tag', 'a', '--tag', 'b']],
  ['an empty list is no option', { '--tag': [] }, []],
  [
    'an option with several values is ended before a positional argument',
    { '--both': ['a', 'b'], ID: 'c' },
    ['--both', 'a', 'b', '--', 'c'],
  ],
  ['a yes is a flag', { '--gift': true, '--loud': true }, ['--gift', '--loud']],
  ['a no is the flag that says so, if there is one', { '--gift': false, '--loud': false }, ['--no-gift']],
  ['JSON is written as such', { '--note': { a: [1, null] } }, ['--note', '{"a":[1,null]}']],
  ['JSON that is given as text stays so', { '--note': 'no json' }, ['--note', 'no json']],
  [
    'a datetime is its text',
    { '--name': { $type: 'datetime', value: '2030-01-01T00:00:00Z' } },
    ['--name', '2030-01-01T00:00:00Z'],
  ],
  ['a number is its digits', { '--name': 7 }, ['--name', '7']],
  ['an empty text is one', { '--name': '' }, ['--name', '']],
  ['null is not given', { '--name': null }, []],
  ['a value that looks like an option is tied to its name', { '--name': '-x' }, ['--name=-x']],
  ['a positional argument that looks like an option is protected', { ID: '-x' }, ['--', '-x']],
])('%s', (_title, args, expected) => {
  expect(buildArgv(COMMAND, args)).toEqual(['orders', 'place', ...expected]);
});
