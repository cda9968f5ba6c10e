import { WHOLE_CLIENT } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import { hasPolled, isSameRequest } from '../readers/client/has-polled.ts';

export const duplicateRequest: Kind = {
  title: 'One call sends a request more than once',
  severity: 'error',
  gravity: 214,
  about: 'client',
  cause: 'place',
  priority: 'P0',
  // The request repeats an earlier request, or no call of the intent file explains the request.
  exchange: ({ intent, exchange: { request } }) =>
    intent === null || (intent.call !== null && !intent.repeated)
      ? []
      : [
          {
            field: null,
            expected:
              intent.call === null
                ? 'a request that belongs to a call of the intent file'
                : `one request for call ${intent.call} of the intent file`,
            observed: intent.call === null ? 'a request that no call explains' : 'the same request again',
            ...{ pointer: '/request/target', found: `${request.method} ${request.target}` },
          },
        ],
  trace: ({ sending }) =>
    sending.flatMap((method) => {
      const { base } = method;
      // If the call timed out or waited between its requests, the client repeats the request on purpose.
      if (base.outcome.kind === 'timed-out' || hasPolled(base)) return [];
      const again = base.exchanges.findIndex(({ request }, index) => {
        const before = base.exchanges[index - 1];
        return before !== undefined && isSameRequest(request, before.request);
      });
      const repeated = base.exchanges[again];
      if (repeated === undefined) return [];
      const times = base.exchanges.filter(({ request }) => isSameRequest(request, repeated.request)).length;
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
