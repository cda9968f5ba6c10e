import type { ContractSet } from '../../src/model/contract.ts';
import type { CallOutcome, MethodDescription, Parameter } from '../../src/model/driver.ts';
import type { HeaderList, HttpRequest, HttpResponse } from '../../src/model/http.ts';
import type { Json } from '../../src/model/json.ts';
import type { ClientCall, ClientExchange } from '../../src/model/trace.ts';
import { contract, contractSet } from '../judge/builders.ts';

export interface RequestParts {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: HeaderList;
  readonly host?: string;
  readonly json?: Json;
  readonly body?: string;
}

/** By default, the request is for `things.make` and the box b1. */
export function request({
  method,
  target,
  host = '127.0.0.1',
  headers = [],
  json,
  body,
}: RequestParts = {}): HttpRequest {
  const text = json === undefined ? body : JSON.stringify(json);
  const typed: HeaderList = json === undefined ? [] : [['Content-Type', 'application/json']];
  return {
    method: method ?? 'POST',
    target: target ?? '/v1/boxes/b1/things',
    headers: [['Host', host], ['X-Api-Key', 'pw-key'], ...typed, ...headers],
    body: text === undefined ? null : Buffer.from(text),
  };
}

export function sent(
  parts: RequestParts = {},
  operation: string | null = 'things.make',
  response: HttpResponse | null = null,
): ClientExchange {
  return { request: request(parts), response, operation };
}

export function call(exchanges: readonly ClientExchange[], changes: Partial<ClientCall> = {}): ClientCall {
  const outcome: CallOutcome = { kind: 'returned', value: null };
  const rest = { id: 'acme/things.make#1', method: 'things.make', purpose: { kind: 'base' }, arguments: {} } as const;
  return { kind: 'call', ...rest, exchanges, outcome, ...changes };
}

export function parameter(name: string, changes: Partial<Parameter> = {}): Parameter {
  return { name, required: false, type: { kind: 'string' }, ...changes };
}

export function method(parameters: readonly Parameter[], name = 'things.make'): MethodDescription {
  return { name, parameters };
}

export const CONTRACTS: ContractSet = contractSet(contract());
