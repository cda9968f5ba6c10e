import { createStub } from '../../../src/clients/recorder/stub.ts';
import { madeUpValue } from '../../../src/clients/trace/made-up-value.ts';
import { judgeClient } from '../../../src/judge/client/judge-client.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import type { Client } from '../../../src/model/client.ts';
import type { ContractSet } from '../../../src/model/contract.ts';
import type { CallOutcome, ClientDescription, DriverValue, Parameter, TypeHint } from '../../../src/model/driver.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { HttpResponse } from '../../../src/model/http.ts';
import type { Json } from '../../../src/model/json.ts';
import type { CallPurpose, ClientCall, Contact, MethodBlocked, OddAnswer, Trace } from '../../../src/model/trace.ts';
import type { Judged } from '../../../src/model/verdict.ts';
import { readClient } from '../../../src/surface/read-client.ts';
import { findOperation } from '../../../src/wire/find-operation.ts';
import { compileRoutes } from '../../../src/wire/match-route.ts';
import { CONTRACTS, parameter, type RequestParts, request } from '../../surface/builders.ts';

export type Given = { readonly [argument: string]: DriverValue };

export interface FakeMethod {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly returns?: TypeHint;
  readonly send: (given: Given) => RequestParts | readonly RequestParts[];
  /** Turns the last response into a return value or an exception of the method. */
  readonly outcome?: (answer: HttpResponse) => CallOutcome;
  /** The pause between two requests of one call, in milliseconds. */
  readonly waitedMs?: number;
  /** The trace contains these calls in addition to the base call and one call per optional argument. */
  readonly further?: readonly { readonly purpose: CallPurpose; readonly given?: Given }[];
  readonly untried?: readonly string[];
}

export interface FakeClient {
  readonly methods: readonly (FakeMethod | MethodBlocked)[];
  readonly client?: Partial<Pick<Client, 'covers' | 'errors' | 'driver' | 'origins'>>;
  readonly description?: Partial<ClientDescription>;
  readonly contracts?: ContractSet;
  readonly contacts?: readonly Contact[];
}

export async function judged(fake: FakeClient): Promise<Judged> {
  const contracts = fake.contracts ?? CONTRACTS;
  const trace = traceOf(fake, contracts);
  const judge = await createJudge({ contracts, profile: 'full', where: 'acme', severity: {} });
  const covers = { only: ['things.make'], except: [] };
  const at = { file: 'clients/acme.yaml', line: 1, column: 1 };
  const client = { covers, origins: [], errors: {}, driver: 'python', at, ...fake.client } as const;
  return judgeClient({ trace, surface: readClient(trace, contracts), client, judge });
}

export async function findingsOf(...methods: readonly FakeMethod[]): Promise<readonly Finding[]> {
  return findingsIn(await judged({ methods }));
}

export function findingsIn({ scenarios }: Judged): readonly Finding[] {
  return scenarios.flatMap(({ steps }) => steps.flatMap(({ findings }) => findings));
}

/** Writes each finding as one line, `kind field: must be …; was …`. */
export function said(findings: readonly Finding[]): readonly string[] {
  return findings.map(
    ({ kind, field, expected, observed }) => `${kind} ${field}: must be ${expected}; was ${observed}`,
  );
}

export function traceOf(
  { methods, description, contacts = [] }: FakeClient,
  contracts: ContractSet = CONTRACTS,
): Trace {
  const fakes = methods.filter((method): method is FakeMethod => 'send' in method);
  const described = methods.map((method) =>
    'send' in method
      ? { name: method.name, parameters: method.parameters, ...(method.returns && { returns: method.returns }) }
      : { name: method.method, parameters: [] },
  );
  return {
    start: {
      ...{ kind: 'trace', format: 1, tool: 'wireparity 0', client: 'acme', profile: 'full' },
      ...{ contracts: contracts.hash, revision: null },
    },
    description: {
      ...{ protocol: 1, driver: 'python', runtime: 'Python 3.11', methods: described, errors: [], versions: [] },
      ...description,
    },
    calls: fakes.flatMap((method) => callsOf(method, contracts)),
    blocked: methods.filter((method): method is MethodBlocked => !('send' in method)),
    contacts,
    cuts: fakes.flatMap(({ name, untried }) => (untried === undefined ? [] : [{ method: name, untried }])),
    end: { kind: 'end', calls: 0, interrupted: null },
  };
}

function callsOf(method: FakeMethod, contracts: ContractSet): readonly ClientCall[] {
  const values = Object.fromEntries(method.parameters.map((each, index) => [each.name, madeUpValue(each, index + 1)]));
  const pick = (names: readonly string[]): Given =>
    Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
  const required = method.parameters.filter((each) => each.required).map(({ name }) => name);
  const base = pick(required);
  const optional = method.parameters.filter(({ name, required }) => !required && !method.untried?.includes(name));
  const calls: readonly (readonly [CallPurpose, Given])[] = [
    [{ kind: 'base' }, base],
    ...optional.map(
      ({ name }) => [{ kind: 'argument', argument: name }, pick([...required, name])] as readonly [CallPurpose, Given],
    ),
    ...(method.further ?? []).map(
      ({ purpose, given }) => [purpose, { ...base, ...given }] as readonly [CallPurpose, Given],
    ),
  ];
  return calls.map(([purpose, given], index) => makeCall(method, { purpose, given, contracts, number: index + 1 }));
}

interface Making {
  readonly purpose: CallPurpose;
  readonly given: Given;
  readonly contracts: ContractSet;
  readonly number: number;
}

const REFUSED: CallOutcome = { kind: 'raised', class: 'ValueError', bases: [], text: 'no', attributes: {}, own: true };

function makeCall(method: FakeMethod, { purpose, given, contracts, number }: Making): ClientCall {
  const stub = createStub({ contracts, profile: 'full' });
  const routes = compileRoutes([...contracts.operations.values()]);
  stub.use(purpose.kind === 'answer' ? purpose.answer : null);
  const exchanges = [method.send(given)].flat().map((parts, index) => {
    const made = request(parts as RequestParts); // safe cast: every part is a RequestParts
    const found = findOperation(routes, made.method, made.target);
    return {
      request: made,
      response: stub.answer(made, found),
      operation: found?.id ?? null,
      ...(index > 0 && { waitedMs: method.waitedMs ?? 0 }),
    };
  });
  const last = exchanges.at(-1)?.response;
  return {
    kind: 'call',
    id: `acme/${method.name}#${number}`,
    method: method.name,
    purpose,
    arguments: given,
    exchanges,
    outcome: last === undefined ? REFUSED : (method.outcome ?? asThing)(last),
  };
}

/** A response below 400 becomes a model. An error response becomes the client's own exception with all details. */
export function asThing({ status, headers, body }: HttpResponse): CallOutcome {
  const text = Buffer.from(body).toString('utf8');
  if (status >= 400) {
    const retryAfter = new Map(headers).get('Retry-After') ?? null;
    const attributes = { status, ...errorIn(text), retry_after: retryAfter };
    return { kind: 'raised', class: 'acme.ApiError', bases: [], text: `HTTP ${status}`, attributes, own: true };
  }
  return returnedThing(text === '' ? {} : (JSON.parse(text) as { readonly [name: string]: Json })); // an object
}

function errorIn(text: string): { readonly [name: string]: DriverValue } {
  return text.startsWith('{') ? (JSON.parse(text) as { readonly error: { readonly [name: string]: Json } }).error : {}; // safe cast: the contract declares this error format
}

export function returnedThing(fields: { readonly [name: string]: DriverValue }): CallOutcome {
  return { kind: 'returned', value: { $type: 'object', class: 'acme.Thing', fields } };
}

export const BOX = parameter('box_id', { required: true });
export const NAME = parameter('name', { required: true });

/** Creates a correct method, and then applies `changes`. */
export function make(changes: Partial<FakeMethod> = {}): FakeMethod {
  return {
    name: 'things.make',
    parameters: [
      BOX,
      NAME,
      parameter('idempotency_key'),
      parameter('limits', { type: { kind: 'map', of: { kind: 'integer' } } }),
      parameter('worker_id'),
      parameter('page', { type: { kind: 'integer' } }),
    ],
    send: (given) => rightRequest(given),
    ...changes,
  };
}

/** The result also contains the body members and the headers of `more`. */
export function rightRequest(
  { box_id, name, idempotency_key, limits, worker_id, page }: Given,
  more: { readonly body?: Given; readonly headers?: readonly (readonly [string, string])[] } = {},
): RequestParts {
  const body = Object.entries({ name, idempotency_key, limits, ...more.body }).filter(
    ([, value]) => value !== undefined,
  );
  const own = worker_id === undefined ? [] : ([['X-Worker-Id', String(worker_id)]] as const);
  return {
    target: `/v1/boxes/${encodeURIComponent(String(box_id))}/things${page === undefined ? '' : `?page=${page}`}`,
    headers: [...own, ...(more.headers ?? [])],
    json: Object.fromEntries(body) as Json, // safe cast: the values are JSON, because the tests write times as text
  };
}

export function errorAnswer(status: number, code: string): { readonly purpose: CallPurpose } {
  const answer: OddAnswer = { kind: 'error', status, code };
  return { purpose: { kind: 'answer', answer } };
}
