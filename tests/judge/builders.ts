import { createJudge } from '../../src/judge/create-judge.ts';
import { judgeExchange } from '../../src/judge/judge-exchange.ts';
import type { Contract, ContractSet, Field, Location, ResponseSpec } from '../../src/model/contract.ts';
import type { Asked, Exchange } from '../../src/model/exchange.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { HeaderList, HttpRequest, HttpResponse } from '../../src/model/http.ts';
import type { Json, JsonObject, JsonSchema } from '../../src/model/json.ts';
import type { Expectation } from '../../src/model/suite.ts';
import { encodeRequest } from '../../src/wire/encode-request.ts';
import { aContract, aContractSet, aField, aResponse } from '../builders.ts';

const at = { file: 'contracts/things/make.yaml', line: 1, column: 1 };

const PROFILES = ['full', 'lite'];

export function field(name: string, location: Location, changes: Partial<Field> = {}): Field {
  return aField(name, location, { profiles: PROFILES, at, ...changes });
}

export function spec(status: number, changes: Partial<ResponseSpec> = {}): ResponseSpec {
  return aResponse(status, { profiles: PROFILES, at, ...changes });
}

const THING: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', pattern: '^thing_' },
    name: { type: 'string' },
    size: { type: 'integer' },
    tags: { type: 'array', items: { $ref: 'parity:///schemas/tag.yaml' } },
    owner: { anyOf: [{ $ref: 'parity:///schemas/tag.yaml' }, { type: 'null' }] },
    secret: { type: 'string', minLength: 64, profiles: ['lite'] },
  },
  required: ['id', 'name', 'secret'],
};

const TAG: JsonSchema = { type: 'object', properties: { label: { type: 'string' } }, required: ['label'] };

const ERROR: JsonSchema = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: { code: { type: 'string' }, message: { type: 'string' } },
      required: ['code', 'message'],
    },
  },
  required: ['error'],
};

export function contract(changes: Partial<Contract> = {}): Contract {
  return aContract({
    ...{ id: 'things.make', verb: 'make', method: 'POST', path: '/v1/boxes/{box_id}/things', content: 'json', at },
    ...{ profiles: PROFILES, auth: ['key'], safe: false, retryable: false },
    fields: [
      field('box_id', 'path'),
      field('name', 'body', { required: true, schema: { type: 'string', maxLength: 10 } }),
      field('idempotency_key', 'body'),
      field('limits', 'body', { schema: { type: 'object', properties: { size: { type: 'integer' } } } }),
      field('secret_box', 'body', { profiles: ['lite'] }),
      field('worker_id', 'header', { place: { location: 'header', name: 'X-Worker-Id' } }),
      field('page', 'query', { schema: { type: 'integer' } }),
      field('tags', 'query', { schema: { type: 'array' }, lifecycle: 'deprecated' }),
    ],
    unknownBodyFields: { full: 'reject' },
    responses: [
      spec(201, {
        body: { $ref: 'parity:///schemas/thing.yaml' },
        headers: [{ name: 'X-Count', required: true, schema: { type: 'integer' }, profiles: ['full'] }],
      }),
      spec(204, { body: null }),
      spec(404, { errors: ['box_not_found'] }),
      spec(409, { errors: ['name_taken', 'box_full'] }),
      spec(503, { errors: ['busy'] }),
    ],
    ...changes,
  });
}

export function contractSet(...operations: readonly Contract[]): ContractSet {
  const set = aContractSet(operations, {
    profiles: PROFILES,
    auth: { key: { name: 'key', headers: { 'X-Api-Key': '${secret}' }, query: {}, cookies: {} } },
    envelope: { code: '/error/code', message: '/error/message', body: ERROR },
    unknownRoute: [{ status: 404, code: 'no_route' }],
  });
  const schemas = new Map([
    ['parity:///schemas/thing.yaml', THING],
    ['parity:///schemas/tag.yaml', TAG],
  ]);
  return { ...set, schemas };
}

export const GOOD_THING = { id: 'thing_1', name: 'pot' };

export function response(status: number, body?: unknown, headers: HeaderList = []): HttpResponse {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const typed: HeaderList = headers.some(([name]) => name === 'Content-Type') || text === '' ? [] : [JSON_TYPE];
  const counted: HeaderList = headers.some(([name]) => name === 'X-Count') ? [] : [['X-Count', '3']];
  return { status, headers: [...typed, ...counted, ...headers], body: Buffer.from(text) };
}

const JSON_TYPE = ['Content-Type', 'application/json; charset=utf-8'] as const;

export function errorResponse(status: number, code: string): HttpResponse {
  return response(status, { error: { code, message: 'no' } });
}

export interface Parts {
  readonly with?: { readonly [name: string]: Json };
  readonly request?: Partial<HttpRequest>;
  /** This body replaces the encoded fields of the request. */
  readonly sent?: Json;
  readonly header?: readonly [string, string];
  readonly expect?: Partial<Expectation>;
  readonly asked?: Partial<Asked>;
  readonly response?: HttpResponse | null;
  readonly failure?: Exchange['failure'];
  readonly phase?: Exchange['phase'];
  readonly address?: string;
  readonly superseded?: boolean;
  readonly polling?: boolean;
  readonly attempt?: number;
  readonly operation?: string;
  readonly overheard?: boolean;
  readonly unjudgedAnswer?: boolean;
}

/** By default, the exchange fulfils the contract. The members of `parts` change it. */
export function exchange(parts: Parts = {}, operation: Contract = contract()): Exchange {
  const values: JsonObject = parts.with ?? { box_id: 'b1', name: 'pot' };
  const encoded = encodeRequest(operation, values, { profile: 'full' });
  const address = parts.address ?? 'things/life/make';
  const attempt = parts.attempt ?? 1;
  return {
    kind: 'exchange',
    id: `${address}#${attempt}`,
    address,
    phase: parts.phase ?? 'step',
    operation: parts.operation ?? operation.id,
    attempt,
    superseded: parts.superseded ?? false,
    ...(parts.polling === undefined ? {} : { polling: parts.polling }),
    ...(parts.overheard && { overheard: true }),
    ...(parts.unjudgedAnswer && { unjudgedAnswer: true }),
    asked: { with: values, as: 'main', auth: 'key', invalid: false, ...parts.asked },
    expect: { status: [], headers: {}, ...parts.expect },
    request: {
      ...encoded,
      ...(parts.sent === undefined ? {} : { body: Buffer.from(JSON.stringify(parts.sent)) }),
      headers: [...encoded.headers, ...(parts.header === undefined ? [] : [parts.header])],
      ...parts.request,
    },
    response: parts.response === undefined ? response(201, GOOD_THING) : parts.response,
    ...(parts.failure === undefined ? {} : { failure: parts.failure }),
    startedMs: 0,
    durationMs: 5,
  };
}

export async function findingsFor(parts: Parts = {}, operation: Contract = contract()): Promise<readonly Finding[]> {
  return judgeExchange(exchange(parts, operation), await judgeOf(operation));
}

export function judgeOf(...operations: readonly Contract[]) {
  return createJudge({ contracts: contractSet(...operations), profile: 'full', where: 'staging', severity: {} });
}
