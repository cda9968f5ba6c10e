import { expect, it } from 'vitest';
import type { DriverValue, MethodDescription, Parameter, TypeHint } from '../../../src/model/driver.ts';
import type { Json } from '../../../src/model/json.ts';
import type { MethodEntry } from '../../../src/model/trace.ts';
import { type MethodCalls, readArguments } from '../../../src/surface/read-arguments.ts';
import { readConstants } from '../../../src/surface/read-client.ts';
import { contract, contractSet } from '../../judge/builders.ts';
import { parameter, request } from '../../surface/builders.ts';
import { traceWith } from './trace-fake.ts';

const CONTRACTS = contractSet(contract({ ...{ id: 'things.make', method: 'POST', path: '/things' }, fields: [] }));
const traced = traceWith(CONTRACTS);

const KINDS: readonly TypeHint[] = [
  { kind: 'string' },
  { kind: 'integer' },
  { kind: 'boolean' },
  { kind: 'literal', values: ['fast', 'slow'] },
  { kind: 'list', of: { kind: 'literal', values: ['a', 'b'] } },
  { kind: 'object', class: 'Limits', fields: [parameter('on', { type: { kind: 'boolean' } }), parameter('most')] },
];

function methodWith(count: number): MethodDescription {
  const kindOf = (index: number) => KINDS[index % KINDS.length] ?? { kind: 'any' };
  const parameters = Array.from({ length: count }, (_, index) => parameter(`a${index}`, { type: kindOf(index) }));
  return { name: 'things.make', parameters };
}

type Body = { readonly [name: string]: DriverValue };

const post = (body: Body) => request({ target: '/things', json: body as unknown as Json }); // safe cast: the made-up values contain only JSON

/** Writes one line per argument, as `argument state places`. */
function shownBy(entries: readonly MethodEntry[]) {
  const calls = entries.filter((entry) => entry.kind === 'call');
  const described = entries.find((entry) => entry.kind === 'method');
  const base = calls.find(({ purpose }) => purpose.kind === 'base');
  if (base === undefined || described === undefined) throw new Error('the trace has no base call');
  const context: MethodCalls = { base, calls, contracts: CONTRACTS, volatile: new Map() };
  const readings = readArguments(described.method, context);
  return {
    calls,
    untried: described.untried,
    said: readings.map(({ path, state, landings }) => `${path} ${state} ${landings.map(({ place }) => place.name)}`),
    needs: readings.flatMap(({ path, needs }) => (needs === undefined ? [] : [`${path} with ${needs}`])),
    constants: readConstants(readings, context).map(({ place, when }) => `${place.name} with ${when}`),
  };
}

const usual = ({ parameters }: MethodDescription): readonly string[] =>
  parameters
    .flatMap(({ name, type }: Parameter) =>
      type.kind === 'object' ? type.fields.map((each) => `${name}.${each.name}`) : [name],
    )
    .map((path) => `${path} lands /${path.replace('.', '/')}`);

it('finds with a few calls where a client sends each of many arguments', async () => {
  const method = methodWith(60);
  const { calls, said } = shownBy(await traced(method, post));
  expect(said).toEqual(usual(method));
  expect(calls.length).toBeLessThan(30);
});

it('tries each argument of a method with few arguments alone', async () => {
  const { calls } = shownBy(await traced(methodWith(5), post));
  expect(calls.filter(({ purpose }) => purpose.kind === 'argument')).toHaveLength(5);
  expect(calls.some(({ purpose }) => purpose.kind === 'together')).toBe(false);
});

it('tries an argument alone if a request with many arguments lacks it, or sends it under another name', async () => {
  const method = methodWith(40);
  const { calls, said } = shownBy(
    await traced(method, ({ a2, a3: _dropped, a6, ...rest }) =>
      post({ ...rest, ...(a2 !== undefined && { flag: a2 }), ...(a6 !== undefined && { title: a6 }) }),
    ),
  );
  const odd = new Map([
    ['a2 lands /a2', 'a2 lands /flag'],
    ['a3 lands /a3', 'a3 dropped '],
    ['a6 lands /a6', 'a6 lands /title'],
  ]);
  expect(said).toEqual(usual(method).map((each) => odd.get(each) ?? each));
  expect(calls.length).toBeLessThan(36);
});

it('finds the argument that makes a client send one more value', async () => {
  const method = methodWith(40);
  const { said, constants } = shownBy(
    await traced(method, (given) => post({ ...given, ...(given.a12 !== undefined && { a12_type: 'json' }) })),
  );
  expect(said).toEqual(usual(method));
  expect(constants).toEqual(['/a12_type with a12']);
});

it('reports only the argument that the client rejects if many are given together', async () => {
  const method = methodWith(40);
  const { said } = shownBy(
    await traced(method, (given) => {
      if (given.a18 !== undefined) throw new Error('wrong type');
      return post(given);
    }),
  );
  expect(said).toEqual(usual(method).map((each) => (each.startsWith('a18 ') ? 'a18 refused ' : each)));
});

it('tries two arguments alone if both are sent at the same place', async () => {
  const method = methodWith(20);
  const { said } = shownBy(
    await traced(method, ({ a0, a6, ...rest }) =>
      post({ ...rest, ...((a0 ?? a6) !== undefined && { title: `${a0 ?? ''} ${a6 ?? ''}` }) }),
    ),
  );
  expect(said).toContain('a0 lands /title');
  expect(said).toContain('a6 lands /title');
});

it('lists the arguments that were not tried because there are too many', async () => {
  const names = Array.from({ length: 400 }, (_, index) => parameter(`x${index}`));
  const { said, untried } = shownBy(await traced({ name: 'things.make', parameters: names }, () => post({})));
  expect(said.every((each) => each.includes('dropped'))).toBe(true);
  expect(said.length).toBeGreaterThan(200);
  expect(untried).toHaveLength(400 - said.length);
});

it('tries other forms of many arguments in a few calls, and an argument alone if a request lacks it', async () => {
  const parameters = Array.from({ length: 40 }, (_, index) => parameter(`x${index}`, { default: null }));
  const entries = await traced({ name: 'things.make', parameters }, ({ x7, ...rest }) =>
    post({ ...rest, ...(x7 !== undefined && x7 !== '' && { x7 }) }),
  );
  const { calls } = shownBy(entries);
  const forms = calls.flatMap(({ purpose }) =>
    purpose.kind === 'form' ? [`${purpose.argument} ${purpose.form}`] : [],
  );
  expect(forms).toEqual(['x7 empty-text']);
  expect(calls.filter(({ purpose }) => purpose.kind === 'forms')).toHaveLength(1);
});

it('finds an argument that the client sends only together with another one', async () => {
  const method = methodWith(40);
  const entries = await traced(method, ({ a6, ...rest }) =>
    post({ ...rest, ...(rest.a30 !== undefined && a6 !== undefined && { a6 }) }),
  );
  const { said, needs } = shownBy(entries);
  expect(said).toEqual(usual(method));
  expect(needs).toEqual(['a6 with a30']);
});
