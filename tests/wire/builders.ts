import type { Contract, Field, Location } from '../../src/model/contract.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { HttpRequest } from '../../src/model/http.ts';

const at = { file: 'contracts/things/make.yaml', line: 1, column: 1 };

export function field(name: string, location: Location, changes: Partial<Field> = {}): Field {
  return {
    name,
    place: { location, name },
    schema: { type: 'string' },
    required: false,
    serialization: {
      style: location === 'path' || location === 'header' ? 'simple' : 'form',
      explode: location !== 'path' && location !== 'header',
    },
    booleanStyle: 'true-false',
    whole: false,
    profiles: ['full'],
    lifecycle: 'shipped',
    fields: [],
    at,
    ...changes,
  };
}

export function contract(path: string, fields: readonly Field[] = [], changes: Partial<Contract> = {}): Contract {
  return {
    id: 'things.make',
    resource: 'things',
    verb: 'make',
    summary: 'Make a thing.',
    method: 'POST',
    path,
    lifecycle: 'shipped',
    profiles: ['full'],
    auth: [],
    content: fields.some(({ place }) => place.location === 'body') ? 'json' : 'none',
    fields,
    unknownBodyFields: {},
    responses: [],
    behaviors: [],
    yields: {},
    cleanup: null,
    example: {},
    after: [],
    safe: false,
    retryable: false,
    destructive: false,
    at,
    ...changes,
  };
}

export function request(changes: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'POST', target: '/things', headers: [], body: null, ...changes };
}

export function textOf({ body }: HttpRequest): string | null {
  return body === null ? null : Buffer.from(body).toString('utf8');
}

export function exchange(changes: Partial<Exchange> = {}): Exchange {
  return {
    kind: 'exchange',
    id: 'things/life/make#1',
    address: 'things/life/make',
    phase: 'step',
    operation: 'things.make',
    attempt: 1,
    superseded: false,
    asked: { with: {}, as: 'main', auth: null, invalid: false },
    expect: { status: [], headers: {} },
    request: request(),
    response: { status: 200, headers: [], body: Buffer.from('{}') },
    startedMs: 0,
    durationMs: 1,
    ...changes,
  };
}
