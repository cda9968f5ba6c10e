import { describe, expect, it } from 'vitest';
import { parameter } from '../../surface/builders.ts';
import { contract, contractSet, field, spec } from '../builders.ts';
import { BOX, type FakeMethod, findingsIn, findingsOf, judged, make, NAME, rightRequest, said } from './builders.ts';

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

const both = (methods: readonly FakeMethod[]) =>
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

  it('are an error each, by their address', async () => {
    const findings = findingsIn(await contacting([]));
    expect(findings.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['origin-undeclared', 'error'],
      ['origin-undeclared', 'error'],
    ]);
    expect(findings.map(({ observed }) => observed)).toEqual([
      'a connection to auth.example.com:443 at the start of the client',
      'a connection to 127.0.0.1:4000 in things.make',
    ]);
    expect(new Set(findings.map(({ cause }) => cause)).size).toBe(2);
  });

  it('are allowed when the client file lists them', async () => {
    expect(findingsIn(await contacting(['https://auth.example.com', 'http://127.0.0.1:4000']))).toEqual([]);
  });
});

describe('a client that the recorder is the proxy of', () => {
  const to = (host: string) => make({ send: (given) => ({ ...rightRequest(given), host }) });
  const track = (host: string) =>
    make({ name: 'things.track', parameters: [], send: () => ({ method: 'POST', target: '/track', host }) });

  it('calls an undeclared origin when no request to a host is in a contract', async () => {
    const findings = findingsIn(await judged({ methods: [to('api.acme.test'), track('stats.test')] }));
    expect(findings.map(({ kind, observed }) => [kind, observed])).toEqual([
      ['origin-undeclared', 'a connection to stats.test:443 in things.track'],
    ]);
  });

  it('sends an undocumented request to a host that also gets requests of a contract', async () => {
    const findings = findingsIn(await judged({ methods: [to('api.acme.test'), track('api.acme.test')] }));
    expect(findings.map(({ kind }) => kind)).toEqual(['operation-undocumented']);
  });

  it('may use one recorder of several for undocumented requests only', async () => {
    const findings = findingsIn(await judged({ methods: [to('127.0.0.1:4001'), track('127.0.0.1:4002')] }));
    expect(findings.map(({ kind }) => kind)).toEqual(['operation-undocumented']);
  });
});

describe('operations', () => {
  it('one that a blocked method is called like may be covered', async () => {
    const blocked = { kind: 'blocked', method: 'show_thing', reason: 'no request', local: false } as const;
    const covers = { only: [], except: [] };
    const found = await judged({ methods: [make(), blocked], contracts: BOTH, client: { covers } });
    expect(findingsIn(found)).toEqual([]);
  });

  it('one that no method sends is not covered, which is a warning', async () => {
    const [finding, ...more] = findingsIn(await both([make()]));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ kind: 'operation-not-covered', operation: 'things.show', severity: 'warning' });
    expect(finding?.address).toBe('acme/client');
  });

  it('one that the client is not meant to have is no matter', async () => {
    const covers = { only: [], except: ['things.s*'] };
    expect(findingsIn(await judged({ methods: [make()], contracts: BOTH, client: { covers } }))).toEqual([]);
  });

  it('a path that is nearly right names the operation that was meant, once', async () => {
    const found = findingsIn(
      await both([make(), shower({ send: ({ box_id }) => ({ method: 'GET', target: `/v1/boxen/${box_id}` }) })]),
    );
    expect(said(found)).toEqual([
      'operation-undocumented null: must be GET /v1/boxes/{box_id}; was GET /v1/boxen/pw-box-id-z',
    ]);
    expect(found[0]?.operation).toBe('things.show');
  });

  it('a request that resembles none is of the whole client, and its field says which', async () => {
    const stray: FakeMethod = { name: 'ping', parameters: [], send: () => ({ method: 'GET', target: '/health' }) };
    const found = await findingsOf(make(), stray);
    expect(found[0]).toMatchObject({ kind: 'operation-undocumented', operation: '*', field: 'GET ping' });
    expect(found).toHaveLength(1);
  });

  it('each operation that a method sends is a step of its own', async () => {
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

  it('a blocked method is blocked with its reason, a local one skipped', async () => {
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

describe('what a client does everywhere', () => {
  const RESERVED = 'pw/a?b#c%20d e';
  const reserved = {
    purpose: { kind: 'form', argument: 'box_id', form: 'reserved-characters' },
    given: { box_id: RESERVED },
  } as const;

  it('paths that are escaped are right', async () => {
    expect(findingsIn(await both([make({ further: [reserved] }), shower({ further: [reserved] })]))).toEqual([]);
  });

  it('paths of a method with two operations are read each for its own', async () => {
    const show = ({ box_id }: { readonly [name: string]: unknown }) =>
      ({ method: 'GET', target: `/v1/boxes/${encodeURIComponent(String(box_id))}` }) as const;
    const twofold = make({ further: [reserved], send: (given) => [show(given), rightRequest(given)] });
    const found = findingsIn(await both([twofold]));
    expect(found.filter(({ kind }) => kind === 'path-escaping')).toEqual([]);
  });

  it('paths that nobody escapes are one finding of the whole client', async () => {
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
    expect(found[0]?.observed).toContain('also things.show');
  });

  it('a request that is sent again is one finding, and a header that stands twice another', async () => {
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
      'header-duplicated Content-Type: must be one header; was 2: application/json and application/json',
    ]);
  });

  it('two requests that differ are none, and neither are two cookies', async () => {
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
  ])('the User-Agent %j', async (agent, expected) => {
    const method = make({ send: (given) => rightRequest(given, { headers: [['User-Agent', agent]] }) });
    const description = { versions: [{ source: 'pyproject.toml', version: '1.4.0' }] };
    expect(findingsIn(await judged({ methods: [method], description })).map((finding) => finding.expected)).toEqual(
      expected,
    );
  });

  it('the same fault of two methods of one operation is one finding that names both', async () => {
    const send: FakeMethod['send'] = (given) => rightRequest(given, { body: { source: 'sdk' } });
    const found = await findingsOf(make({ send }), make({ name: 'things.make_for', send }));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ kind: 'field-undeclared', address: 'acme/things.make', operation: 'things.make' });
    expect(found[0]?.observed).toMatch(/; also things\.make_for$/);
  });

  it('fingerprints do not change with the value that shows the fault', async () => {
    const source = (value: string) => make({ send: (given) => rightRequest(given, { body: { source: value } }) });
    const [[a], [b]] = [await findingsOf(source('sdk')), await findingsOf(source('other'))];
    expect(a?.fingerprint).toBe(b?.fingerprint);
    const [other] = await findingsOf(make({ send: (given) => rightRequest(given, { body: { origin: 'sdk' } }) }));
    expect(other?.fingerprint).not.toBe(a?.fingerprint);
  });

  it('an argument’s own name is no matter when it lands right', async () => {
    const renamed = make().parameters.map((each) => (each.name === 'worker_id' ? parameter('workerId') : each));
    const send: FakeMethod['send'] = ({ workerId, ...given }) =>
      rightRequest({ ...given, ...(workerId !== undefined && { worker_id: workerId }) });
    expect(await findingsOf(make({ parameters: renamed, send }))).toEqual([]);
  });
});
