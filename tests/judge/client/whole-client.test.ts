import { describe, expect, it } from 'vitest';
import { parameter } from '../../surface/builders.ts';
import { contract, contractSet, field, spec } from '../builders.ts';
import {
  BOX,
  type FakeClient,
  type FakeMethod,
  findingsIn,
  findingsOf,
  judged,
  make,
  NAME,
  rightRequest,
  said,
} from './builders.ts';

const show = contract({
  id: 'things.show',
  verb: 'show',
  method: 'GET',
  path: '/v1/boxes/{box_id}',
  content: 'none',
  fields: [field('box_id', 'path')],
  responses: [spec(200, { body: { $ref: 'parity:///schemas/thing.yaml' } }), spec(404, { errors: ['box_not_found'] })],
});
const BOTH = contractSet(contract(), show);

function shower(changes: Partial<FakeMethod> = {}): FakeMethod {
  const send: FakeMethod['send'] = ({ box_id }) => ({
    method: 'GET',
    target: `/v1/boxes/${encodeURIComponent(String(box_id))}`,
  });
  return { name: 'things.show', parameters: [BOX], send, ...changes };
}

const both = (methods: FakeClient['methods']) =>
  judged({ methods, contracts: BOTH, client: { covers: { only: [], except: [] } } });

describe('other origins', () => {
  const contacting = (origins: readonly string[]) =>
    judged({
      ...{ methods: [make()], client: { origins } },
      contacts: [
        { address: 'auth.example.com:443', methods: [] },
        { address: '127.0.0.1:4000', methods: ['things.make'] },
      ],
    });

  it('are one error per address', async () => {
    const findings = findingsIn(await contacting([]));
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    expect(findings.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['origin-undeclared', 'error'],
      ['origin-undeclared', 'error'],
    ]);
    expect(findings.map(({ observed }) => observed)).toEqual([
      'the client connected to auth.example.com:443 when it started',
      'the client connected to 127.0.0.1:4000 in things.make',
    ]);
    expect(new Set(findings.map(({ cause }) => cause)).size).toBe(2);
  });

  it('are allowed if the client file lists them', async () => {
    expect(findingsIn(await contacting(['https://auth.example.com', 'http://127.0.0.1:4000']))).toEqual([]);
  });
});

describe('a client whose proxy is the recorder', () => {
  const to = (host: string) => make({ send: (given) => ({ ...rightRequest(given), host }) });
  const track = (host: string) =>
    make({ name: 'things.track', parameters: [], send: () => ({ method: 'POST', target: '/track', host }) });

  it('has an undeclared origin if no request to a host belongs to a contract', async () => {
    const findings = findingsIn(await judged({ methods: [to('api.acme.test'), track('stats.test')] }));
    expect(findings.map(({ kind, observed }) => [kind, observed])).toEqual([
      ['origin-undeclared', 'the client connected to stats.test:443 in things.track'],
    ]);
  });

  it('sends an undocumented request to a host that also gets requests of a contract', async () => {
    const findings = findingsIn(await judged({ methods: [to('api.acme.test'), track('api.acme.test')] }));
    expect(findings.map(({ kind }) => kind)).toEqual(['operation-undocumented']);
  });

  it('may send only undocumented requests to one of several recorders', async () => {
    const findings = findingsIn(await judged({ methods: [to('127.0.0.1:4001'), track('127.0.0.1:4002')] }));
    expect(findings.map(({ kind }) => kind)).toEqual(['operation-undocumented']);
  });
});

describe('operations', () => {
  it('reports an operation as possibly covered if a blocked method has its name', async () => {
    const blocked = { kind: 'blocked', method: 'show_thing', reason: 'no request', local: false } as const;
    const covers = { only: [], except: [] };
    const found = await judged({ methods: [make(), blocked], contracts: BOTH, client: { covers } });
    expect(findingsIn(found)).toEqual([]);
  });

  it('reports an operation that no method calls as a warning', async () => {
    const [finding, ...more] = findingsIn(await both([make()]));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ kind: 'operation-not-covered', operation: 'things.show', severity: 'warning' });
    expect(finding?.address).toBe('acme/client');
  });

  it.each([
    ['things.show_next', 1],
    ['show_things', 0],
    ['show', 1],
  ])('reports an uncovered operation, unless the method %s may send any request to it', async (method, count) => {
    const open = { kind: 'blocked', method, reason: 'sends any request', local: true } as const;
    expect(findingsIn(await both([make(), { ...open, sendsAny: true }]))).toHaveLength(count);
    expect(findingsIn(await both([make(), open]))).toHaveLength(1);
  });

  it('ignores an operation that the client is not meant to have', async () => {
    const covers = { only: [], except: ['things.s*'] };
    expect(findingsIn(await judged({ methods: [make()], contracts: BOTH, client: { covers } }))).toEqual([]);
  });

  it('reports a nearly correct path once, and names the intended operation', async () => {
    const found = findingsIn(
      await both([make(), shower({ send: ({ box_id }) => ({ method: 'GET', target: `/v1/boxen/${box_id}` }) })]),
    );
    expect(said(found)).toEqual([
      'operation-undocumented null: must be GET /v1/boxes/{box_id}; was GET /v1/boxen/pw-box-id-z',
    ]);
    expect(found[0]?.operation).toBe('things.show');
  });

  it('does not suggest an operation only because its path begins in the same way', async () => {
    const usage = { ...show, id: 'things.usage', path: '/v1/boxes/{box_id}/settings/billing/credit/usage' };
    const target = '/v1/boxes/1/settings/billing/storage';
    const stray = shower({ name: 'things.storage', send: () => ({ method: 'GET', target }) });
    const found = findingsIn(await judged({ methods: [make(), stray], contracts: contractSet(contract(), usage) }));
    expect(found.map(({ kind, operation }) => [kind, operation])).toContainEqual(['operation-undocumented', '*']);
  });

  it('reports an unknown request as a finding of the whole client, with the request as its field', async () => {
    const stray: FakeMethod = { name: 'ping', parameters: [], send: () => ({ method: 'GET', target: '/health' }) };
    const found = await findingsOf(make(), stray);
    expect(found[0]).toMatchObject({ kind: 'operation-undocumented', operation: '*', field: 'GET ping' });
    expect(found).toHaveLength(1);
  });

  it('has a separate step for each operation that a method calls', async () => {
    const chain: FakeMethod = {
      name: 'things.make_and_show',
      parameters: [BOX, NAME],
      send: (given) => [rightRequest(given), { method: 'GET', target: `/v1/boxes/${given.box_id}` }],
    };
    const { scenarios } = await both([make(), chain, shower()]);
    const steps = scenarios.find(({ address }) => address === 'acme/things.make_and_show')?.steps;
    expect(steps?.map(({ address, operation }) => [address, operation])).toEqual([
      ['acme/things.make_and_show', 'things.make'],
      ['acme/things.make_and_show/things.show', 'things.show'],
    ]);
  });

  it('shows a blocked method with its reason, and a local one as skipped', async () => {
    const silent = (method: string, local: boolean) =>
      ({ kind: 'blocked', method, reason: 'it said no', local }) as const;
    const { scenarios } = await judged({ methods: [make(), silent('close', true), silent('things.odd', false)] });
    const states = scenarios.map(({ address, steps }) => [
      address,
      steps[0]?.state,
      steps[0]?.state === 'exercised' ? '' : steps[0]?.reason,
    ]);
    expect(states).toEqual([
      ['acme/close', 'skipped', 'it said no'],
      ['acme/things.make', 'exercised', ''],
      ['acme/things.odd', 'blocked', 'it said no'],
      ['acme', 'exercised', ''],
    ]);
  });
});

describe('a mistake that a client makes everywhere', () => {
  const RESERVED = 'pw/a?b#c%20d e';
  const reserved = {
    purpose: { kind: 'form', argument: 'box_id', form: 'reserved-characters' },
    given: { box_id: RESERVED },
  } as const;

  it('is not reported for escaped paths', async () => {
    expect(findingsIn(await both([make({ further: [reserved] }), shower({ further: [reserved] })]))).toEqual([]);
  });

  it('is checked per operation for a method with two operations', async () => {
    const show = ({ box_id }: { readonly [name: string]: unknown }) =>
      ({ method: 'GET', target: `/v1/boxes/${encodeURIComponent(String(box_id))}` }) as const;
    const twofold = make({ further: [reserved], send: (given) => [show(given), rightRequest(given)] });
    const found = findingsIn(await both([twofold]));
    expect(found.filter(({ kind }) => kind === 'path-escaping')).toEqual([]);
  });

  it('is one finding of the whole client for unescaped paths', async () => {
    const raw = ({ box_id }: { readonly [name: string]: unknown }) =>
      `/v1/boxes/${String(box_id).replaceAll(' ', '%20')}`;
    const found = findingsIn(
      await both([
        make({
          further: [reserved],
          send: (given) => ({
            ...rightRequest(given),
            target: `${raw(given)}/things${given.page === undefined ? '' : `?page=${given.page}`}`,
          }),
        }),
        shower({ further: [reserved], send: (given) => ({ method: 'GET', target: raw(given) }) }),
      ]),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ kind: 'path-escaping', operation: '*', address: 'acme/client' });
    expect(found[0]?.observed).toContain('also in things.show');
  });

  it('is one finding for a repeated request, and another one for a duplicate header', async () => {
    const twice = make({ send: (given) => [rightRequest(given), rightRequest(given)] });
    expect((await findingsOf(twice)).map(({ kind, observed }) => [kind, observed])).toEqual([
      ['duplicate-request', 'the same request 2 times'],
    ]);
    const polling = make({
      send: (given) => [rightRequest(given), rightRequest(given)],
      outcome: () => ({
        kind: 'raised',
        class: 'acme.Timeout',
        bases: [],
        attributes: {},
        text: 'late',
        own: true,
        waits: [1],
      }),
    });
    expect((await findingsOf(polling)).map(({ kind }) => kind)).not.toContain('duplicate-request');
    expect((await findingsOf(polling)).map(({ kind }) => kind)).not.toContain('answer-refused');
    const headers = [['content-type', 'application/json']] as const;
    expect(said(await findingsOf(make({ send: (given) => rightRequest(given, { headers }) })))).toEqual([
      'header-duplicated Content-Type: must be one header; was 2 headers: application/json and application/json',
    ]);
  });

  it('is not reported for two different requests or two cookies', async () => {
    const headers = [
      ['Cookie', 'a=1'],
      ['Cookie', 'b=2'],
    ] as const;
    const pages = make({
      parameters: make().parameters.filter(({ name }) => name !== 'page'),
      send: (given) => [rightRequest({ ...given, page: 1 }), rightRequest({ ...given, page: 2 })],
    });
    expect((await findingsOf(pages)).map(({ kind }) => kind)).not.toContain('duplicate-request');
    const cookies = await findingsOf(make({ send: (given) => rightRequest(given, { headers }) }));
    expect(cookies.map(({ kind }) => kind)).not.toContain('header-duplicated');
  });

  it.each([
    ['acme/1.3.9', ['version 1.4.0, as pyproject.toml says']],
    ['acme/1.4.0 Python/3.11', []],
    ['python-httpx/0.27.0', []],
    ['acme', []],
  ])('is checked for the User-Agent %j', async (agent, expected) => {
    const method = make({ send: (given) => rightRequest(given, { headers: [['User-Agent', agent]] }) });
    const description = { versions: [{ source: 'pyproject.toml', version: '1.4.0' }] };
    expect(findingsIn(await judged({ methods: [method], description })).map((finding) => finding.expected)).toEqual(
      expected,
    );
  });

  it('is one finding with both methods if two methods of one operation make the mistake', async () => {
    const send: FakeMethod['send'] = (given) => rightRequest(given, { body: { source: 'sdk' } });
    const found = await findingsOf(make({ send }), make({ name: 'things.make_for', send }));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ kind: 'field-undeclared', address: 'acme/things.make', operation: 'things.make' });
    expect(found[0]?.observed).toMatch(/; also in things\.make_for$/);
  });

  it('has a fingerprint that does not depend on the value', async () => {
    const source = (value: string) => make({ send: (given) => rightRequest(given, { body: { source: value } }) });
    const [[a], [b]] = [await findingsOf(source('sdk')), await findingsOf(source('other'))];
    expect(a?.fingerprint).toBe(b?.fingerprint);
    const [other] = await findingsOf(make({ send: (given) => rightRequest(given, { body: { origin: 'sdk' } }) }));
    expect(other?.fingerprint).not.toBe(a?.fingerprint);
  });

  it('is not reported for an argument with another name that is sent correctly', async () => {
    const renamed = make().parameters.map((each) => (each.name === 'worker_id' ? parameter('workerId') : each));
    const send: FakeMethod['send'] = ({ workerId, ...given }) =>
      rightRequest({ ...given, ...(workerId !== undefined && { worker_id: workerId }) });
    expect(await findingsOf(make({ parameters: renamed, send }))).toEqual([]);
  });
});
