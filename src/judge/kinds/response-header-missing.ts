import { headerValue } from '../../model/http.ts';
import type { Kind } from '../kind.ts';
import type { Draft, Subject } from '../subject.ts';

export const responseHeaderMissing: Kind = {
  title: 'A declared response header is absent',
  severity: 'error',
  gravity: 401,
  about: 'response',
  cause: 'field',
  exchange: (subject) => [
    ...(subject.response?.headersMissing ?? []).map(({ name }) => missing(subject, name, 'a value')),
    ...(lacksAllow(subject) ? [missing(subject, 'Allow', 'the allowed methods, which HTTP requires with 405')] : []),
  ],
};

/** RFC 9110, section 15.5.6. Contracts that say how an unknown route is rejected are judged by that. */
function lacksAllow({ answer: { response, lenient }, judge }: Subject): boolean {
  if (response?.status !== 405 || lenient || judge.context.contracts.api.unknownRoute.length > 0) return false;
  return headerValue(response.headers, 'allow') === undefined;
}

function missing({ answer }: Subject, name: string, expected: string): Draft {
  const found = answer.response?.headers.map(([other]) => other);
  return { field: name, expected, observed: 'nothing', pointer: '/response/headers', found };
}
