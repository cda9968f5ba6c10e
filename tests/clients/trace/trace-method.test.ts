import { expect, it } from 'vitest';
import { unlessOfResult } from '../../../src/clients/trace/trace-client.ts';
import type { Parameter, TypeHint } from '../../../src/model/driver.ts';
import type { MethodEntry } from '../../../src/model/trace.ts';
import { contract, contractSet, field } from '../../judge/builders.ts';
import { parameter, request } from '../../surface/builders.ts';
import { callsWith, type Given, traceWith } from './trace-fake.ts';

const CONTRACTS = contractSet(
  contract({ ...{ id: 'codes.list', method: 'GET', path: '/codes' }, fields: [] }),
  contract({ ...{ id: 'codes.get', method: 'GET', path: '/codes/{code_id}' }, fields: [field('code_id', 'path')] }),
  contract({
    ...{ id: 'teams.update', method: 'PATCH', path: '/orgs/{org}/teams/{team}' },
    fields: [field('org', 'path'), field('team', 'path'), field('privacy', 'body'), field('notify', 'body')],
  }),
  contract({
    ...{ id: 'search.code', method: 'GET', path: '/search/code' },
    fields: [field('q', 'query', { required: true }), field('sort', 'query')],
  }),
);

const callsOf = callsWith(CONTRACTS);
const traced = traceWith(CONTRACTS);

function optionsObject(fields: readonly Parameter[], required = false): Parameter {
  return parameter('params', { required, type: { kind: 'object', class: 'Params', fields } });
}

const required = (name: string) => parameter(name, { required: true });

it('never omits a member that an optional options object requires', async () => {
  const params = optionsObject([required('org'), required('team'), parameter('privacy'), parameter('local')]);
  const targets: string[] = [];
  await traced({ name: 'teams.update', parameters: [params] }, ({ params: given }) => {
    const { org = '', team = '', privacy } = (given ?? {}) as Given; // safe cast: the caller gives an object or nothing
    const made = request({
      ...{
        method: 'PATCH',
        target: `/orgs/${encodeURIComponent(String(org))}/teams/${encodeURIComponent(String(team))}`,
      },
      json: privacy === undefined ? {} : { privacy: String(privacy) },
    });
    if (given !== undefined) targets.push(made.target);
    return made;
  });
  expect(targets.length).toBeGreaterThan(4);
  expect(targets.length).toBeGreaterThan(4);
  expect(targets.length).toBeGreaterThan(4);
  expect(targets.filter((target) => target.includes('//') || target.endsWith('/'))).toEqual([]);
});

it('gives a member of an optional options object in the base call if the contract requires the member', async () => {
  const params = optionsObject([required('q'), parameter('sort')]);
  const calls = await callsOf({ name: 'search.code', parameters: [params] }, ({ params: given }) => {
    const query = new URLSearchParams(Object.entries((given ?? {}) as { readonly [name: string]: string })); // all are texts
    return request({ method: 'GET', target: `/search/code?${query}` });
  });
  const base = calls.find(({ purpose }) => purpose.kind === 'base');
  expect(Object.keys(base?.arguments ?? {})).toEqual(['params.q']);
});

it('gives a required member of an optional object if a call without the member reaches another operation', async () => {
  const params = optionsObject([required('code_id')]);
  const calls = await callsOf({ name: 'search.code.get', parameters: [params] }, ({ params: given }) => {
    const { code_id = '' } = (given ?? {}) as { readonly code_id?: string };
    return request({ method: 'GET', target: code_id === '' ? '/codes' : `/codes/${code_id}` });
  });
  const base = calls.find(({ purpose }) => purpose.kind === 'base');
  expect(base?.exchanges[0]?.operation).toBe('codes.get');
});

it('gives different values to arguments with the same name, even inside a list', async () => {
  const owner = { kind: 'object', class: 'Owner', fields: [required('name')] } as const;
  const owners = parameter('owners', { type: { kind: 'list', of: owner } });
  const body = parameter('body', { type: { kind: 'object', class: 'Body', fields: [parameter('name'), owners] } });
  const calls = await callsOf({ name: 'search.code', parameters: [required('name'), body] }, ({ name }) =>
    request({ method: 'GET', target: `/search/code?q=${name}` }),
  );
  const given = Object.assign(
    {},
    ...calls.flatMap(({ purpose, ...call }) => (purpose.kind === 'argument' ? [call.arguments] : [])),
  );
  expect(given).toEqual({
    ...{ name: 'pw-name-z', 'body.name': 'pw-body-name-z' },
    'body.owners': [{ name: 'pw-owners-1-name-z' }, { name: 'pw-owners-2-name-z' }],
  });
});

it('gives a recognisable value to an argument that also accepts an empty text', async () => {
  const clears = { kind: 'literal', values: [''] } as const;
  const tags = parameter('tags', { type: { kind: 'union', of: [clears, { kind: 'map', of: { kind: 'string' } }] } });
  const calls = await callsOf({ name: 'search.code', parameters: [tags] }, () =>
    request({ method: 'GET', target: '/search/code?q=a' }),
  );
  const [first] = calls.flatMap(({ purpose, ...call }) => (purpose.kind === 'argument' ? [call.arguments] : []));
  expect(first).toEqual({ tags: { 'pw-tags-zk': 'pw-tags-z' } });
});

it('gives a required object together with the objects that it requires', async () => {
  const spec = parameter('spec', {
    required: true,
    type: { kind: 'object', class: 'Spec', fields: [parameter('size')] },
  });
  const body = parameter('body', { required: true, type: { kind: 'object', class: 'Body', fields: [spec] } });
  const given: Given[] = [];
  await traced({ name: 'search.code', parameters: [body] }, (all) => {
    given.push(all);
    return request({ method: 'GET', target: '/search/code?q=a' });
  });
  expect(given[0]).toEqual({ body: { spec: {} } });
});

it.each([
  ['is not traced if the factory sends a request', [{ ...request({}) }], 'blocked'],
  ['is traced if the factory sends no request', [], 'method'],
])('a method of an object that a factory returns %s', async (_title, requests, expected) => {
  const exchanges = requests.map((made) => ({ request: made, response: null, operation: null }));
  const outcome = { kind: 'returned', value: null } as const;
  const named = { kind: 'call', id: 'acme/run#1', method: 'run' } as const;
  const call = { ...named, arguments: {}, exchanges, outcome };
  const entry: MethodEntry = { ...call, purpose: { kind: 'base' } };
  const started = new Map([['run', Promise.resolve([entry])]]);
  const method = { name: 'run().done', parameters: [] };
  const [first] = await unlessOfResult(method, started, async () => [{ kind: 'method', method }]);
  expect(first?.kind).toBe(expected);
});

const ROUTE = parameter('route', {
  type: { kind: 'literal', values: ['GET /search/code', 'PATCH /orgs/{org}/teams/{team}', 'POST {origin}/uploads'] },
});

it.each([
  ['request', ROUTE, '/search/code'],
  ['get', parameter('path'), '/pw-path-z'],
])('does not trace %s as a method of the API, because its caller chooses the request', async (name, first, target) => {
  const path = { ...first, required: true, positional: true };
  const entries = await traced({ name, parameters: [path, parameter('q')] }, () => request({ method: 'GET', target }));
  const [reason] = entries.flatMap((entry) => (entry.kind === 'blocked' ? [entry] : []));
  expect(reason).toMatchObject({
    local: true,
    sendsAny: true,
    reason: 'the caller decides which request the method sends',
  });
});

it.each([
  ['a field when it is sent under another name', { t: true }, undefined],
  ['an option of the client when no request contains it', {}, ['timeout']],
])('treats a timeout as %s', async (_title, { t }: { readonly t?: boolean }, options) => {
  const parameters = [required('q'), parameter('timeout', { type: { kind: 'integer' } })];
  const entries = await traced({ name: 'search.code', parameters }, ({ q, timeout }) => {
    const more = t === true && timeout !== undefined ? `&t=${timeout}` : '';
    return request({ method: 'GET', target: `/search/code?q=${q}${more}` });
  });
  const [method] = entries.flatMap((entry) => (entry.kind === 'method' ? [entry.method] : []));
  expect(method?.options).toEqual(options);
});

it('gives an argument a value of another type of its union if the client rejects the first value', async () => {
  const type: TypeHint = { kind: 'union', of: [{ kind: 'number' }, { kind: 'string' }] };
  const parameters = [required('q'), parameter('size', { type })];
  const calls = await callsOf({ name: 'search.code', parameters }, ({ q, size }) => {
    if (typeof size === 'string') throw new Error('size must have a unit');
    return request({ method: 'GET', target: `/search/code?q=${q}${size === undefined ? '' : `&size=${size}`}` });
  });
  const targets = calls.flatMap(({ exchanges }) => exchanges.map(({ request: { target } }) => target));
  expect(targets.filter((target) => /&size=\d/.test(target))).not.toEqual([]);
});

it('gives the id in the base call if the client otherwise writes `undefined` into the path', async () => {
  const params = optionsObject([required('code_id')]);
  const calls = await callsOf({ name: 'codes.get', parameters: [params] }, ({ params: given }) => {
    const { code_id } = (given ?? {}) as Given; // safe cast: the caller gives an object or nothing
    return request({ method: 'GET', target: `/codes/${code_id}` });
  });
  const base = calls.find(({ purpose }) => purpose.kind === 'base');
  expect(base?.exchanges.map((exchange) => exchange.request.target)).toEqual(['/codes/pw-code-id-z']);
});

it.each([
  ['any text', { kind: 'string' }, ['pw/a?b#c%20d e', 'pw/a?b#c%20d']],
  ['a UUID', { kind: 'string', format: 'uuid' }, []],
  ['an enumeration', { kind: 'literal', values: ['open', 'closed'] }, []],
] as const)('tries reserved characters in a path only if the type allows them: %s', async (_, type, expected) => {
  const method = { name: 'codes.get', parameters: [parameter('code_id', { required: true, type })] };
  const calls = await callsOf(method, ({ code_id }) => {
    if (String(code_id).includes('/')) throw new Error('refused');
    return request({ method: 'GET', target: `/codes/${String(code_id)}` });
  });
  const reserved = calls.filter(({ purpose }) => purpose.kind === 'form' && purpose.form === 'reserved-characters');
  expect(reserved.map(({ arguments: given }) => given.code_id)).toEqual(expected);
});

it.each([
  ['does not trace a method that sends a request to the route that its caller chooses', (route: string) => route, true],
  ['traces a method that only sends the chosen route to the server', () => '/codes', false],
])('%s', async (_, target, isRaw) => {
  const type: TypeHint = { kind: 'literal', values: ['/codes/1', '/codes/2', '/'] };
  const entries = await traced(
    { name: 'codes.batch', parameters: [parameter('route', { required: true, type })] },
    ({ route }) => request({ method: 'GET', target: target(String(route)) }),
  );
  expect(entries.some(({ kind }) => kind === 'blocked')).toBe(isRaw);
});

it('does not try the other options of the client if a method sends nothing without one of them', async () => {
  const fields = [parameter('headers'), parameter('fetch'), parameter('maxRetries')];
  const options = parameter('options', { required: true, type: { kind: 'object', class: 'Options', fields } });
  const calls = await callsOf({ name: 'search.code', parameters: [options] }, ({ options: given }) => {
    const { headers } = given as Given; // safe cast: the caller gives an object or nothing
    if (headers === undefined) throw new Error('headers must be given');
    return request({ method: 'GET', target: '/search/code?q=a', headers: [['X-Version', String(headers)]] });
  });
  const tried = calls.flatMap(({ purpose }) => (purpose.kind === 'argument' ? [purpose.argument] : []));
  expect(tried).not.toContain('options.maxRetries');
});
