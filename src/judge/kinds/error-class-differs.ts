import { groupBy } from '../../lib/group-by.ts';
import { type ClientDraft, WHOLE_CLIENT } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import { listed, type PlayedError, playedErrors } from '../readers/client/read-errors.ts';
import { type WrongClass, wrongClass } from '../readers/client/wrong-class.ts';

/** On an error response, the client raises an unexpected class, raises nothing, or crashes. */
export const errorClassDiffers: Kind = {
  title: 'The caller gets a different error class than the client promises',
  severity: 'error',
  gravity: 317,
  about: 'client',
  cause: 'place',
  priority: 'P1',
  trace: (subject) => {
    const wrong = playedErrors(subject).flatMap((error) => wrongClass(error, subject) ?? []);
    return [...groupBy(wrong, ({ expected, observed }) => `${expected} ${observed}`).values()].map(toDraft);
  },
};

function toDraft(group: readonly [WrongClass, ...WrongClass[]]): ClientDraft {
  const [{ error, promised, expected, observed }] = group;
  const operations = new Set(group.map((each) => each.error.operation));
  const whole = operations.size > 1;
  const answers = listed(group.map((each) => sayAnswer(each.error)));
  const methods = [...new Set(group.map((each) => each.error.method.name))].sort();
  return {
    operation: whole ? WHOLE_CLIENT : error.operation,
    method: whole ? null : error.method.name,
    field: promised === null ? null : listed(group.map((each) => each.error.answer.status)),
    expected: `${expected} on ${answers}`,
    observed: `${observed}${methods.length > 1 ? `, in ${methods.length} methods` : ''}`,
    call: error.call,
    request: 0,
    pointer: '/response/status',
    found: error.answer.status,
    methods,
    shows: [...new Set(group.map((each) => `${each.error.method.name} on ${sayAnswer(each.error)}`))].sort(),
    identity: `${expected} ${observed}`,
  };
}

function sayAnswer({ answer }: PlayedError): string {
  if (answer.kind === 'error')
    return answer.retryAfter === undefined ? String(answer.status) : `${answer.status} with a date in Retry-After`;
  return `${answer.status} ${answer.kind === 'empty' ? 'without a body' : 'that is not JSON'}`;
}
