import { describe, expect, it } from 'vitest';
import { parseHelp } from '../../../src/clients/drivers/command/discover-commands.ts';
import { readParameters } from '../../../src/clients/drivers/command/read-parameters.ts';

const GROUP = `usage: shop [-h] [--key KEY] {orders,o,accounts,plain,secret} ...

Everything about the shop:

positional arguments:
  {orders,o,accounts,plain,secret}
    orders (o)          Look after the orders.
    accounts            Look after the accounts,
                        all of them.
    secret              ==SUPPRESS==

options:
  -h, --help            show this help message and exit
  --key KEY

examples:
  shop orders
    lists the orders
`;

const NAMED_GROUP = `usage: shop orders [-h] COMMAND ...

options:
  -h, --help  show this help message and exit

commands:
  COMMAND
    place     Place an order.
    list      List the orders.
`;

const COMMAND = `usage: shop orders place [-h] -n N [--size {small,large}] [--note NOTE]
                         [--tags TAGS [TAGS ...]] [--gift | --no-gift]
                         (--by-air | --by-sea) [--count INTEGER] [--tag TAG]
                         --to TO
                         shop-id {red,blue} [item ...] [more]

Place an order.

positional arguments:
  shop-id               The shop.
  {red,blue}            The color.
  item                  What is ordered.
  more                  What else.

optional arguments:
  -h, --help            show this help message and exit
  -n N, --name N        Who orders.
  --size {small,large}  How big. (default: small)
  --note NOTE           Notes as JSON.
  --tags TAGS [TAGS ...]
                        Tags. (default: None)
  --gift, --no-gift     Wrap it.
  --by-air
  --by-sea              Slow.
  --count INTEGER       How many. (default: 2)

delivery:
  how it travels

  --tag TAG             A tag. May be given several times.
  --to TO               Where to.
`;

const page = parseHelp(COMMAND);
const parameters = new Map(page && readParameters(page).map((each) => [each.name, each]));

describe("argparse's help of a group", () => {
  it('lists the commands in braces, without aliases and hidden commands', () => {
    expect(parseHelp(GROUP)?.commands).toEqual(['orders', 'accounts', 'plain']);
  });

  it('lists the commands below a custom heading', () => {
    expect(parseHelp(NAMED_GROUP)?.commands).toEqual(['place', 'list']);
  });
});

describe("argparse's help of a command", () => {
  it('omits --help and lists positional arguments last, in order', () => {
    expect([...parameters.keys()]).toEqual([
      ...['--name', '--size', '--note', '--tags', '--gift', '--by-air', '--by-sea', '--count', '--tag', '--to'],
      ...['shop-id', '{red,blue}', 'item', 'more'],
    ]);
  });

  it.each([
    ['--name', { kind: 'integer' }],
    ['--size', { kind: 'literal', values: ['small', 'large'] }],
    ['--note', { kind: 'json' }],
    ['--tags', { kind: 'list', of: { kind: 'string' } }],
    ['--gift', { kind: 'boolean' }],
    ['--count', { kind: 'integer' }],
    ['--tag', { kind: 'list', of: { kind: 'string' } }],
    ['{red,blue}', { kind: 'literal', values: ['red', 'blue'] }],
    ['item', { kind: 'list', of: { kind: 'string' } }],
  ])('reads the type of %s', (name, type) => {
    expect(parameters.get(name)?.type).toEqual(type);
  });

  it('takes required parameters from the usage line, except for alternatives', () => {
    const required = [...parameters.values()].filter((each) => each.required).map((each) => each.name);
    expect(required).toEqual(['--name', '--to', 'shop-id', '{red,blue}']);
  });

  it('reads the defaults that are shown', () => {
    expect(parameters.get('--size')?.default).toBe('small');
    expect(parameters.get('--count')?.default).toBe(2);
    expect(parameters.get('--tags')).not.toHaveProperty('default');
  });

  it('distinguishes a list for one option from a repeated option', () => {
    expect(parameters.get('--tags')?.writing).toEqual({ kind: 'several' });
    expect(parameters.get('--tag')?.writing).toEqual({ kind: 'value' });
  });

  it('recognises the form of a flag that switches it off', () => {
    expect(parameters.get('--gift')?.writing).toEqual({ kind: 'flag', off: '--no-gift' });
  });

  it('uses the description as its documentation', () => {
    expect(page?.doc).toBe('Place an order.');
  });
});
