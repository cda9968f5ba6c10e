import { UNDOCUMENTED } from '../../model/exchange.ts';
import { pathOf } from '../../wire/match-route.ts';
import { WHOLE_CLIENT } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import { nearestRoute } from '../readers/nearest-route.ts';

/** A client sent something that no contract of the profile has: a wrong path or method, or an operation without a contract. */
export const operationUndocumented: Kind = {
  title: 'No contract describes this request',
  severity: 'error',
  gravity: 204,
  about: 'request',
  cause: 'place',
  priority: 'P0',
  exchange: ({ exchange, judge }) => {
    if (exchange.operation !== UNDOCUMENTED) return [];
    const { method, target } = exchange.request;
    const { field, path, expected } = nearestRoute(exchange.request, judge.context);
    return [{ field, expected, observed: `${method} ${path}`, pointer: '/request/target', found: target }];
  },
  // A request that no contract knows: a wrong path or method, or something that the server does not have.
  trace: ({ sending, intended }) =>
    sending.flatMap((method) => {
      const index = method.base.exchanges.findIndex(({ operation }) => operation === null);
      const request = method.base.exchanges[index]?.request;
      if (request === undefined) return [];
      const contract = intended.get(method);
      return [
        {
          operation: contract?.id ?? WHOLE_CLIENT,
          method: method.name,
          field: contract === undefined ? `${request.method} ${method.name}` : null,
          expected: contract === undefined ? 'a request that a contract knows' : `${contract.method} ${contract.path}`,
          observed: `${request.method} ${pathOf(request.target)}`,
          call: method.base,
          request: index,
          pointer: '/request/target',
          found: `${request.method} ${request.target}`,
        },
      ];
    }),
};
