import { describe, expect, it } from 'vitest';
import type { Constant } from '../../src/model/client-surface.ts';
import type { Parameter } from '../../src/model/driver.ts';
import type { Json } from '../../src/model/json.ts';
import type { ClientCall } from '../../src/model/trace.ts';
import { readArguments } from '../../src/surface/read-arguments.ts';
import { readConstants } from '../../src/surface/read-client.ts';
import { contract, contractSet, field } from '../judge/builders.ts';
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
  const context = { base, calls: all, contracts: CONTRACTS, volatile: new Map() };
  return readConstants(readArguments(method([NAME, COLOR]), context), context).map(say);
}

function say({ place, value, argument, when }: Constant): string {
  return `${place.location} ${place.name} = ${JSON.stringify(value)}, default of ${argument}, with ${when}`;
}

const TARGET = '/v1/boxes/pw-name-z/things';

describe('readConstants', () => {
  it('finds nothing if arguments explain everything', () => {
    expect(constants({ base: { target: TARGET, json: { name: 'pw-name-z' } } })).toEqual([]);
  });

  it('finds a value that the client always sends', () => {
    expect(constants({ base: { target: TARGET, json: { name: 'pw-name-z', source: 'sdk' } } })).toEqual([
      'body /source = "sdk", default of null, with null',
    ]);
  });

  it('treats a constant as the default of the argument that is sent at its place', () => {
    const base = { target: TARGET, json: { color: 'red' } };
    const color = { target: TARGET, json: { color: 'pw-color-z' } };
    expect(constants({ base, color })).toEqual(['body /color = "red", default of color, with null']);
  });

  it('states the argument with which a constant is sent', () => {
    const base = { target: TARGET, json: {} };
    const color = { target: TARGET, json: { color: 'pw-color-z', paint: 'oil' } };
    expect(constants({ base, color })).toEqual(['body /paint = "oil", default of null, with color']);
  });

  it('lists a constant once, even if it is sent with an argument too', () => {
    const base = { target: TARGET, json: { source: 'sdk' } };
    const color = { target: TARGET, json: { color: 'pw-color-z', source: 'sdk' } };
    expect(constants({ base, color })).toHaveLength(1);
  });

  it('does not include the segments of a path that no contract declares', () => {
    const base = call([sent({ target: '/v1/billing?plan=pro', json: {} }, null)], { arguments: {} });
    const context = { base, calls: [base], contracts: CONTRACTS, volatile: new Map() };
    expect(readConstants([], context).map(({ place }) => `${place.location} ${place.name}`)).toEqual(['query plan']);
  });

  it('does not include values from an earlier response', () => {
    const response = { status: 200, headers: [], body: Buffer.from('{"id":"thing_7"}') };
    const first = sent({ target: TARGET, json: {} }, 'things.make', response);
    const base = call([first, sent({ target: TARGET, json: { parent: 'thing_7', other: 'thing_8' } })], {
      arguments: { name: 'pw-name-z' },
    });
    const context = { base, calls: [base], contracts: CONTRACTS, volatile: new Map() };
    const found = readConstants(readArguments(method([NAME]), context), context);
    expect(found.map(({ place }) => place.name)).toEqual(['/other']);
  });

  it.each([
    ['as it is', 'pw-user-z'],
    ['in Base64', Buffer.from('{"user": "pw-user-z"}').toString('base64')],
  ])('does not include an argument of another method that the client keeps %s', (_, kept) => {
    expect(constants({ base: { target: TARGET, json: { kept, source: 'sdk' } } })).toEqual([
      'body /source = "sdk", default of null, with null',
    ]);
    const color = { target: TARGET, json: { color: 'pw-color-z' } };
    expect(constants({ base: { target: TARGET, json: { kept: 'pw-color-z' } }, color })).toEqual([
      'body /kept = "pw-color-z", default of null, with null',
    ]);
  });

  it('does not include the text that a command read from standard input', () => {
    const names = (asked: object) => {
      const outcome = { kind: 'exited', code: 0, stdout: '', stderr: '', ...asked } as const;
      const base = call([sent({ target: TARGET, json: { text: 'y\ny\n', source: 'cli' } })], { outcome });
      const context = { base, calls: [base], contracts: CONTRACTS, volatile: new Map() };
      return readConstants([], context).map(({ place }) => place.name);
    };
    expect(names({ asked: true })).toEqual(['/source']);
    expect(names({})).toEqual(['/text', '/source']);
  });

  it('does not include a number that an earlier response contained under the same name', () => {
    const response = { status: 200, headers: [], body: Buffer.from('{"spec": {"size": 12}}') };
    const first = sent({ target: TARGET, json: {} }, 'things.make', response);
    const base = call([first, sent({ target: TARGET, json: { size: 12, other: 12 } })], {
      arguments: { name: 'pw-name-z' },
    });
    const context = { base, calls: [base], contracts: CONTRACTS, volatile: new Map() };
    const found = readConstants(readArguments(method([NAME]), context), context);
    expect(found.map(({ place }) => place.name)).toEqual(['/other']);
  });
});

describe('readArguments', () => {
  const NOTHING: RequestParts = { target: TARGET, json: {} };

  function stateOf(
    described: Parameter,
    sending: Sending = { base: NOTHING, color: NOTHING },
    more: readonly ClientCall[] = [],
    contracts = CONTRACTS,
  ) {
    const all = [...calls(sending), ...more];
    const [base] = all;
    if (base === undefined) throw new Error('there is a base');
    const context = { base, calls: all, contracts, volatile: new Map() };
    return readArguments(method([NAME, described]), context).find(({ path }) => path.startsWith('color'))?.state;
  }

  it('shows nothing about an argument if the client repeats the base call without a request', () => {
    const made: RequestParts = { target: TARGET, json: { name: 'pw-name-z' } };
    const first = call([sent(made)], { purpose: { kind: 'search' }, arguments: { name: 'pw-name-z' } });
    const repeated = call([], { arguments: { name: 'pw-name-z' } });
    const given = { name: 'pw-name-z', color: 'pw-color-z' };
    const alone = call([], { purpose: { kind: 'argument', argument: 'color' }, arguments: given });
    const pair = call([sent({ target: TARGET, json: given })], {
      ...{ purpose: { kind: 'pair', argument: 'color', with: 'shade' }, arguments: { ...given, shade: 'pw-shade-z' } },
    });
    const other = call([sent(made)], { purpose: { kind: 'argument', argument: 'shade' }, arguments: given });
    const read = (all: readonly ClientCall[]) => {
      const context = { base: first, calls: all, contracts: CONTRACTS, volatile: new Map() };
      return readArguments(method([NAME, COLOR]), context).find(({ path }) => path === 'color');
    };
    expect(read([first, repeated, alone])?.state).toBe('refused');
    expect(read([first, repeated, alone, other, pair])).not.toHaveProperty('needs');
    expect(read([first, alone, other, pair])).toHaveProperty('needs', 'shade');
  });

  it('finds a number that is sent as a part of the name of an empty member', () => {
    const type = { kind: 'list', of: { kind: 'integer' } } as const;
    const base = call([sent(NOTHING)], { arguments: { name: 'pw-name-z' } });
    const alone = call([sent({ target: TARGET, json: { ports: { '41108/tcp': {} } } })], {
      ...{ purpose: { kind: 'argument', argument: 'ports' }, arguments: { name: 'pw-name-z', ports: [41108] } },
    });
    const context = { base, calls: [base, alone], contracts: CONTRACTS, volatile: new Map() };
    const found = readArguments(method([NAME, parameter('ports', { type })]), context).at(-1);
    expect(found?.landings.map(({ place }) => place.name)).toEqual(['/ports']);
  });

  it('treats a boolean argument with a default as an option of the client if no field has its name', () => {
    const type = { kind: 'boolean' } as const;
    expect(stateOf(parameter('color', { type, default: false }))).toBe('client-side');
    expect(stateOf(parameter('color', { type }))).toBe('dropped');
  });

  it('finds an argument with a single possible value, which the client always sends', () => {
    const only = (value: string) => parameter('color', { type: { kind: 'literal', values: [value] } });
    const always: RequestParts = { target: TARGET, json: { color: 'pw-color-z' } };
    expect(stateOf(only('pw-color-z'), { base: always, color: always })).toBe('lands');
    expect(stateOf(only('pw-color-z'))).toBe('dropped');
    expect(stateOf(parameter('color'), { base: always, color: always })).toBe('dropped');
  });

  it('finds a list of the base call that can only be recognised by its name and its values', () => {
    const type = { kind: 'list', of: { kind: 'literal', values: ['red'] } } as const;
    const state = (json: Json) => {
      const base = call([sent({ target: TARGET, json })], { arguments: { color: ['red', 'red'] } });
      const context = { base, calls: [base], contracts: CONTRACTS, volatile: new Map() };
      return readArguments(method([parameter('color', { required: true, type })]), context).map(
        ({ state: found, landings }) => `${found} ${landings.map(({ place }) => place.name)}`,
      );
    };
    expect(state({ color: ['red', 'red'] })).toEqual(['lands /color']);
    expect(state({ paint: ['red', 'red'] })).toEqual(['dropped ']);
  });

  it('treats a boolean argument as dropped if a member of an object field has its name', () => {
    const schema = { type: 'object', properties: { color: { type: 'boolean' } } } as const;
    const nested = contractSet(contract({ fields: [...contract().fields, field('options', 'body', { schema })] }));
    const described = parameter('color', { type: { kind: 'boolean' }, default: false });
    expect(stateOf(described, undefined, [], nested)).toBe('dropped');
  });

  it('does not treat an argument as dropped if the client rejects its value in place of another argument', () => {
    const refusing = (text: string) =>
      call([], {
        purpose: { kind: 'instead', argument: 'color', of: 'name' },
        arguments: { color: 'pw-color-z' },
        outcome: { kind: 'raised', class: 'E', bases: [], text, attributes: {}, own: true },
      });
    expect(stateOf(COLOR, undefined, [refusing('color must be a folder')])).toBe('refused');
    expect(stateOf(COLOR, undefined, [refusing('give a name')])).toBe('dropped');
  });

  it('does not treat an argument as rejected because its name occurs in a sentence of wireparity', () => {
    const given = { name: 'pw-name-z', end: 'pw-end-z' };
    const late = call([], {
      purpose: { kind: 'instead', argument: 'end', of: 'name' },
      arguments: { end: 'pw-end-z' },
      outcome: { kind: 'timed-out', afterMs: 100 },
    });
    const alone = call([sent(NOTHING)], { purpose: { kind: 'argument', argument: 'end' }, arguments: given });
    const base = call([sent(NOTHING)], { arguments: { name: 'pw-name-z' } });
    const context = { base, calls: [base, alone, late], contracts: CONTRACTS, volatile: new Map() };
    const read = readArguments(method([NAME, parameter('end')]), context);
    expect(read.find(({ path }) => path === 'end')?.state).toBe('dropped');
  });

  it('does not treat a member as dropped if it belongs to another alternative', () => {
    const object = (names: readonly string[]) =>
      ({ kind: 'object', class: names.join(), fields: names.map((each) => parameter(each)) }) as const;
    const alternatives = { kind: 'union', of: [object(['tone']), object(['tone', 'shade'])] } as const;
    const given = (path: string) =>
      call([sent(NOTHING)], {
        purpose: { kind: 'argument', argument: path },
        arguments: { name: 'pw-name-z', [path]: 'pw-x-z' },
      });
    const described = parameter('color', { type: alternatives });
    const all = [...calls({ base: NOTHING }), given('color.tone'), given('color.shade')];
    const [base] = all;
    if (base === undefined) throw new Error('there is a base');
    const context = { base, calls: all, contracts: CONTRACTS, volatile: new Map() };
    const found = readArguments(method([NAME, described]), context).map(({ path, state }) => `${path} ${state}`);
    expect(found).toEqual(['name lands', 'color.tone dropped', 'color.shade refused']);
  });
});
