import { previewValue } from '../../lib/preview-value.ts';
import { pathParams } from '../../wire/match-route.ts';
import type { ClientDraft } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import type { MethodUse } from '../readers/client/read-use.ts';

/** The client puts `/`, `?`, `#`, `%` or a space into a path without escaping it. */
export const pathEscaping: Kind = {
  title: 'The client does not escape a value that it puts into a path',
  severity: 'error',
  gravity: 213,
  about: 'client',
  cause: 'place',
  priority: 'P0',
  trace: ({ uses }) => uses.flatMap((use) => unescaped(use)),
};

function unescaped(use: MethodUse): readonly ClientDraft[] {
  const { method, contract } = use;
  return method.calls.flatMap((call): readonly ClientDraft[] => {
    const { purpose } = call;
    if (purpose.kind !== 'form' || purpose.form !== 'reserved-characters') return [];
    const owner = use.placed.find(
      ({ argument, target }) => argument.path === purpose.argument && target.place.location === 'path',
    );
    const own = call.exchanges.findIndex(({ operation }) => operation === contract.id);
    const request = own === -1 ? Math.min(use.request, call.exchanges.length - 1) : own;
    const exchange = call.exchanges[request];
    if (owner === undefined || exchange === undefined) return [];
    const given = call.arguments[purpose.argument];
    const read =
      exchange.operation === contract.id
        ? pathParams(contract, exchange.request.target)?.[owner.target.place.name]
        : undefined;
    if (read === given) return [];
    return [
      {
        operation: use.operation,
        method: method.name,
        field: owner.target.name,
        expected: `${encodeURIComponent(String(given))} in the path`,
        observed: previewValue(exchange.request.target),
        call,
        request,
        pointer: '/request/target',
        found: exchange.request.target,
        cause: 'values in paths',
      },
    ];
  });
}
