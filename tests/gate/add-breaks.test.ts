import { describe, expect, it } from 'vitest';
import { findBreaks } from '../../src/gate/add-breaks.ts';
import type { ClientSurface, MethodReading } from '../../src/model/client-surface.ts';
import type { Place } from '../../src/model/contract.ts';
import type { MethodDescription, Parameter, TypeHint } from '../../src/model/driver.ts';
import { lands, sends } from '../manifest/client-builders.ts';

interface Sent {
  /** The argument's default value in the base commit. */
  readonly from?: string;
  readonly to?: string;
  /** In the base commit, the argument is sent at this place in the request. */
  readonly place?: Place | null;
  readonly declared?: number;
}

const TEXT: TypeHint = { kind: 'string' };
const NUMBER: TypeHint = { kind: 'integer' };

/** An optional text parameter that is passed by name. */
function aParameter(name: string, changes: Partial<Parameter> = {}): Parameter {
  return { name, required: false, type: TEXT, ...changes };
}

function placed(name: string, changes: Partial<Parameter> = {}): Parameter {
  return aParameter(name, { required: true, positional: true, ...changes });
}

function aSurface(methods: readonly MethodDescription[], driver = 'python'): ClientSurface {
  return {
    client: 'acme',
    profile: 'hosted',
    description: { protocol: 2, driver, runtime: '', methods, errors: [], versions: [] },
    methods: methods.map(({ name }): MethodReading => ({ state: 'local', name, reason: 'sends nothing' })),
  };
}

function breaksOf(before: readonly Parameter[], now: readonly Parameter[], driver = 'python') {
  const of = (parameters: readonly Parameter[]) => aSurface([{ name: 'things.list', parameters }], driver);
  return findBreaks(of(before), of(now)).map(({ argument, change, was, is }) => [argument, change, was, is]);
}

describe('the comparison of methods', () => {
  it('reports a removed method', () => {
    const before = aSurface([{ name: 'things.get', parameters: [] }]);
    expect(findBreaks(before, aSurface([]))).toEqual([
      { method: 'things.get', argument: null, change: 'removed', was: 'method things.get', is: 'removed' },
    ]);
  });

  it('reports nothing for a new method', () => {
    const before = aSurface([{ name: 'things.get', parameters: [] }]);
    const now = aSurface([...before.description.methods, { name: 'things.put', parameters: [placed('id')] }]);
    expect(findBreaks(before, now)).toEqual([]);
  });

  it('reports a result that must now be awaited', () => {
    const before = aSurface([{ name: 'things.get', parameters: [] }]);
    const now = aSurface([{ name: 'things.get', parameters: [], async: true }]);
    expect(findBreaks(before, now)).toMatchObject([{ change: 'retyped', is: 'must be awaited' }]);
  });

  it('reports a changed constructor of the client, if its name is the same', () => {
    const made = (name: string, parameters: readonly Parameter[]): ClientSurface => {
      const surface = aSurface([]);
      return { ...surface, description: { ...surface.description, construction: { name, parameters } } };
    };
    const before = made('acme.Client', [placed('key'), aParameter('timeout')]);
    expect(findBreaks(before, made('acme.Client', [placed('key')]))).toEqual([
      { method: 'acme.Client', argument: 'timeout', change: 'removed', was: 'timeout: string', is: 'removed' },
    ]);
    expect(
      findBreaks(before, made('acme.Client', [placed('key'), aParameter('timeout'), aParameter('retries')])),
    ).toEqual([]);
    expect(findBreaks(before, made('acme.make', []))).toEqual([]);
    expect(findBreaks(aSurface([]), before)).toEqual([]);
  });

  it('reports a class or function that no longer constructs the client', () => {
    const made = (construction: MethodDescription | null): ClientSurface => {
      const surface = aSurface([]);
      return { ...surface, description: { ...surface.description, construction } };
    };
    const before = made({ name: 'acme.Client', parameters: [placed('key')] });
    expect(findBreaks(before, made(null))).toEqual([
      { method: 'acme.Client', argument: null, change: 'removed', was: 'acme.Client', is: 'removed' },
    ]);
    expect(findBreaks(made(null), made(null))).toEqual([]);
  });

  describe('of a resource with several paths', () => {
    const GET: MethodDescription = { name: 'orders.get', parameters: [] };
    const aliased = (name: string, aliases: { readonly [path: string]: string }): ClientSurface => {
      const surface = aSurface([{ ...GET, name }]);
      return { ...surface, description: { ...surface.description, aliases } };
    };

    it('reports nothing for a new second path, for either order of the two names', () => {
      expect(findBreaks(aSurface([GET]), aliased('orders.get', { sales: 'orders' }))).toEqual([]);
      expect(findBreaks(aSurface([GET]), aliased('all.get', { orders: 'all' }))).toEqual([]);
      expect(findBreaks(aliased('orders.get', { sales: 'orders' }), aliased('sales.get', { orders: 'sales' }))).toEqual(
        [],
      );
    });

    it('reports a removed path', () => {
      expect(findBreaks(aliased('orders.get', { sales: 'orders' }), aSurface([GET]))).toEqual([
        { method: 'sales', argument: null, change: 'removed', was: 'sales, the same as orders', is: 'removed' },
      ]);
    });
  });

  it('reports nothing for a method that the driver cannot describe', () => {
    const before = aSurface([{ name: 'things.get', parameters: [placed('id')] }]);
    const now = aSurface([{ name: 'things.get', parameters: [], unreadable: 'a hint that contains itself' }]);
    expect(findBreaks(before, now)).toEqual([]);
  });
});

describe('the comparison of arguments', () => {
  it.each([
    ['an argument is removed', [aParameter('limit')], [], ['limit', 'removed', 'limit: string', 'removed']],
    [
      'an argument becomes required',
      [aParameter('limit')],
      [aParameter('limit', { required: true })],
      ['limit', 'made-required', 'optional', 'required'],
    ],
    [
      'a required argument is added',
      [],
      [aParameter('id', { required: true })],
      ['id', 'made-required', 'no such argument', 'id: string'],
    ],
    [
      'a type accepts fewer values',
      [aParameter('limit')],
      [aParameter('limit', { type: NUMBER, declared: 'int' })],
      ['limit', 'retyped', 'string', 'int'],
    ],
    [
      'only a few texts are still allowed',
      [aParameter('order')],
      [aParameter('order', { type: { kind: 'literal', values: ['asc'] } })],
      ['order', 'retyped', 'string', 'string'],
    ],
    [
      'a positional argument is renamed',
      [placed('id')],
      [placed('thing_id')],
      ['id', 'renamed', 'id', 'renamed to thing_id'],
    ],
    [
      'an optional argument is inserted before another argument',
      [placed('id'), placed('note', { required: false })],
      [placed('id'), placed('size', { required: false }), placed('note', { required: false })],
      ['note', 'moved', 'argument 2', 'argument 3'],
    ],
    [
      'a positional argument is accepted by name only',
      [placed('id')],
      [aParameter('id', { required: true })],
      ['id', 'moved', 'argument 1', 'accepted by name only'],
    ],
    [
      'an argument that was accepted by name is accepted by position only',
      [placed('id')],
      [placed('id', { named: false })],
      ['id', 'moved', 'accepted by name', 'accepted by position only'],
    ],
    [
      'a member of an options object is removed',
      [aParameter('options', { type: { kind: 'object', class: 'O', fields: [aParameter('a'), aParameter('b')] } })],
      [aParameter('options', { type: { kind: 'object', class: 'O', fields: [aParameter('a')] } })],
      ['options.b', 'removed', 'b: string', 'removed'],
    ],
  ] as const)('reports the argument if %s', (_, before, now, expected) => {
    expect(breaksOf(before, now)).toEqual([expected]);
  });

  it.each([
    ['an optional argument is added at the end', [placed('id')], [placed('id'), placed('size', { required: false })]],
    ['an optional argument that is passed by name is added', [aParameter('a')], [aParameter('b'), aParameter('a')]],
    ['an argument becomes optional', [placed('id')], [placed('id', { required: false })]],
    [
      'a type accepts more values',
      [aParameter('limit', { type: NUMBER })],
      [aParameter('limit', { type: { kind: 'union', of: [{ kind: 'number' }, TEXT, { kind: 'null' }] } })],
    ],
    ['a type is declared for the first time', [aParameter('limit', { type: { kind: 'any' } })], [aParameter('limit')]],
    [
      'a type no longer includes null, but the default is null',
      [aParameter('a', { type: { kind: 'union', of: [TEXT, { kind: 'null' }] }, default: null })],
      [aParameter('a', { default: null })],
    ],
    [
      'an argument that was passed by name can be passed by position too',
      [aParameter('a')],
      [placed('a', { required: false })],
    ],
  ] as const)('reports nothing if %s', (_, before, now) => {
    expect(breaksOf(before, now)).toEqual([]);
  });

  it('reports nothing if a positional-only parameter is renamed', () => {
    expect(breaksOf([placed('id')], [placed('thingId')], 'node')).toEqual([]);
    expect(breaksOf([placed('id', { named: false })], [placed('thing_id', { named: false })])).toEqual([]);
  });

  describe('of a method with overloads', () => {
    const overloaded = (...[parameters = [], ...overloads]: readonly (readonly Parameter[])[]) =>
      aSurface([{ name: 'things.get', parameters, overloads }], 'node');
    const byText = [placed('id')];
    const byNumber = [placed('id', { type: NUMBER })];

    it('reports an overload that no new overload replaces', () => {
      expect(findBreaks(overloaded(byText, byNumber), overloaded(byText))).toEqual([
        { method: 'things.get', argument: null, change: 'removed', was: 'overload (id: integer)', is: 'removed' },
      ]);
    });

    it('reports nothing if overloads change their order, if one is added, or if one accepts the calls of two', () => {
      const both = [placed('id', { type: { kind: 'union', of: [TEXT, NUMBER] } })];
      expect(findBreaks(overloaded(byText, byNumber), overloaded(byNumber, byText))).toEqual([]);
      expect(findBreaks(overloaded(byText), overloaded([...byNumber, placed('size')], byText))).toEqual([]);
      expect(findBreaks(overloaded(byText, byNumber), overloaded(both))).toEqual([]);
    });
  });

  it.each([
    ['the default changes', { from: '10', to: '20' }, [['the client sends "20"']]],
    ['a default is added', { to: '20' }, [['the client sends "20"']]],
    ['the default is removed', { from: '10' }, []],
    ['the base does not send the argument', { to: '20', place: null }, []],
    ['the argument always sends its declared default', { to: '20', declared: 20 }, []],
  ] as const)('compares the values that are sent without the argument: %s', (_, {
    from,
    to,
    place,
    declared,
  }: Sent, expected) => {
    const LIMIT: Place = { location: 'query', name: 'limit' };
    const reading = (value: string | undefined, landing: Place | null): MethodReading => {
      const method = sends('things.list', [lands('limit', landing)]);
      const constant = { request: 0, operation: 'things.list', place: LIMIT, argument: 'limit', when: null };
      if (value === undefined || method.state !== 'sends') return method;
      return { ...method, constants: [{ ...constant, value, call: method.base }] };
    };
    const limit = aParameter('limit', { type: NUMBER, ...(declared !== undefined && { default: declared }) });
    const surface = (method: MethodReading) => ({
      ...aSurface([{ name: 'things.list', parameters: [limit] }]),
      methods: [method],
    });
    const found = findBreaks(surface(reading(from, place === undefined ? LIMIT : place)), surface(reading(to, LIMIT)));
    expect(found.map(({ is }) => [is])).toEqual(expected);
  });

  it('reports a removed argument, but not the arguments that move because of the removal', () => {
    const found = breaksOf([placed('a', { type: NUMBER }), placed('b')], [placed('b')]);
    expect(found).toEqual([['a', 'removed', 'a: integer', 'removed']]);
  });

  it('reports nothing for a removed argument if the method accepts any keyword', () => {
    const before = aSurface([{ name: 'things.list', parameters: [aParameter('limit')] }]);
    const now = aSurface([{ name: 'things.list', parameters: [], rest: [] }]);
    expect(findBreaks(before, now)).toEqual([]);
  });
});
