import { pathOf } from '../../../wire/match-route.ts';
import { type ClientCheck, WHOLE_CLIENT } from '../../client/subject.ts';

/** A request that no contract knows: a wrong path or method, or something that the server does not have. */
export const operationUndocumented: ClientCheck = ({ sending, intended }) =>
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
  });
