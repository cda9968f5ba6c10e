import { readPointer } from '../../lib/json-pointer.ts';
import { headerValue } from '../../model/http.ts';
import { jsonBody } from '../../wire/json-body.ts';
import { type ClientDraft, WHOLE_CLIENT } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import { listed, type PlayedError, playedErrors } from '../readers/client/read-errors.ts';
import { type Detail, isTold } from '../readers/client/told-detail.ts';
import { wrongClass } from '../readers/client/wrong-class.ts';

const DETAILS: readonly Detail[] = ['code', 'message', 'retry-after'];

/** The server's error code, its message or Retry-After is nowhere in what the caller is told. */
export const errorDetailLost: Kind = {
  title: "The client loses the server's error code, message or Retry-After",
  severity: 'error',
  gravity: 402,
  about: 'client',
  cause: 'place',
  priority: 'P1',
  repair: 'operation',
  trace: (subject) => {
    const { envelope } = subject.judge.context.contracts.api;
    // What surfaces as another class, or not at all, loses its details with it: that is said already.
    const errors = playedErrors(subject).filter(
      (error) => error.answer.kind === 'error' && wrongClass(error, subject) === undefined,
    );
    const pointers = { code: envelope?.code, message: envelope?.message };
    return DETAILS.flatMap((detail) => {
      const held = errors.filter((error) => detailOf(error, detail, pointers) !== undefined);
      const lost = held.filter((error) => !isTold(error, detail, detailOf(error, detail, pointers) ?? ''));
      return lost.length === 0 ? [] : drafts(detail, lost, held);
    });
  },
};

type Pointers = { readonly code: string | undefined; readonly message: string | undefined };

function detailOf({ call }: PlayedError, detail: Detail, pointers: Pointers): string | undefined {
  const response = call.exchanges[0]?.response;
  if (response == null) return undefined;
  if (detail === 'retry-after') return headerValue(response.headers, 'retry-after');
  const pointer = pointers[detail];
  const found = pointer === undefined ? undefined : readPointer(jsonBody(response.body), pointer);
  return typeof found === 'string' ? found : undefined;
}

/** One cause when everything loses it, or one status does; else one for each operation. */
function drafts(detail: Detail, lost: readonly PlayedError[], held: readonly PlayedError[]): readonly ClientDraft[] {
  const operations = new Set(lost.map(({ operation }) => operation));
  const whole = lost.length * 2 > held.length || operations.size > 3;
  const groups = whole ? [lost] : [...operations].map((id) => lost.filter(({ operation }) => operation === id));
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const ids = new Set(group.map(({ operation }) => operation));
    return [draft(detail, group, first, ids.size === 1 ? first.operation : WHOLE_CLIENT)];
  });
}

function draft(detail: Detail, group: readonly PlayedError[], first: PlayedError, operation: string): ClientDraft {
  const statuses = listed(group.map(({ answer }) => answer.status));
  const methods = [...new Set(group.map(({ method }) => method.name))].sort();
  const response = first.call.exchanges[0]?.response;
  return {
    operation,
    method: operation === WHOLE_CLIENT ? null : first.method.name,
    field: detail,
    methods,
    shows: [...new Set(group.map(({ method, answer }) => `${method.name} on ${answer.status}`))].sort(),
    identity: detail,
    expected: `the server's ${detail} in what the caller is told`,
    observed: `it is nowhere, on ${statuses}${methods.length > 1 ? ` in ${methods.length} methods` : ''}: ${first.told.trim().split('\n')[0]?.slice(0, 80) ?? ''}`,
    call: first.call,
    request: 0,
    pointer: '/response/body',
    found: response == null ? undefined : Buffer.from(response.body).toString('utf8'),
  };
}
