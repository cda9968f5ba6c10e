import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import { parameter } from '../../surface/builders.ts';
import { contract, contractSet, field } from '../builders.ts';
import { BOX, type FakeMethod, findingsIn, findingsOf, judged, make, NAME, rightRequest, said } from './builders.ts';

it('a correct client has no finding', async () => {
  expect(await findingsOf(make())).toEqual([]);
});

describe('the location of a value', () => {
  it('reports an idempotency key in a header once, with both locations', async () => {
    const found = await findingsOf(
      make({
        send: ({ idempotency_key: key, ...given }) =>
          rightRequest(given, key === undefined ? {} : { headers: [['Idempotency-Key', String(key)]] }),
      }),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      kind: 'field-misplaced',
      operation: 'things.make',
      address: 'acme/things.make',
      places: {
        declared: { location: 'body', name: 'idempotency_key' },
        sent: { location: 'header', name: 'Idempotency-Key' },
      },
      evidence: { exchange: 'acme/things.make#2', pointer: '/exchanges/0/request/headers/Idempotency-Key' },
    });
  });

  it.each([
    ['another spelling', 'idempotencyKey'],
    ['a slip', 'idempotency_kay'],
    ['a name that only the argument explains', 'dedupe'],
  ])('reports %s as a renamed field', async (_title, name) => {
    const found = await findingsOf(
      make({
        send: ({ idempotency_key: key, ...given }) =>
          rightRequest(given, key === undefined ? {} : { body: { [name]: key } }),
      }),
    );
    expect(said(found)).toEqual([`field-renamed idempotency_key: must be body idempotency_key; was body ${name}`]);
  });

  it('reports a misplaced value at the location of another field if its own location is empty', async () => {
    const found = await findingsOf(
      make({
        send: ({ worker_id, ...given }) =>
          rightRequest(given, worker_id === undefined ? {} : { body: { idempotency_key: worker_id } }),
        parameters: make().parameters.filter(({ name }) => name !== 'idempotency_key'),
      }),
    );
    expect(said(found)).toContain(
      'field-misplaced worker_id: must be header X-Worker-Id; was body idempotency_key, from argument worker_id',
    );
  });

  it('reports two swapped arguments that are members of one object once', async () => {
    const integer = { type: 'integer' } as const;
    const schema = {
      type: 'object',
      properties: { depth: integer, height: integer },
      additionalProperties: false,
    } as const;
    const contracts = contractSet(contract({ fields: [field('box_id', 'path'), field('shape', 'body', { schema })] }));
    const sides = ['depth', 'height'].map((name) => parameter(name, { type: { kind: 'integer' } }));
    const send: FakeMethod['send'] = ({ depth, height, ...given }) => {
      const shape = { ...(height !== undefined && { depth: height }), ...(depth !== undefined && { height: depth }) };
      return rightRequest(given, Object.keys(shape).length > 0 ? { body: { shape } } : {});
    };
    const found = findingsIn(await judged({ methods: [make({ parameters: [BOX, ...sides], send })], contracts }));
    expect(found.map(({ kind }) => kind)).toEqual(['value-changed']);
    expect(found[0]?.observed).toContain('swapped');
  });

  it('reports two swapped arguments once', async () => {
    const found = await findingsOf(
      make({
        send: ({ idempotency_key, worker_id, ...given }) =>
          rightRequest({
            ...given,
            ...(worker_id !== undefined && { idempotency_key: worker_id }),
            ...(idempotency_key !== undefined && { worker_id: idempotency_key }),
          }),
      }),
    );
    expect(found.map(({ kind }) => kind)).toEqual(['value-changed']);
    expect(found[0]?.observed).toContain('swapped');
  });

  it('reports a value that no field explains as undeclared, with its argument', async () => {
    const found = await findingsOf(
      make({
        parameters: [...make().parameters, parameter('color')],
        send: ({ color, ...given }) =>
          rightRequest(given, { body: { source: 'sdk', ...(color !== undefined && { color }) } }),
      }),
    );
    expect(said(found)).toEqual([
      'field-undeclared color: must be nothing; was body color: string "pw-color-z", from argument color',
      'field-undeclared source: must be nothing; was body source: string "sdk", sent without an argument',
    ]);
  });

  it('reports a required field as missing if only an optional argument sends it, and names the argument', async () => {
    const found = await findingsOf(
      make({ parameters: [BOX, { ...NAME, required: false }, ...make().parameters.slice(2)] }),
    );
    expect(said(found)).toEqual(['field-missing name: must be body name; was nothing, unless argument name is given']);
  });

  it.each([
    '**kwargs',
    '*names',
    '...string[]',
  ])('does not report a required field that the caller can pass with %s', async (declared) => {
    const method = make({ parameters: [BOX, { ...NAME, required: false, declared }, ...make().parameters.slice(2)] });
    expect(await findingsOf(method)).toEqual([]);
  });
});

describe('the conversion of a value', () => {
  it('reports a truncated value as changed', async () => {
    const found = await findingsOf(
      make({ send: (given) => rightRequest({ ...given, ...(given.worker_id !== undefined && { worker_id: 'x' }) }) }),
    );
    expect(found.map(({ kind, field: name }) => [kind, name])).toEqual([['value-changed', 'worker_id']]);
  });

  it('reports a map that is sent as a list of its entries', async () => {
    const meta = field('meta', 'body', { schema: { type: 'object', additionalProperties: { type: 'string' } } });
    const method = make({
      parameters: [BOX, parameter('meta', { required: true, type: { kind: 'map', of: { kind: 'string' } } })],
      send: ({ box_id, meta: given }) => ({
        target: `/v1/boxes/${box_id}/things`,
        json: { meta: Object.entries(Object(given)).map(([key, value]) => ({ key, value: String(value) })) },
      }),
    });
    const contracts = contractSet(contract({ fields: [field('box_id', 'path'), meta] }));
    expect(said(findingsIn(await judged({ methods: [method], contracts })))).toEqual([
      'field-type-changed meta: must be object; was array, from argument meta',
    ]);
  });

  it('reports a command that sends a text in place of a declared list', async () => {
    const tags = field('tags', 'body', { schema: { type: 'array', items: { type: 'string' } } });
    const method = make({
      parameters: [BOX, parameter('--tag')],
      send: ({ box_id, '--tag': tag }) => ({
        target: `/v1/boxes/${box_id}/things`,
        json: (tag === undefined ? {} : { tags: String(tag) }) as Json,
      }),
    });
    const contracts = contractSet(contract({ fields: [field('box_id', 'path'), tags] }));
    const found = findingsIn(await judged({ methods: [method], contracts, client: { driver: 'command' } }));
    expect(said(found)).toEqual(['field-type-changed tags: must be array; was string, from argument --tag']);
  });

  it('reports a number that is sent as text', async () => {
    const contracts = contractSet(
      contract({ fields: [...contract().fields, field('count', 'body', { schema: { type: 'integer' } })] }),
    );
    const count = parameter('count', { type: { kind: 'integer' } });
    const method = make({
      parameters: [...make().parameters, count],
      send: ({ count: given, ...rest }) =>
        rightRequest(rest, given === undefined ? {} : { body: { count: String(given) } }),
    });
    expect(said(findingsIn(await judged({ methods: [method], contracts })))).toEqual([
      'field-type-changed count: must be integer; was string, from argument count',
    ]);
  });

  const flag = field('flag', 'query', { schema: { type: 'boolean' } });
  it.each([
    ['True', 'True', ['serialization-differs']],
    ['true', 'true', []],
  ])('judges the form of a boolean in a query: %s', async (_title, text, kinds) => {
    const method = make({
      parameters: [...make().parameters, parameter('flag', { type: { kind: 'boolean' } })],
      send: ({ flag: given, ...rest }) => {
        const right = rightRequest(rest);
        const mark = right.target?.includes('?') ? '&' : '?';
        return given === undefined ? right : { ...right, target: `${right.target}${mark}flag=${text}` };
      },
    });
    const contracts = contractSet(contract({ fields: [...contract().fields, flag] }));
    expect(findingsIn(await judged({ methods: [method], contracts })).map(({ kind }) => kind)).toEqual(kinds);
  });

  const times = contractSet(
    contract({
      fields: [...contract().fields, field('send_at', 'body', { schema: { type: 'string', format: 'date-time' } })],
    }),
  );
  it.each([
    ['with an offset', (text: string) => `${text}+00:00`, []],
    ['without one', (text: string) => text, ['serialization-differs send_at']],
  ])('judges the form of a time without a zone: %s', async (_title, write, expected) => {
    const naive = '2031-05-06T07:08:09';
    const method = make({
      parameters: [...make().parameters, parameter('send_at', { type: { kind: 'datetime' } })],
      send: ({ send_at: given, ...rest }) => {
        if (given === undefined) return rightRequest(rest);
        const { value } = given as { readonly value: string }; // a datetime
        return rightRequest(rest, { body: { send_at: value.includes('+') ? value : write(value) } });
      },
      further: [
        {
          purpose: { kind: 'form', argument: 'send_at', form: 'naive-datetime' },
          given: { send_at: { $type: 'datetime', value: naive } },
        },
      ],
    });
    const found = findingsIn(await judged({ methods: [method], contracts: times }));
    expect(found.map(({ kind, field: name }) => `${kind} ${name}`)).toEqual(expected);
  });

  it.each([
    ['the word None', 'None', ['serialization-differs']],
    ['nothing', undefined, []],
  ])('judges the form of an absent value: %s', async (_title, text, kinds) => {
    const found = await findingsOf(
      make({
        send: ({ idempotency_key: key, ...given }) => {
          const value = key === null ? text : key;
          return rightRequest(given, value === undefined ? {} : { body: { idempotency_key: value } });
        },
        further: [
          {
            purpose: { kind: 'form', argument: 'idempotency_key', form: 'null' },
            given: { idempotency_key: null },
          },
        ],
      }),
    );
    expect(found.map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('lists, forms and flags', () => {
  const TAGS = { type: { kind: 'list', of: { kind: 'string' } } } as const;
  const listed = (style: 'brackets' | 'indexed' | 'json' | 'form', explode: boolean) =>
    contractSet(
      contract({
        fields: [
          field('box_id', 'path'),
          field('tags', 'query', {
            schema: { type: 'array', items: { type: 'string' } },
            serialization: { style, explode },
          }),
        ],
        content: 'none',
      }),
    );
  const tagging = (query: (tags: readonly string[]) => string) =>
    make({
      parameters: [BOX, parameter('tags', TAGS)],
      send: ({ box_id, tags }) => {
        const given = Array.isArray(tags) ? tags.map(String) : undefined;
        return { target: `/v1/boxes/${box_id}/things${given === undefined ? '' : `?${query(given)}`}` };
      },
    });

  it.each([
    ['brackets', true, (tags: readonly string[]) => tags.map((tag) => `tags[]=${tag}`).join('&')],
    ['indexed', true, (tags: readonly string[]) => tags.map((tag, at) => `tags[${at}]=${tag}`).join('&')],
    [
      'json',
      true,
      (tags: readonly string[]) => `tags=${encodeURIComponent(JSON.stringify(tags).replaceAll(',', ', '))}`,
    ],
    ['form', false, (tags: readonly string[]) => `tags=${tags.join('%2C')}`],
    ['form', true, (tags: readonly string[]) => tags.map((tag) => `tags=${tag}`).join('&')],
  ] as const)('accepts a list in the declared style %s, explode %s', async (style, explode, write) => {
    const found = findingsIn(await judged({ methods: [tagging(write)], contracts: listed(style, explode) }));
    expect(said(found)).toEqual([]);
  });

  it.each([
    ['brackets', true],
    ['indexed', true],
    ['json', true],
    ['form', false],
  ] as const)('reports a repeated name for the style %s, explode %s', async (style, explode) => {
    const repeated = tagging((tags) => tags.map((tag) => `tags=${tag}`).join('&'));
    const found = findingsIn(await judged({ methods: [repeated], contracts: listed(style, explode) }));
    expect(found.map(({ kind, field: name }) => [kind, name])).toEqual([['serialization-differs', 'tags']]);
  });

  it('accepts a list that the client joins into a text, if the contract declares a text', async () => {
    const joined = tagging((tags) => `tags=${tags.join(',')}`);
    const contracts = contractSet(
      contract({ fields: [field('box_id', 'path'), field('tags', 'query')], content: 'none' }),
    );
    expect(said(findingsIn(await judged({ methods: [joined], contracts })))).toEqual([]);
  });

  it('accepts escaped characters in a member of an object in a query', async () => {
    const schema = { type: 'object', properties: { state: { type: 'string' } } };
    const filter = field('filter', 'query', { schema, serialization: { style: 'deepObject', explode: true } });
    const contracts = contractSet(contract({ fields: [field('box_id', 'path'), filter], content: 'none' }));
    const given = 'pw-a&b=c+d f#g';
    const method = make({
      parameters: [BOX, parameter('filter.state')],
      send: ({ box_id, ...rest }) => {
        const state = rest['filter.state'];
        const query = state === undefined ? '' : `?filter[state]=${encodeURIComponent(String(state))}`;
        return { target: `/v1/boxes/${box_id}/things${query}` };
      },
      further: [
        {
          purpose: { kind: 'form', argument: 'filter.state', form: 'reserved-characters' },
          given: { 'filter.state': given },
        },
      ],
    });
    expect(said(findingsIn(await judged({ methods: [method], contracts })))).toEqual([]);
  });

  it('finds arguments in a form', async () => {
    const contracts = contractSet(
      contract({
        content: 'form',
        fields: [
          field('box_id', 'path'),
          field('name', 'body', { required: true }),
          field('meta', 'body', { schema: { type: 'object', additionalProperties: { type: 'string' } } }),
        ],
      }),
    );
    const methods = [
      make({
        parameters: [BOX, NAME, parameter('meta', { type: { kind: 'map', of: { kind: 'string' } } })],
        send: ({ box_id, name, meta }) => ({
          target: `/v1/boxes/${box_id}/things`,
          headers: [['Content-Type', 'application/x-www-form-urlencoded']],
          body: [`name=${name}`, ...Object.entries(meta ?? {}).map(([key, value]) => `meta[${key}]=${value}`)].join(
            '&',
          ),
        }),
      }),
    ];
    expect(said(findingsIn(await judged({ methods, contracts })))).toEqual([]);
  });
});

describe('lists in a form', () => {
  const LIST = { type: { kind: 'list', of: { kind: 'literal', values: ['word'] } } } as const;
  const sent = async (
    schema: object,
    style: 'form' | 'brackets',
    lines: (items: readonly string[]) => readonly string[],
  ) => {
    const words = field('words', 'body', { schema: schema as JsonObject, serialization: { style, explode: true } });
    const contracts = contractSet(contract({ content: 'form', fields: [field('box_id', 'path'), words] }));
    const method = make({
      parameters: [BOX, parameter('words', LIST)],
      send: ({ box_id, words: given }) => ({
        target: `/v1/boxes/${box_id}/things`,
        headers: [['Content-Type', 'application/x-www-form-urlencoded']],
        body: Array.isArray(given) ? lines(given.map(String)).join('&') : '',
      }),
    });
    return said(findingsIn(await judged({ methods: [method], contracts })));
  };
  const array = { type: 'array', items: { type: 'string', enum: ['word'] } };

  it('have no finding if their items are the given items', async () => {
    expect(await sent(array, 'form', (items) => items.map((item) => `words=${item}`))).toEqual([]);
    const wrong = await sent(array, 'form', (items) => items.map((item) => `words[]=${item}`));
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toMatch(/^serialization-differs words: .* was words\[\]=word&words\[\]=word for/);
  });

  it('are accepted as pairs of a file name and its content, if the contract declares no list', async () => {
    const content = (items: readonly string[]) => [`words=${items.at(-1)}`];
    expect(await sent({ type: 'string' }, 'form', content)).toEqual([]);
    expect((await sent({ type: 'object' }, 'form', content)).join()).not.toContain('serialization-differs');
    expect(await sent(array, 'form', content)).toHaveLength(1);
  });
});

describe('members of a model in a list', () => {
  const member = { kind: 'object', class: 'Share', fields: [parameter('in_use'), parameter('var_from')] } as const;
  const model = {
    kind: 'object',
    class: 'Pool',
    fields: [parameter('driver_name'), parameter('share', { type: member })],
  } as const;
  const POOLS = parameter('pools', { type: { kind: 'list', of: model } });
  const camel = (text: string) => text.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

  it.each([
    ['are written in another style', { driverName: { type: 'string' } }, []],
    ['are keys of a map', {}, ['value-changed']],
  ] as const)('%s', async (_, properties, kinds) => {
    const schema = { type: 'array', items: { type: 'object', properties } } as const;
    const pools = field('pools', 'body', { schema });
    const method = make({
      parameters: [BOX, POOLS],
      send: ({ box_id, pools: given }) => ({
        target: `/v1/boxes/${box_id}/things`,
        json:
          given === undefined ? {} : JSON.parse(camel(JSON.stringify({ pools: given }).replaceAll('var_from', 'from'))),
      }),
    });
    const contracts = contractSet(contract({ fields: [field('box_id', 'path'), pools] }));
    const found = findingsIn(await judged({ methods: [method], contracts }));
    expect(found.map(({ kind }) => kind)).toEqual(kinds);
  });
});

it('reports lists that a client writes in the same wrong form once, although the form is right for some of them', async () => {
  const list = { type: 'array', items: { type: 'string' } } as const;
  const operation = (verb: string, style: 'brackets' | 'form') =>
    contract({
      ...{ id: `things.${verb}`, verb, method: 'GET', path: `/v1/${verb}`, content: 'none' },
      fields: [field('tags', 'query', { schema: list, serialization: { style, explode: true } })],
    });
  const styles = { a: 'form', b: 'form', c: 'form', d: 'brackets' } as const;
  const methods = Object.keys(styles).map(
    (verb): FakeMethod => ({
      name: `things.${verb}`,
      parameters: [parameter('tags', { type: { kind: 'list', of: { kind: 'string' } } })],
      send: ({ tags }) => ({
        method: 'GET',
        target: `/v1/${verb}?${[tags]
          .flat()
          .map((tag) => (tag === undefined ? '' : `tags[]=${String(tag)}`))
          .join('&')}`,
      }),
    }),
  );
  const contracts = contractSet(...Object.entries(styles).map(([verb, style]) => operation(verb, style)));
  const found = findingsIn(await judged({ methods, contracts }));
  expect(found.map(({ kind, operation: of, methods: all }) => [kind, of, all])).toEqual([
    ['serialization-differs', '*', ['things.a', 'things.b', 'things.c']],
  ]);
});

it('does not use the base call to judge an operation that only another call requests, such as a token', async () => {
  const token = contract({
    ...{ id: 'tokens.get', method: 'GET', path: '/v1/token' },
    fields: [field('client', 'query', { required: true })],
  });
  const send: FakeMethod['send'] = (given) =>
    given.worker_id === undefined
      ? rightRequest(given)
      : [{ method: 'GET', target: '/v1/token?client=pw-key' }, rightRequest(given)];
  const found = findingsIn(await judged({ methods: [make({ send })], contracts: contractSet(contract(), token) }));
  expect(found.filter(({ kind }) => kind === 'field-missing')).toEqual([]);
});
