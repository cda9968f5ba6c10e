import type { HttpRequest } from '../../model/http.ts';
import { WHOLE_CLIENT } from '../client/subject.ts';
import type { Kind } from '../kind.ts';

/** One call sends the same request twice, though the first one was answered with success. */
export const duplicateRequest: Kind = {
  title: 'One call sends the same request twice',
  severity: 'error',
  gravity: 214,
  about: 'client',
  cause: 'place',
  priority: 'P0',
  trace: ({ sending }) =>
    sending.flatMap((method) => {
      const { base } = method;
      // What never came to an end was waiting for something: it asks again on purpose.
      if (base.outcome.kind === 'timed-out') return [];
      const again = base.exchanges.findIndex(
        ({ request }, index) => index > 0 && sameAs(request, base.exchanges[index - 1]?.request),
      );
      const repeated = base.exchanges[again];
      if (repeated === undefined) return [];
      const times = base.exchanges.filter(({ request }) => sameAs(request, repeated.request)).length;
      return [
        {
          operation: repeated.operation ?? WHOLE_CLIENT,
          method: method.name,
          field: null,
          expected: 'one request',
          observed: `the same request ${times} times`,
          call: base,
          request: again,
          pointer: '/request/target',
          found: `${repeated.request.method} ${repeated.request.target}`,
          cause: 'sent again',
        },
      ];
    }),
};

function sameAs(a: HttpRequest, b: HttpRequest | undefined): boolean {
  if (b === undefined) return false;
  const body = (request: HttpRequest) => Buffer.from(request.body ?? []).toString('latin1');
  return a.method === b.method && a.target === b.target && body(a) === body(b);
}
