import type { Contract, Field, Location } from '../../src/model/contract.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { HttpRequest } from '../../src/model/http.ts';
import { aContract, aField, anExchange } from '../builders.ts';

const at = { file: 'contracts/things/make.yaml', line: 1, column: 1 };

export function field(name: string, location: Location, changes: Partial<Field> = {}): Field {
  const isSimple = location === 'path' || location === 'header';
  const serialization: Field['serialization'] = { style: isSimple ? 'simple' : 'form', explode: !isSimple };
  return aField(name, location, { required: false, serialization, profiles: ['full'], at, ...changes });
}

export function contract(path: string, fields: readonly Field[] = [], changes: Partial<Contract> = {}): Contract {
  return aContract({
    ...{ id: 'things.make', verb: 'make', method: 'POST', path, fields, profiles: ['full'], at },
    ...{ safe: false, retryable: false },
    content: fields.some(({ place }) => place.location === 'body') ? 'json' : 'none',
    ...changes,
  });
}

export function request(changes: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'POST', target: '/things', headers: [], body: null, ...changes };
}

export function textOf({ body }: HttpRequest): string | null {
  return body === null ? null : Buffer.from(body).toString('utf8');
}

export function exchange(changes: Partial<Exchange> = {}): Exchange {
  return anExchange('things/life/make', {
    operation: 'things.make',
    asked: { with: {}, as: 'main', auth: null, invalid: false },
    request: request(),
    response: { status: 200, headers: [], body: Buffer.from('{}') },
    ...changes,
  });
}
