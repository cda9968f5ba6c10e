import { describe, expect, it } from 'vitest';
import { parseHelp } from '../../../src/clients/drivers/command/discover-commands.ts';
import { readParameters } from '../../../src/clients/drivers/command/read-parameters.ts';

const GROUP = `Usage: shop [OPTIONS] COMMAND [ARGS]...

  Everything about the shop.

  A second paragraph.

Options:
  --version        Show the version and exit.
  --api-key TEXT   The key.
  --help           Show this message and exit.

Commands:
  orders      Look after the orders, of which there are many more than fit...
  sign-up     Open an account.
`;

const COMMAND = `Usage: shop orders place [OPTIONS] SHOP_ID [ITEMS]...

  Place an order.

Options:
  --name TEXT                     Who orders. The name stands on the parcel and
                                  is kept for a time-
                                  span.  [required]
  -n, --count INTEGER             How many.  [default: 3]
  --stars INTEGER RANGE           From 1 to 5.  [1<=x<=5]
  --price FLOAT                   In euros.
  --url, --link TEXT              Where it is.
  --note TEXT                     JSON object of notes
  --note-file FILE                A file of JSON.
  --tag TEXT                      A tag. Repeat the flag for several.
  --size [small|large]            How big.  [default: small]
  --a-very-long-name-of-an-option [north|south]
                                  Where to.  [env var: SIDE; default: north;
                                  required]
  --at TEXT                       ISO 8601 timestamp.
  --day [%Y-%m-%d|%Y/%m/%d]       The day.
  --gift / --no-gift              Wrap it.
  --insured / --not-insured       Insure it.  [default: insured]
  --no-receipt                    Without --name on it.
  --range <INTEGER INTEGER>...    From, to.
  --help                          Show this message and exit.
`;

const page = parseHelp(COMMAND);
const parameters = new Map(page && readParameters(page).map((each) => [each.name, each]));

describe("Click's help of a group", () => {
  it('lists its subcommands', () => {
    expect(parseHelp(GROUP)?.commands).toEqual(['orders', 'sign-up']);
  });

  it('uses the first line of the description as its documentation', () => {
    expect(parseHelp(GROUP)?.doc).toBe('Everything about the shop.');
  });
});

describe("Click's help of a command", () => {
  it('has no commands below it', () => {
    expect(page?.commands).toEqual([]);
  });

  it('omits --help and lists positional arguments last', () => {
    expect([...parameters.keys()]).toEqual([
      ...['--name', '--count', '--stars', '--price', '--url', '--note', '--note-file', '--tag', '--size'],
      ...['--a-very-long-name-of-an-option', '--at', '--day', '--gift', '--insured', '--no-receipt', '--range'],
      ...['SHOP_ID', 'ITEMS'],
    ]);
  });

  it.each([
    ['--name', { kind: 'string' }, 'TEXT'],
    ['--count', { kind: 'integer' }, 'INTEGER'],
    ['--stars', { kind: 'integer' }, 'INTEGER RANGE'],
    ['--price', { kind: 'number' }, 'FLOAT'],
    ['--note', { kind: 'json' }, 'TEXT'],
    ['--note-file', { kind: 'string' }, 'FILE'],
    ['--tag', { kind: 'list', of: { kind: 'string' } }, 'TEXT'],
    ['--size', { kind: 'literal', values: ['small', 'large'] }, '[small|large]'],
    ['--at', { kind: 'string' }, 'TEXT'],
    ['--day', { kind: 'string' }, '[%Y-%m-%d|%Y/%m/%d]'],
    ['--gift', { kind: 'boolean' }, undefined],
    ['--range', { kind: 'list', of: { kind: 'integer' } }, '<INTEGER INTEGER>...'],
    ['SHOP_ID', { kind: 'string' }, 'SHOP_ID'],
    ['ITEMS', { kind: 'list', of: { kind: 'string' } }, 'ITEMS'],
  ])('reads the type of %s', (name, type, declared) => {
    expect(parameters.get(name)).toMatchObject({ type, ...(declared === undefined ? {} : { declared }) });
  });

  it('reads which parameters are required', () => {
    const required = [...parameters.values()].filter((each) => each.required).map((each) => each.name);
    expect(required).toEqual(['--name', '--a-very-long-name-of-an-option', 'SHOP_ID']);
  });

  it('reads the defaults that are shown, and false for a flag without a negative form', () => {
    const presets = [...parameters.values()].flatMap((each) =>
      each.default === undefined ? [] : [[each.name, each.default]],
    );
    expect(Object.fromEntries(presets)).toEqual({
      '--count': 3,
      '--size': 'small',
      '--a-very-long-name-of-an-option': 'north',
      '--insured': true,
      '--no-receipt': false,
    });
  });

  it('recognises the form of a flag that switches it off', () => {
    expect(parameters.get('--gift')?.writing).toEqual({ kind: 'flag', off: '--no-gift' });
    expect(parameters.get('--insured')?.writing).toEqual({ kind: 'flag', off: '--not-insured' });
    expect(parameters.get('--no-receipt')?.writing).toEqual({ kind: 'flag', off: null });
  });

  it('joins a word that was split at its hyphen', () => {
    expect(page?.options[0]?.help).toContain('kept for a time-span.');
  });
});

it('other text is not parsed as help', () => {
  expect(parseHelp('Error: no such command\n')).toBeNull();
});

describe('help in the layout of Commander', () => {
  it('lists commands with their aliases and arguments', () => {
    const page = parseHelp(`Usage: acme [options] [command]

Commands:
  create|c [options] <title>  make a thing
  list                        list all things
`);
    expect(page?.commands).toEqual(['create', 'list']);
  });

  it('reads the arguments of a command', () => {
    const page = parseHelp(`Usage: acme create [options] <title> [tags...]

make a thing

Options:
  -n, --note <text>  a note
  -h, --help         display help for command
`);
    if (page === null) throw new Error('it is parsed');
    const read = readParameters(page).map(({ name, required }) => [name, required]);
    expect(read.slice(0, 2)).toEqual([
      ['--note', false],
      ['title', true],
    ]);
  });
});
