import type { ArgumentReading, ClientSurface, MethodReading } from '../../src/model/client-surface.ts';
import type { Place } from '../../src/model/contract.ts';
import type { TypeHint } from '../../src/model/driver.ts';
import { CONTRACTS, call, method, parameter, type RequestParts, sent } from '../surface/builders.ts';

export { CONTRACTS };

/** The client sends this optional argument at `place`. If `place` is null, the client drops the argument. */
export function lands(
  name: string,
  place: Place | null,
  changes: { readonly required?: boolean; readonly type?: TypeHint } = {},
): ArgumentReading {
  const landing = place && { request: 0, operation: 'things.make', place, given: 'x', sent: 'x' };
  return {
    path: name,
    parameter: parameter(name, { type: changes.type ?? { kind: 'string' } }),
    required: changes.required ?? false,
    state: place === null ? 'dropped' : 'lands',
    landings: landing === null ? [] : [landing],
    call: call([sent()], { id: `acme/${name}#1` }),
  };
}

/** A method that sends one request. By default, its operation is `things.make`. */
export function sends(
  name: string,
  args: readonly ArgumentReading[] = [],
  wire: { readonly parts?: RequestParts; readonly operation?: string | null } = {},
): MethodReading {
  const exchange = sent(wire.parts, wire.operation === undefined ? 'things.make' : wire.operation);
  const base = call([exchange], { id: `acme/${name}#1`, method: name });
  const { operation, request } = exchange;
  return {
    ...{
      state: 'sends',
      name,
      description: method([], name),
      base,
      calls: [base],
      arguments: args,
      constants: [],
      kept: [],
      untried: [],
    },
    requests: [{ operation, method: request.method, target: request.target }],
  };
}

export function clientOf(...methods: readonly MethodReading[]): ClientSurface {
  const description = { protocol: 1, driver: 'python', runtime: 'Python', methods: [], errors: [], versions: [] };
  return { client: 'acme', profile: 'full', description, methods };
}
