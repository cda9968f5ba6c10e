import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/lib/json-text.ts';
import type { CallOutcome, ClientDescription, DriverValue, ErrorClass } from '../../../src/model/driver.ts';
import type { HttpResponse } from '../../../src/model/http.ts';
import type { Json, JsonSchema } from '../../../src/model/json.ts';
import type { ResponseVariation } from '../../../src/model/trace.ts';
import { CONTRACTS } from '../../surface/builders.ts';
import { contract, contractSet, spec } from '../builders.ts';
import {
  asThing,
  BOX,
  errorAnswer,
  findingsIn,
  findingsOf,
  type Given,
  judged,
  make,
  NAME,
  returnedThing,
  rightRequest,
  said,
} from './builders.ts';

type Fields = { readonly [name: string]: Json };

/** The function `change` changes the fields of the response before the client returns them as a model. */
function withModel(change: (fields: Fields) => Fields) {
  return make({
    outcome: (answer) => (answer.status >= 400 ? asThing(answer) : returnedThing(change(parsed(answer)))),
  });
}

function withQuery(parts: ReturnType<typeof rightRequest>, query: string) {
  return { ...parts, target: `${parts.target}${query}` };
}

function parsed({ body }: HttpResponse): Fields {
  return JSON.parse(Buffer.from(body).toString('utf8')) as Fields; // safe cast: the builders make only JSON objects
}

/** The simulated client renames two members of the response. The function `name` chooses the new names. */
function swapped(name: (first: Json, last: Json) => Fields) {
  const text = { type: 'string' };
  const body: JsonSchema = { type: 'object', required: ['first', 'last'], properties: { first: text, last: text } };
  const contracts = contractSet(contract({ responses: [spec(201, { body })] }));
  const outcome = (answer: HttpResponse): CallOutcome => {
    const { first = null, last = null } = parsed(answer);
    return answer.status >= 400 ? asThing(answer) : { kind: 'returned', value: name(first, last) };
  };
  return judged({ methods: [make({ outcome })], contracts });
}

describe('what a caller gets from a response', () => {
  it('reports a field as dropped if the model has no attribute for it', async () => {
    const found = await findingsOf(withModel(({ name, ...rest }) => rest));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ kind: 'response-field-dropped', field: '/name', severity: 'warning' });
    expect(found[0]?.observed).toBe('nothing, because acme.Thing has no member for this value');
  });

  it('accepts a field that was converted to another type than text or number', async () => {
    const duration = { $type: 'opaque', class: 'datetime.timedelta', text: '0:10:00' } as const;
    expect(await findingsOf(withModel(({ name: _name, ...rest }) => ({ ...rest, name: duration })))).toEqual([]);
  });

  it('has no finding about a field that the driver left out because it is nested too deeply', async () => {
    const cut = { $type: 'opaque', class: 'acme.Name', text: 'nested too deeply', bounded: true } as const;
    const other = { $type: 'object', class: 'acme.Owner', fields: { name: 'Ada' } } as const;
    expect(await findingsOf(withModel(({ name: _name, ...rest }) => ({ ...rest, name: [cut], other })))).toEqual([]);
  });

  it('reports two members that are swapped once', async () => {
    const found = findingsIn(await swapped((one, other) => ({ first: other, last: one })));
    expect(found.map(({ kind, field }) => [kind, field])).toEqual([['response-value-changed', '/first']]);
    expect(findingsIn(await swapped((first, last) => ({ first, last })))).toEqual([]);
  });

  it.each([
    ['title', null, ['response-field-invented title']],
    ['title', 'other', []],
    ['error', null, []],
  ] as const)('reports a member of a plain map that is always null: %s is %j', async (name, value, expected) => {
    const found = await findingsOf(
      make({
        outcome: (answer) => {
          const shown = { ...parsed(answer), [name]: value };
          return answer.status >= 400 ? asThing(answer) : { kind: 'returned', value: shown };
        },
      }),
    );
    expect(found.map(({ kind, field }) => `${kind} ${field}`)).toEqual(expected);
  });

  it('has no finding about an object whose members cannot be listed', async () => {
    const value = { $type: 'opaque', class: 'acme.Thing', text: '<acme.Thing object>' } as const;
    expect(await findingsOf(make({ outcome: () => ({ kind: 'returned', value }) }))).toEqual([]);
  });

  it.each([
    ['fetches all pages', ['', '?page=2'], []],
    ['fetches one page', [''], ['/name']],
  ] as const)('reports the field for the next page as dropped, unless the client uses it: the client %s', async (_title, queries, expected) => {
    const next = {
      kind: 'pagination',
      style: 'offset',
      items: '/tags',
      key: '',
      limit: 'limit',
      next: '/name',
    } as const;
    const [first] = CONTRACTS.operations.values();
    if (first === undefined) throw new Error('no contract');
    const pages = withModel(({ name: _name, ...rest }) => rest);
    const send: typeof pages.send = (given) => queries.map((query) => withQuery(rightRequest(given), query));
    const contracts = contractSet({ ...first, behaviors: [next] });
    const found = findingsIn(await judged({ methods: [{ ...pages, parameters: [BOX, NAME], send }], contracts }));
    const dropped = found.filter(({ kind }) => kind === 'response-field-dropped');
    expect(dropped.map(({ field }) => field)).toEqual(expected);
  });

  it('compares the result of a list method with the first page', async () => {
    const send = (given: Given) => ['', '?page=2'].map((query) => withQuery(rightRequest(given), query));
    const outcome = ({ body }: HttpResponse): CallOutcome => {
      const { tags } = JSON.parse(Buffer.from(body).toString('utf8'));
      return { kind: 'returned', value: { $type: 'object', class: 'acme.Page', fields: { tags } } };
    };
    const found = await findingsOf(make({ parameters: [BOX, NAME], send, outcome }));
    expect(found.filter(({ kind }) => kind === 'response-field-dropped')).toEqual([]);
  });

  it('accepts a field with another name if the result contains its value', async () => {
    expect(await findingsOf(withModel(({ name = null, ...rest }) => ({ ...rest, title: name })))).toEqual([]);
  });

  it('reports only the list if the whole list is lost', async () => {
    const found = await findingsOf(withModel(({ tags, ...rest }) => rest));
    expect(found.map(({ field }) => field)).toEqual(['/tags']);
  });

  it('concludes nothing about the model from a method that returns nothing', async () => {
    expect(await findingsOf(make({ outcome: () => ({ kind: 'returned', value: null }) }))).toEqual([]);
  });

  it('reports an attribute that no response fills as invented', async () => {
    const found = await findingsOf(withModel((fields) => ({ ...fields, last_error: null })));
    expect(said(found)).toEqual([
      'response-field-invented last_error: must be only fields that the server sends according to the contract; was acme.Thing.last_error, a field that no response contains',
    ]);
  });

  it('does not report an attribute that a method with an unknown route may fill', async () => {
    const returns = { kind: 'object', class: 'acme.Thing', fields: [] } as const;
    const model = withModel((fields) => ({ ...fields, last_error: null }));
    const other = (target: string) =>
      make({ name: 'things.find', returns, send: (given) => ({ ...rightRequest(given), target }) });
    const invented = async (target: string) =>
      (await findingsOf(model, other(target))).filter(({ kind }) => kind === 'response-field-invented');
    expect(await invented('/v1/boxes/b1/things')).toHaveLength(1);
    expect(await invented('/v1/lost')).toEqual([]);
  });

  it('does not take the headers of the response for a model of its body', async () => {
    const headers = (name: string) => ({
      ...{ $type: 'object' as const, class: 'acme.Headers' },
      fields: { [name]: 'text/plain', 'x-request-id': null, status: 'pw~name' },
    });
    const outcome = (name: string) => (answer: HttpResponse) => {
      const body = parsed(answer);
      return answer.status >= 400
        ? asThing(answer)
        : returnedThing({
            ...body,
            head: { ...headers(name), fields: { ...headers(name).fields, id: body.name ?? null } },
          });
    };
    const invented = async (name: string) =>
      (await findingsOf(make({ outcome: outcome(name) }))).filter(({ kind }) => kind === 'response-field-invented');
    expect(await invented('content-type')).toEqual([]);
    expect(await invented('kind')).not.toEqual([]);
  });

  it('does not report an attribute that another alternative of the response declares', async () => {
    const { responses: declared } = contract();
    const [first] = declared;
    const other = { type: 'object', properties: { last_error: { type: 'string' } } };
    const responses = declared.map((each) =>
      each === first ? { ...each, body: { oneOf: [first?.body ?? true, other] } } : each,
    );
    const found = await judged({
      methods: [withModel((fields) => ({ ...fields, last_error: null }))],
      contracts: contractSet({ ...contract(), responses }),
    });
    expect(findingsIn(found).filter(({ kind }) => kind === 'response-field-invented')).toEqual([]);
  });

  it('does not report an attribute that the response of another method fills', async () => {
    const lean = withModel((fields) => ({ ...fields, etag: null }));
    const full = { ...withModel((fields) => ({ ...fields, etag: 'abc' })), name: 'things.make_for' };
    expect(await findingsOf(lean, full)).toEqual([]);
  });

  it.each([
    ['needs a field that the response lacks', "'count'", 'response-field-invented', 'count'],
    ['fails because of a field of the response', "bad value in 'name'", 'answer-refused', null],
    ['fails with a made-up value in its message', "command failed in 'pw-name-z'", 'answer-refused', null],
    ['calls one of its functions without an argument', "make() misses an argument: 'size'", 'answer-refused', null],
  ])('has one finding if a method %s', async (_title, text, kind, field) => {
    const outcome: CallOutcome = { kind: 'raised', class: 'KeyError', bases: [], text, attributes: {}, own: false };
    const found = await findingsOf(make({ outcome: () => outcome }));
    expect(found.map((each) => [each.kind, each.field])).toEqual([[kind, field]]);
  });

  it('has no finding if the request asks for a stream of events, because the recorder makes up no streams', async () => {
    const outcome: CallOutcome = {
      kind: 'raised',
      class: 'E',
      bases: [],
      text: 'no events',
      attributes: {},
      own: false,
    };
    const asking = (accept: string) =>
      findingsOf(
        make({ send: (given) => rightRequest(given, { headers: [['Accept', accept]] }), outcome: () => outcome }),
      );
    expect(await asking('text/event-stream')).toEqual([]);
    expect(said(await asking('application/json, text/event-stream'))).toHaveLength(1);
  });

  it('reports a command that exits with a code other than 0 after a success', async () => {
    const outcome: CallOutcome = { kind: 'exited', code: 1, stdout: '', stderr: 'cannot show it' };
    const found = findingsIn(
      await judged({ methods: [make({ outcome: () => outcome })], client: { driver: 'command' } }),
    );
    expect(found.map(({ kind, observed }) => [kind, observed])).toEqual([
      ['answer-refused', 'exit code 1: cannot show it'],
    ]);
  });
});

describe('a success with another body', () => {
  const varied = (how: ResponseVariation) =>
    ({ purpose: { kind: 'answer', answer: { kind: 'varied', how } } }) as const;

  it.each([
    ['required-only', 'without the optional members'],
    ['enum-2', 'with value number 2 in every member that has an enumeration'],
  ] as const)('is reported if the client fails on it: %s', async (how, expected) => {
    const raised: CallOutcome = {
      ...{ kind: 'raised', class: 'KeyError', bases: [], text: "'size'", attributes: {}, own: false },
    };
    let calls = 0;
    const outcome = (answer: HttpResponse) => (calls++ === 0 ? asThing(answer) : raised);
    const found = await findingsOf(make({ parameters: [BOX, NAME], outcome, further: [varied(how)] }));
    expect(said(found.filter(({ kind }) => kind === 'answer-refused'))).toEqual([
      `answer-refused null: must be a result, because the contract allows the response: 201 ${expected}; was KeyError: 'size'`,
    ]);
  });

  it.each([
    ['is reported once if it lacks members that the client needs', [], ['without the optional members']],
    ['is not reported if the client polls, because its members depend on the state', [2], []],
  ] as const)('%s', async (_, waits, expected) => {
    const raised: CallOutcome = {
      ...{ kind: 'raised', class: 'KeyError', bases: [], text: "'size'", attributes: {}, own: false },
    };
    let calls = 0;
    const outcome = (answer: HttpResponse) => (calls++ === 0 ? { ...asThing(answer), waits } : raised);
    const send = (given: Parameters<typeof rightRequest>[0]) =>
      waits.length === 0 ? rightRequest(given) : [rightRequest(given), rightRequest(given)];
    const further = [varied('required-only'), varied('without-size')];
    const found = await findingsOf(make({ parameters: [BOX, NAME], outcome, send, further }));
    expect(found.filter(({ kind }) => kind === 'answer-refused').map((each) => each.expected)).toEqual(
      expected.map((how) => `a result, because the contract allows the response: 201 ${how}`),
    );
  });

  it('is no finding if the client accepts it', async () => {
    const further = [varied('required-only'), varied('nulls'), varied('large-integers')];
    expect(await findingsOf(make({ further }))).toEqual([]);
  });

  it('is not reported if the client already fails on the response with all members', async () => {
    const text = 'bad value';
    const outcome = (): CallOutcome => ({ kind: 'raised', class: 'E', bases: [], text, attributes: {}, own: false });
    const found = await findingsOf(make({ outcome, further: [varied('required-only')] }));
    expect(found.map(({ kind }) => kind)).toEqual(['answer-refused']);
  });
});

describe('a value that a caller gets', () => {
  const DATE: JsonSchema = { type: 'string', format: 'date-time' };
  const size = (schema: JsonSchema) => {
    const [made] = CONTRACTS.operations.values();
    if (made === undefined) throw new Error('no contract');
    const body = { type: 'object', properties: { size: schema } } as const;
    return contractSet({ ...made, responses: [spec(201, { body })] });
  };
  const returning = async (schema: JsonSchema, change: (value: Json) => DriverValue, how?: ResponseVariation) => {
    const outcome = ({ body }: HttpResponse) => {
      const read = parseJson(Buffer.from(body).toString('utf8')) as { readonly size: Json }; // safe cast: the value has the type that the contract declares
      return returnedThing({ size: change(read.size) });
    };
    const further =
      how === undefined ? [] : [{ purpose: { kind: 'answer', answer: { kind: 'varied', how } } } as const];
    const methods = [make({ parameters: [BOX, NAME], outcome, further })];
    return findingsIn(await judged({ methods, contracts: size(schema) })).filter(
      ({ kind }) => kind === 'response-value-changed',
    );
  };

  it.each<readonly [string, JsonSchema, (value: Json) => DriverValue, string[]]>([
    ['a number as text', { type: 'integer' }, String, ['warning']],
    ['a number', { type: 'integer' }, (value) => value, []],
    ['a fraction as text', { type: 'number' }, String, ['warning']],
    ['a text', { type: 'string' }, (value) => value, []],
    [
      'a time without its offset',
      DATE,
      (value) => ({ $type: 'datetime', value: String(value).slice(0, 19) }),
      ['warning'],
    ],
    ['a time with its offset', DATE, (value) => ({ $type: 'datetime', value: String(value) }), []],
    ['a time in another zone', DATE, () => ({ $type: 'datetime', value: '2040-01-01T02:01:00+02:00' }), []],
  ])('%s', async (_title, schema, change, expected) => {
    expect((await returning(schema, change)).map(({ severity }) => severity)).toEqual(expected);
  });

  it.each<readonly [string, (value: Json) => DriverValue, string[]]>([
    ['loses digits as a double', Number, ['error']],
    ['keeps them', (value) => value, []],
  ])('that is an int64 beyond 2^53 %s', async (_title, change, expected) => {
    const schema = { type: 'integer', format: 'int64' };
    const found = await returning(schema, change, 'large-integers');
    expect(found.map(({ severity }) => severity)).toEqual(expected);
  });
});

describe('what a caller gets from an error', () => {
  const errors: readonly ErrorClass[] = [
    { class: 'acme.NotFound', bases: ['acme.ApiError'], doc: 'Raised on 404.' },
    { class: 'acme.ApiError', bases: [] },
  ];

  interface Wish {
    readonly raise: Partial<Extract<CallOutcome, { readonly kind: 'raised' }>>;
    readonly promised?: { readonly [status: string]: string };
    readonly description?: Partial<ClientDescription>;
  }

  async function on404({ raise, promised = {}, description = { errors } }: Wish) {
    const outcome = (answer: HttpResponse): CallOutcome => {
      const right = asThing(answer);
      return right.kind === 'raised' ? { ...right, ...raise } : right;
    };
    const method = make({ outcome, further: [errorAnswer(404, 'box_not_found')] });
    return said(findingsIn(await judged({ methods: [method], client: { errors: promised }, description })));
  }

  it('accepts the class whose documentation names the status', async () => {
    expect(await on404({ raise: { class: 'acme.NotFound' } })).toEqual([]);
  });

  it('accepts a subclass of the documented class', async () => {
    expect(await on404({ raise: { class: 'acme.BoxGone', bases: ['acme.NotFound'] } })).toEqual([]);
  });

  it('reports another class than the documented one', async () => {
    expect(await on404({ raise: {} })).toEqual([
      'error-class-differs 404: must be acme.NotFound on 404; was acme.ApiError',
    ]);
  });

  it('prefers the client file to the documentation', async () => {
    expect(await on404({ raise: {}, promised: { '4xx': 'acme.ApiError' } })).toEqual([]);
  });

  it('ignores the class of another module if the module of the raised class documents other statuses', async () => {
    const other = { class: 'acme.other.NotFound', bases: ['acme.ApiError'], doc: 'Raised on 404.' };
    const own = [
      { class: 'acme.ApiError', bases: [] },
      { class: 'acme.Conflict', bases: [], doc: 'Raised on 409.' },
    ];
    expect(await on404({ raise: {}, description: { errors: [other, ...own] } })).toEqual([]);
  });

  it("requires one of the client's own classes if no class is documented", async () => {
    const description = { errors: [{ class: 'acme.ApiError', bases: [] }] };
    expect(await on404({ raise: { class: 'ValueError', own: false }, description })).toEqual([
      "error-class-differs null: must be one of the client's own error classes on 404; was ValueError",
    ]);
  });

  it('accepts any class for a client without classes of its own', async () => {
    expect(await on404({ raise: { class: 'ValueError', own: false }, description: {} })).toEqual([]);
  });

  it('reports a call that returns normally after an error', async () => {
    const method = make({
      outcome: ({ status }) =>
        status < 400
          ? { kind: 'returned', value: null }
          : returnedThing({ code: 'box_not_found', m: 'pw~message~404' }),
      further: [errorAnswer(404, 'box_not_found')],
    });
    expect(said(await findingsOf(method))).toEqual([
      'error-class-differs null: must be an error on 404; was the call returned without an error',
    ]);
  });

  it('has no finding about a call that returned before the response arrived', async () => {
    const method = make({
      outcome: () => ({ kind: 'returned', value: { state: 'started' }, early: true }),
      further: [errorAnswer(404, 'box_not_found')],
    });
    expect(said(await findingsOf(method))).toEqual([]);
  });

  it('reports a lost code even if the message is not lost', async () => {
    expect(
      await on404({ raise: { class: 'acme.NotFound', text: 'pw~message~404', attributes: { status: 404 } } }),
    ).toEqual([
      "error-detail-lost code: must be the server's code in the error that the caller gets; was the detail is missing for 404: pw~message~404",
    ]);
  });

  const raw = JSON.stringify({ error: { code: 'box_not_found', message: 'pw~message~404' } });
  it.each([
    ['beside an empty attribute for the code', { code: null, body: raw }, ['error-detail-lost code']],
    ['without an attribute for the code', { body: raw }, []],
  ])('reports a lost code only if the caller cannot read the code: a raw response %s', async (_title, attributes, expected) => {
    const lost = await on404({ raise: { class: 'acme.NotFound', text: 'pw~message~404', attributes } });
    expect(lost.map((line) => line.split(':')[0])).toEqual(expected);
  });

  it("does not accept the response object of a library as the client's error", async () => {
    const body = { $type: 'opaque', class: 'httpx.Response', text: 'box_not_found pw~message~404' } as const;
    const lost = await on404({ raise: { class: 'acme.NotFound', text: 'failed', attributes: { response: body } } });
    expect(lost.map((line) => line.split(':')[0])).toEqual(['error-detail-lost code', 'error-detail-lost message']);
  });

  it('reports a Retry-After that the caller cannot see', async () => {
    const method = make({
      outcome: (answer) => {
        const right = asThing(answer);
        if (right.kind !== 'raised') return right;
        const { retry_after: _, ...attributes } = right.attributes;
        return { ...right, attributes };
      },
      further: [errorAnswer(429, 'slow_down')],
    });
    expect((await findingsOf(method)).map(({ kind, field }) => [kind, field])).toEqual([
      ['error-detail-lost', 'retry-after'],
    ]);
  });

  it('joins several statuses that fail in the same way into one finding', async () => {
    const method = make({ further: [errorAnswer(404, 'box_not_found'), errorAnswer(409, 'name_taken')] });
    const found = findingsIn(await judged({ methods: [method], client: { errors: { '4xx': 'acme.Refused' } } }));
    expect(found.map(({ field, expected }) => [field, expected])).toEqual([
      ['404 and 409', 'acme.Refused on 404 and 409'],
    ]);
  });

  it('reports a parse error for an error response that is not JSON', async () => {
    const purpose = { kind: 'answer', answer: { kind: 'not-json', status: 502 } } as const;
    const outcome = (answer: HttpResponse): CallOutcome =>
      answer.status < 500
        ? asThing(answer)
        : {
            kind: 'raised',
            class: 'json.JSONDecodeError',
            bases: ['ValueError'],
            text: 'line 1',
            attributes: {},
            own: false,
          };
    const method = make({ outcome, further: [{ purpose }] });
    const found = findingsIn(await judged({ methods: [method], description: { errors } }));
    expect(said(found)).toEqual([
      "error-class-differs null: must be one of the client's own error classes on 502 that is not JSON; was json.JSONDecodeError",
    ]);
  });
});
