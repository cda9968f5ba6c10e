import { describe, expect, it } from 'vitest';
import type { Constant } from '../../src/model/client-surface.ts';
import type { ClientCall } from '../../src/model/trace.ts';
import { readArguments } from '../../src/surface/read-arguments.ts';
import { readConstants } from '../../src/surface/read-client.ts';
import { CONTRACTS, call, method, parameter, type RequestParts, sent } from './builders.ts';

const NAME = parameter('name', { required: true });
const COLOR = parameter('color');

interface Sending {
  readonly base: RequestParts;
  readonly color?: RequestParts;
}

function calls({ base, color }: Sending): readonly ClientCall[] {
  const given = { name: 'pw-name-z' };
  const alone = call([sent(color)], {
    purpose: { kind: 'argument', argument: 'color' },
    arguments: { ...given, color: 'pw-color-z' },
  });
  return [call([sent(base)], { arguments: given }), ...(color === undefined ? [] : [alone])];
}

function constants(sending: Sending): readonly string[] {
  const all = calls(sending);
  const [base] = all;
  if (base === undefined) throw new Error('there is a base');
  const context = { base, calls: all, contracts: CONTRACTS, volatile: new Set<string>() };
  return readConstants(readArguments(method([NAME, COLOR]), context), context).map(say);
}

function say({ place, value, argument, when }: Constant): string {
  return `${place.location} ${place.name} = ${JSON.stringify(value)}, default of ${argument}, with ${when}`;
}

const TARGET = '/v1/boxes/pw-name-z/things';

describe('readConstants', () => {
  it('finds nothing where arguments explain all', () => {
    expect(constants({ base: { target: TARGET, json: { name: 'pw-name-z' } } })).toEqual([]);
  });

  it('finds what is always sent', () => {
    expect(constants({ base: { target: TARGET, json: { name: 'pw-name-z', source: 'sdk' } } })).toEqual([
      'body /source = "sdk", default of null, with null',
    ]);
  });

  it('takes it for the default of the argument that lands there', () => {
    const base = { target: TARGET, json: { color: 'red' } };
    const color = { target: TARGET, json: { color: 'pw-color-z' } };
    expect(constants({ base, color })).toEqual(['body /color = "red", default of color, with null']);
  });

  it('says with which argument it comes', () => {
    const base = { target: TARGET, json: {} };
    const color = { target: TARGET, json: { color: 'pw-color-z', paint: 'oil' } };
    expect(constants({ base, color })).toEqual(['body /paint = "oil", default of null, with color']);
  });

  it('says what is always sent once, though it comes with an argument too', () => {
    const base = { target: TARGET, json: { source: 'sdk' } };
    const color = { target: TARGET, json: { color: 'pw-color-z', source: 'sdk' } };
    expect(constants({ base, color })).toHaveLength(1);
  });

  it('is not what an earlier answer gave', () => {
    const response = { status: 200, headers: [], body: Buffer.from('{"id":"thing_7"}') };
    const first = sent({ target: TARGET, json: {} }, 'things.make', response);
    const base = call([first, sent({ target: TARGET, json: { parent: 'thing_7', other: 'thing_8' } })], {
      arguments: { name: 'pw-name-z' },
    });
    const context = { base, calls: [base], contracts: CONTRACTS, volatile: new Set<string>() };
    const found = readConstants(readArguments(method([NAME]), context), context);
    expect(found.map(({ place }) => place.name)).toEqual(['/other']);
  });
});
