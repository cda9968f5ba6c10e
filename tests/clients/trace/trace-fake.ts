import { tmpdir } from 'node:os';
import { createStub } from '../../../src/clients/recorder/stub.ts';
import { traceMethod } from '../../../src/clients/trace/trace-method.ts';
import type { ContractSet } from '../../../src/model/contract.ts';
import type { DriverValue, MethodDescription } from '../../../src/model/driver.ts';
import type { HttpRequest } from '../../../src/model/http.ts';
import type { ClientCall, ClientExchange, MethodEntry } from '../../../src/model/trace.ts';
import { clientOptions } from '../../../src/surface/client-options.ts';
import { findOperation } from '../../../src/wire/find-operation.ts';
import { compileRoutes } from '../../../src/wire/match-route.ts';

export type Given = { readonly [name: string]: DriverValue };

/** The function `send` simulates the method. It returns a request or throws the client's error. */
export function traceWith(contracts: ContractSet) {
  return async (method: MethodDescription, send: (given: Given) => HttpRequest): Promise<readonly MethodEntry[]> => {
    const stub = createStub({ contracts, profile: 'full' });
    const routes = compileRoutes([...contracts.operations.values()]);
    const heard: ClientExchange[] = [];
    const lane = {
      driver: {
        description: { protocol: 2, driver: 'node', runtime: 'Node 20', methods: [method], errors: [], versions: [] },
        call: async (_: string, given: Given) => {
          let made: HttpRequest;
          try {
            made = send(given);
          } catch (error) {
            const text = error instanceof Error ? error.message : 'no';
            return { kind: 'raised', class: 'ValueError', bases: [], text, attributes: {}, own: true } as const;
          }
          const found = findOperation(routes, made.method, made.target);
          heard.push({ request: made, response: stub.answer(made, found), operation: found?.id ?? null });
          return { kind: 'returned', value: null } as const;
        },
        ready: async () => false,
        close: async () => undefined,
      },
      scratch: tmpdir(),
      recorder: {
        origin: 'http://127.0.0.1:1',
        take: async () => heard.splice(0),
        takeElsewhere: () => [],
        answer: stub.use,
        close: async () => undefined,
      },
    };
    const context = { client: 'acme', contracts, profile: 'full', lane, slow: false, isIgnored: () => false };
    return traceMethod(method, { ...context, options: clientOptions([method], null) });
  };
}

export function callsWith(contracts: ContractSet) {
  const traced = traceWith(contracts);
  return async (...given: Parameters<typeof traced>): Promise<readonly ClientCall[]> =>
    (await traced(...given)).filter((entry): entry is ClientCall => entry.kind === 'call');
}
