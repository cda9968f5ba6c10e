import { describe, expect, it } from 'vitest';
import { createStub } from '../../../src/clients/recorder/stub.ts';
import type { Json } from '../../../src/model/json.ts';
import { CONTRACTS, parameter, type RequestParts, request } from '../../surface/builders.ts';
import { contract, contractSet, field } from '../builders.ts';
import {
  BOX,
  type FakeMethod,
  findingsIn,
  findingsOf,
  type Given,
  judged,
  make,
  rightRequest,
  said,
} from './builders.ts';

/** The name in the recorder's response. */
const ANSWERED: string = JSON.parse(
  String(createStub({ contracts: CONTRACTS, profile: 'full' }).answer(request(), contract()).body),
).name;

describe('arguments', () => {
  it('reports an argument that changes nothing as dropped', async () => {
    const found = await findingsOf(make({ send: ({ worker_id, ...given }) => rightRequest(given) }));
    expect(said(found)).toEqual([
      'argument-dropped worker_id: must be header worker_id; was the method accepts argument worker_id, but does not send it',
    ]);
  });

  it.each([
    ['its members are sent', true, ['field-undeclared extra.limits']],
    ['nothing of it is sent', false, ['field-misplaced limits']],
  ])('takes a value at another place for an object only if the object is not sent: %s', async (_title, isSent, expected) => {
    const limits = { type: 'object', properties: { most: { type: 'string' } } };
    const own = contract();
    const contracts = contractSet({ ...own, fields: [...own.fields, field('limits', 'body', { schema: limits })] });
    const method = make({
      parameters: [...make().parameters, parameter('most'), parameter('else')],
      send: ({ most, else: elsewhere, ...rest }) =>
        rightRequest(rest, {
          body: {
            ...(isSent && most !== undefined && { limits: { most } }),
            ...(elsewhere !== undefined && { extra: { limits: elsewhere } }),
          },
        }),
    });
    const found = findingsIn(await judged({ methods: [method], contracts }));
    expect(
      found
        .filter(({ evidence }) => evidence.excerpt.includes('pw-else-z'))
        .map(({ kind, field: name }) => `${kind} ${name}`),
    ).toEqual(expected);
  });

  const NEAR = parameter('near', {
    type: {
      kind: 'list',
      of: { kind: 'object', class: 'Near', fields: [parameter('match_name'), parameter('since')] },
    },
  });

  it.each([
    ['the declared matchName', (name: Json) => name, []],
    ['another value', () => 'pw-else-z', ['value-changed near']],
  ])('compares the items of a list of models as the contract declares them: %s', async (_title, sentAs, expected) => {
    const properties = { matchName: { type: 'string' }, since: { type: 'string' } };
    const near = field('near', 'body', { schema: { type: 'array', items: { type: 'object', properties } } });
    const own = contract();
    const contracts = contractSet({ ...own, fields: [...own.fields, near] });
    const method = make({
      parameters: [...make().parameters, NEAR],
      send: ({ near: list, ...rest }) => {
        const items = (list ?? []) as readonly { readonly match_name: Json; readonly since: Json }[]; // as NEAR declares
        const sent = items.map(({ match_name, since }, index) => ({
          matchName: index === 1 ? sentAs(match_name) : match_name,
          since,
        }));
        return rightRequest(rest, { body: list === undefined ? {} : { near: sent } });
      },
    });
    const found = findingsIn(await judged({ methods: [method], contracts }));
    expect(found.map(({ kind, field: name }) => `${kind} ${name}`)).toEqual(expected);
  });

  it.each([
    ['from an earlier response', ANSWERED, []],
    ['that the client made up', 'pw-own-z', ['value-changed']],
  ])('accepts a list that gets an item %s', async (_title, item, expected) => {
    const tags = field('tags', 'body', { schema: { type: 'array', items: { type: 'string' } } });
    const own = contract();
    const contracts = contractSet({ ...own, fields: [...own.fields, tags] });
    const method = make({
      parameters: [...make().parameters, parameter('tags', { type: { kind: 'list', of: { kind: 'string' } } })],
      send: ({ tags: list, ...rest }) => {
        const more: Given = list === undefined ? {} : { tags: [...(list as readonly Json[]), item] }; // safe cast: `tags` has the declared type, a list
        return [rightRequest(rest), rightRequest(rest, { body: more })];
      },
    });
    const found = findingsIn(await judged({ methods: [method], contracts }));
    expect(found.map(({ kind }) => kind).filter((kind) => kind === 'value-changed')).toEqual(expected);
  });

  it('does not judge an operation that only a call without required members reached', async () => {
    const list = contract({
      ...{ id: 'things.list', method: 'GET', path: '/v1/things' },
      fields: [field('q', 'query')],
    });
    const method = make({
      send: (given) => (given.box_id === 'pw-none-z' ? { method: 'GET', target: '/v1/things' } : rightRequest(given)),
      further: [{ purpose: { kind: 'search' }, given: { box_id: 'pw-none-z' } }],
    });
    const covers = { only: ['things.make', 'things.list'], except: [] };
    const found = findingsIn(
      await judged({ methods: [method], client: { covers }, contracts: contractSet(contract(), list) }),
    );
    expect(found.map(({ kind, operation }) => `${kind} ${operation}`)).toEqual(['operation-not-covered things.list']);
  });

  it('does not report an argument as dropped if the method failed before a request that may contain it', async () => {
    const outcome = () => ({ kind: 'raised', class: 'E', bases: [], text: 'stop', attributes: {}, own: true }) as const;
    const send: FakeMethod['send'] = ({ worker_id: _, ...given }) => [rightRequest(given), rightRequest(given)];
    const found = await findingsOf(make({ send, outcome }));
    expect(found.map(({ kind }) => kind)).not.toContain('argument-dropped');
  });

  it('warns about an argument that is sent only together with another one, and says with which', async () => {
    const pair = { kind: 'pair', argument: 'idempotency_key', with: 'worker_id' } as const;
    const found = await findingsOf(
      make({
        send: ({ idempotency_key: key, ...given }) =>
          rightRequest(given.worker_id === undefined || key === undefined ? given : { ...given, idempotency_key: key }),
        further: [{ purpose: pair, given: { idempotency_key: 'pw-idempotency-key-z', worker_id: 'pw-worker-id-z' } }],
      }),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ kind: 'argument-dropped', severity: 'warning', field: 'idempotency_key' });
    expect(found[0]?.observed).toBe('argument idempotency_key is sent only if worker_id is given too');
    // the call without `worker_id`
    expect(found[0]?.evidence.exchange).toBe('acme/things.make#2');
  });

  it('reports a default of the client with its value', async () => {
    const found = await findingsOf(
      make({ send: (given) => rightRequest({ ...given, idempotency_key: given.idempotency_key ?? 'auto' }) }),
    );
    expect(said(found)).toEqual([
      'default-undeclared idempotency_key: must be no value, because the argument is not given; was "auto", although argument idempotency_key is not given',
    ]);
  });

  it('accepts the default that the contract declares', async () => {
    const fields = contract().fields.map((each) =>
      each.name === 'idempotency_key' ? { ...each, default: 'auto' } : each,
    );
    const method = make({
      send: (given) => rightRequest({ ...given, idempotency_key: given.idempotency_key ?? 'auto' }),
    });
    expect(findingsIn(await judged({ methods: [method], contracts: contractSet(contract({ fields })) }))).toEqual([]);
  });

  it.each([
    ['POST', []],
    ['PATCH', ['default-undeclared']],
  ] as const)('does not treat an allowed null as a default with %s, unless it deletes something', async (verb, expected) => {
    const fields = [field('box_id', 'path'), field('tone', 'body', { schema: { type: ['string', 'null'] } })];
    const method = make({
      parameters: [BOX, parameter('tone')],
      send: ({ box_id, tone }) => ({
        method: verb,
        target: `/v1/boxes/${box_id}/things`,
        json: { tone: tone ?? null } as never,
      }),
    });
    const contracts = contractSet(contract({ method: verb, fields }));
    expect(findingsIn(await judged({ methods: [method], contracts })).map(({ kind }) => kind)).toEqual(expected);
  });

  it('does not report a wrong form if a boolean stands for a number', async () => {
    const fields = [field('box_id', 'path'), field('limit', 'query', { schema: { type: 'integer' } })];
    const method = make({
      parameters: [BOX, parameter('latest', { type: { kind: 'boolean' } })],
      send: ({ box_id, latest }) => ({ target: `/v1/boxes/${box_id}/things${latest === true ? '?limit=1' : ''}` }),
    });
    const contracts = contractSet(contract({ fields }));
    expect(findingsIn(await judged({ methods: [method], contracts })).map(({ kind }) => kind)).toEqual([]);
  });

  it('does not report a part of another field as changed', async () => {
    const fields = [field('box_id', 'path'), field('image', 'query')];
    const method = make({
      parameters: [BOX, parameter('tag')],
      send: ({ box_id, tag }) => ({
        target: `/v1/boxes/${box_id}/things${tag === undefined ? '' : `?image=pot:${tag}`}`,
      }),
    });
    const contracts = contractSet(contract({ fields }));
    expect(findingsIn(await judged({ methods: [method], contracts })).map(({ kind }) => kind)).toEqual([]);
  });

  it('finds a map at every field if its keys are sent unchanged', async () => {
    const fields = [field('box_id', 'path'), field('limit', 'query'), field('order', 'query')];
    const method = make({
      parameters: [BOX, parameter('params', { type: { kind: 'map', of: { kind: 'string' } } })],
      send: ({ box_id, params }) => {
        const query = new URLSearchParams((params ?? {}) as Record<string, string>).toString();
        return { target: `/v1/boxes/${box_id}/things${query === '' ? '' : `?${query}`}` };
      },
    });
    const contracts = contractSet(contract({ fields }));
    expect(findingsIn(await judged({ methods: [method], contracts })).map(({ kind }) => kind)).toEqual([]);
  });

  it.each([
    ['all members', {}, []],
    ['all members and one of its own', { raw: true }, ['field-undeclared raw']],
  ])('judges the members of an argument that is the whole body one by one: %s', async (_title, own, expected) => {
    const file = parameter('file', { required: true, type: { kind: 'map', of: { kind: 'string' } } });
    const method = make({
      parameters: [BOX, file],
      send: ({ box_id, file: given }) => ({
        target: `/v1/boxes/${box_id}/things`,
        json: { ...(given as object), ...own } as never,
      }),
    });
    const contracts = contractSet(contract({ fields: [field('box_id', 'path'), field('tone', 'body')] }));
    const found = findingsIn(await judged({ methods: [method], contracts }));
    expect(found.map(({ kind, field: name }) => `${kind} ${name}`)).toEqual(expected);
  });

  it('reports an undeclared object as one finding, whatever its members are', async () => {
    const method = make({
      parameters: [BOX, parameter('tone')],
      send: ({ box_id }) => ({ target: `/v1/boxes/${box_id}/things`, json: { extra: { a: 1, b: 2 } } as never }),
    });
    const contracts = contractSet(contract({ fields: [field('box_id', 'path'), field('tone', 'body')] }));
    const found = findingsIn(await judged({ methods: [method], contracts }));
    expect(found.filter(({ kind }) => kind === 'field-undeclared')).toHaveLength(1);
  });

  describe('a field with client_default false', () => {
    const forbid = (changes: object) =>
      contract({
        fields: contract().fields.map((each) =>
          each.name === 'idempotency_key' ? { ...each, clientDefault: false, ...changes } : each,
        ),
      });
    const judgedWith = async (method: ReturnType<typeof make>, changes: object = { default: 'auto' }) =>
      said(findingsIn(await judged({ methods: [method], contracts: contractSet(forbid(changes)) })));
    const sending = (value: Json) =>
      make({ send: (given) => rightRequest({ ...given, idempotency_key: given.idempotency_key ?? value }) });

    it.each([
      ["the server's default", { default: 'auto' }],
      ['a value of the client', {}],
    ])('is a finding if the client sends %s', async (_title, changes) => {
      expect(await judgedWith(sending('auto'), changes)).toEqual([
        'default-sent idempotency_key: must be no value, because the caller did not give one; was "auto", although argument idempotency_key is not given',
      ]);
    });

    it('is a finding if no argument provides it', async () => {
      const parameters = make().parameters.filter(({ name }) => name !== 'idempotency_key');
      const method = make({ parameters, send: (given) => rightRequest({ ...given, idempotency_key: 'auto' }) });
      expect(await judgedWith(method)).toContain(
        'default-sent idempotency_key: must be no value, because the caller did not give one; was "auto", although no argument asks for this value',
      );
    });

    it('is no finding if the client sends it only when the caller gives it', async () => {
      expect(await judgedWith(make())).toEqual([]);
    });

    it("is reported once if the client replaces the caller's value", async () => {
      const method = make({ send: (given) => rightRequest({ ...given, idempotency_key: 'auto' }) });
      expect((await judgedWith(method)).map((line) => line.split(' ')[0])).toEqual(['value-changed']);
    });
  });

  const withoutWorker = make({ parameters: make().parameters.filter(({ name }) => name !== 'worker_id') });

  it('reports a field without an argument as not sendable', async () => {
    expect(said(await findingsOf(withoutWorker))).toEqual([
      'field-not-sendable worker_id: must be an argument whose value is sent as header X-Worker-Id; was no argument of things.make',
    ]);
  });

  it('does not report a field that the client sends because another method was called before', async () => {
    const kept = { ...withoutWorker, send: (given: Given) => rightRequest({ ...given, worker_id: 'pw-login-z' }) };
    expect(said(await findingsOf(kept))).toEqual([]);
  });

  it.each([
    ['can have no members', { properties: {}, additionalProperties: false }, []],
    ['is open', { type: 'object' }, ['body']],
  ])('reports a body without an argument only if the body can have members: one that %s', async (_title, schema, expected) => {
    const body = field('body', 'body', { whole: true, schema });
    const get = contract({
      method: 'GET',
      fields: [...contract().fields.filter(({ place }) => place.location !== 'body'), body],
    });
    const send = (given: Given): RequestParts => {
      const { json: _, ...rest } = rightRequest(given);
      return { ...rest, method: 'GET' };
    };
    const parameters = make().parameters.filter(({ name }) => ['box_id', 'worker_id', 'page'].includes(name));
    const found = findingsIn(await judged({ methods: [make({ parameters, send })], contracts: contractSet(get) }));
    expect(found.filter(({ kind }) => kind === 'field-not-sendable').map((each) => each.field)).toEqual(expected);
  });

  it.each([
    ['an object, whose members are unknown', parameter('limits', { type: { kind: 'map', of: { kind: 'any' } } }), []],
    ['a text of another name', parameter('note'), ['field-not-sendable']],
  ])('a field without an argument may be sent by an argument that is rejected, if it is %s', async (_, rejected, kinds) => {
    const method = make({
      parameters: [...withoutWorker.parameters.filter(({ name }) => name !== rejected.name), rejected],
      send: (given) => (given[rejected.name] === undefined ? rightRequest(given) : []),
    });
    const found = (await findingsOf(method)).filter(({ field }) => field === 'worker_id');
    expect(found.map(({ kind }) => kind)).toEqual(kinds);
  });

  it.each([
    ['has its name', parameter('worker_id'), []],
    [
      'is an object, whose members are unknown',
      parameter('limits', { type: { kind: 'map', of: { kind: 'any' } } }),
      [],
    ],
    ['is a text of another name', parameter('note'), ['worker_id']],
  ])('a field without an argument may be sent by an argument that was not tried, if it %s', async (_, untried, fields) => {
    const method = make({ parameters: [...withoutWorker.parameters, untried], untried: [untried.name] });
    const found = (await findingsOf(method)).filter(({ kind }) => kind === 'field-not-sendable');
    expect(found.map(({ field }) => field)).toEqual(fields);
  });

  it('does not require a field that the contract notes as ignored', async () => {
    const fields = contract().fields.map((each) =>
      each.name === 'worker_id' ? { ...each, note: 'Ignored since 2.0.' } : each,
    );
    const found = await judged({ methods: [withoutWorker], contracts: contractSet(contract({ fields })) });
    expect(findingsIn(found)).toEqual([]);
  });

  it.each([
    ['not reported if the object requires this member', true, []],
    ['reported if the object does not require this member', false, [['argument-dropped', 'zone']]],
  ] as const)('an argument that is sent only with another member of its object is %s', async (_title, required, expected) => {
    const member = (name: string, needed: boolean) =>
      field(`plan.${name}`, 'body', { place: { location: 'body', name: `/plan/${name}` }, required: needed });
    const plan = field('plan', 'body', {
      schema: { type: 'object' },
      fields: [member('cron', required), member('zone', false)],
    });
    const method = make({
      parameters: [BOX, parameter('cron'), parameter('zone')],
      send: ({ box_id, cron, zone }) => ({
        target: `/v1/boxes/${box_id}/things`,
        json: (cron === undefined ? {} : { plan: { cron, ...(zone !== undefined && { zone }) } }) as Json,
      }),
      further: [
        { purpose: { kind: 'pair', argument: 'zone', with: 'cron' }, given: { cron: 'pw-cron-z', zone: 'pw-zone-z' } },
      ],
    });
    const set = contractSet(contract({ fields: [field('box_id', 'path'), plan] }));
    const found = findingsIn(await judged({ methods: [method], contracts: set }));
    expect(found.map((each) => [each.kind, each.field])).toEqual(expected);
  });

  it.each([
    ['lost', false, [['warning', 'page']]],
    ['kept', true, []],
  ] as const)('reports an argument only if the request for the next page lacks it: it is %s', async (_title, kept, expected) => {
    const page = {
      kind: 'pagination',
      style: 'cursor',
      items: '/items',
      key: '/id',
      limit: 'limit',
      cursor: 'at',
    } as const;
    const fields = [field('box_id', 'path'), field('page', 'query'), field('at', 'query')];
    const target = (box: unknown, query: string) =>
      ({ method: 'POST', target: `/v1/boxes/${box}/things${query}` }) as const;
    const method = make({
      parameters: [BOX, parameter('page'), parameter('at')],
      send: ({ box_id, page, at }) => {
        const more = page === undefined ? '' : `&page=${page}`;
        const first = [page === undefined ? [] : `page=${page}`, at === undefined ? [] : `at=${at}`].flat().join('&');
        return [target(box_id, first === '' ? '' : `?${first}`), target(box_id, `?at=next${kept ? more : ''}`)];
      },
    });
    const set = contractSet(contract({ fields, behaviors: [page] }));
    const found = findingsIn(await judged({ methods: [method], contracts: set }));
    const dropped = found.filter(({ kind }) => kind === 'argument-dropped');
    expect(dropped.map((each) => [each.severity, each.field])).toEqual(expected);
  });

  it('says that without the field, the server does not check the owner', async () => {
    const guarded = contract({
      behaviors: [
        { kind: 'ownership_header', field: 'worker_id', status: 403, error: 'not_owner', absent: 'accepted' } as never, // safe cast: the code under test reads only `kind` and `field`
      ],
    });
    const [finding] = findingsIn(await judged({ methods: [withoutWorker], contracts: contractSet(guarded) }));
    expect(finding?.observed).toContain('does not check whether the caller owns the resource');
  });

  it('accepts a field that another method of the operation sends', async () => {
    expect(await findingsOf(withoutWorker, make({ name: 'things.make_for' }))).toEqual([]);
  });

  it('reports a type without a value that the server accepts, and nothing else about this argument', async () => {
    const type = { kind: 'list', of: { kind: 'string' } } as const;
    const parameters = make().parameters.map((each) =>
      each.name === 'idempotency_key' ? { ...each, type, declared: 'List[str]' } : each,
    );
    expect(said(await findingsOf(make({ parameters })))).toEqual([
      'declared-type-contradicts idempotency_key: must be string; was idempotency_key: List[str]',
    ]);
  });

  it.each([
    ['a decimal into text', { kind: 'number' }, (given: Json) => String(given)],
    ['a list into joined text', { kind: 'list', of: { kind: 'string' } }, (given: Json) => [given].flat().join(',')],
    ['a map into JSON text', { kind: 'map', of: { kind: 'string' } }, (given: Json) => JSON.stringify(given)],
  ] as const)('accepts a declared type that the client converts to an accepted type: %s', async (_, type, turn) => {
    const parameters = make().parameters.map((each) => (each.name === 'idempotency_key' ? { ...each, type } : each));
    const method = make({
      parameters,
      send: ({ idempotency_key: key, ...rest }) =>
        rightRequest(key === undefined ? rest : { ...rest, idempotency_key: turn(key as Json) }), // plain values
    });
    expect(await findingsOf(method)).toEqual([]);
  });

  it('shows the values of an enumeration that contradicts the contract', async () => {
    const contracts = contractSet(
      contract({
        fields: [...contract().fields, field('color', 'body', { schema: { type: 'string', enum: ['red'] } })],
      }),
    );
    const color = make({
      parameters: [
        ...make().parameters,
        parameter('color', { type: { kind: 'literal', values: ['blue'] }, declared: 'Color' }),
      ],
      send: ({ color: given, ...rest }) => rightRequest(rest, given === undefined ? {} : { body: { color: given } }),
    });
    const [found] = findingsIn(await judged({ methods: [color], contracts }));
    expect(found?.observed).toBe('color: Color, which is "blue"');
  });

  it('accepts a union if the server accepts one of its types', async () => {
    const type = { kind: 'union', of: [{ kind: 'string' }, { kind: 'integer' }, { kind: 'null' }] } as const;
    const parameters = make().parameters.map((each) => (each.name === 'idempotency_key' ? { ...each, type } : each));
    expect(await findingsOf(make({ parameters }))).toEqual([]);
  });

  it('compares the members of an enumeration with the contract', async () => {
    const schema = { type: 'string', enum: ['red', 'blue'] };
    const contracts = contractSet(contract({ fields: [...contract().fields, field('color', 'body', { schema })] }));
    const color = (values: readonly string[]) =>
      make({
        parameters: [...make().parameters, parameter('color', { type: { kind: 'literal', values } })],
        send: ({ color: given, ...rest }) => rightRequest(rest, given === undefined ? {} : { body: { color: given } }),
      });
    expect(findingsIn(await judged({ methods: [color(['blue', 'red'])], contracts }))).toEqual([]);
    expect(
      findingsIn(await judged({ methods: [color(['blue', 'green'])], contracts })).map(({ kind }) => kind),
    ).toEqual(['declared-type-contradicts']);
  });
});
