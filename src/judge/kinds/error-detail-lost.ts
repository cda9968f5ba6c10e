import { foldName } from '../../lib/fold-name.ts';
import { readPointer } from '../../lib/json-pointer.ts';
import { writeJson } from '../../lib/json-text.ts';
import type { DriverValue } from '../../model/driver.ts';
import { headerValue } from '../../model/http.ts';
import { jsonBody } from '../../wire/json-body.ts';
import { type ClientDraft, WHOLE_CLIENT } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import { listed, type PlayedError, playedErrors, toldText } from '../readers/client/read-errors.ts';
import { wrongClass } from '../readers/client/wrong-class.ts';

const DETAILS: readonly Detail[] = ['code', 'message', 'retry-after'];

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
    // If the class is also wrong, the error is only a finding of the kind error-class-differs.
    const errors = playedErrors(subject).filter(
      ({ answer, ...error }) =>
        answer.kind === 'error' &&
        answer.retryAfter === undefined &&
        wrongClass({ answer, ...error }, subject) === undefined,
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

/** Makes one draft for the whole client if most errors, or more than three operations, lose the detail. */
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
    expected: `the server's ${detail} in the error that the caller gets`,
    observed: `the detail is missing for ${statuses}${methods.length > 1 ? ` in ${methods.length} methods` : ''}: ${first.told.trim().split('\n')[0]?.slice(0, 80) ?? ''}`,
    call: first.call,
    request: 0,
    pointer: '/response/body',
    found: response == null ? undefined : Buffer.from(response.body).toString('utf8'),
  };
}

type Detail = 'code' | 'message' | 'retry-after';

/** Names of attributes for the detail, without underscores. A message may be in any attribute. */
const OWN_NAMES: { readonly [detail in Detail]: readonly string[] } = {
  code: ['code', 'errorcode'],
  message: [],
  'retry-after': ['retryafter', 'retryafterseconds', 'retryafterms'],
};

/** A raw response inside the error counts only if the error has no own attribute for the detail. */
function isTold(error: PlayedError, detail: Detail, text: string): boolean {
  const { outcome, exchanges } = error.call;
  if (outcome.kind !== 'raised') return holds(error.told, detail, text);
  const { attributes } = outcome;
  const names = Object.keys(attributes);
  const raw = exchanges[0]?.response;
  const own = names.filter((name) => raw === undefined || raw === null || !isRaw(attributes[name] ?? null, raw.body));
  const hasPlace = detail === 'message' || names.some((name) => OWN_NAMES[detail].includes(foldName(name)));
  const told = (hasPlace ? own : names).map((name) => toldText(attributes[name] ?? null));
  return [outcome.text, ...told].some((each) => holds(each, detail, text));
}

/** Finds `30` in `30 s` and `30000 ms`, but not in `130`. */
function holds(told: string, detail: Detail, text: string): boolean {
  if (detail !== 'retry-after') return told.includes(text);
  return /^\d+$/.test(text)
    ? new RegExp(`(?<![\\d.])${text}(?:000)?(?:\\.0+)?(?![\\d.]*\\d)`).test(told)
    : told.includes(text);
}

/** Returns true if the value is the raw response, as text or as parsed JSON. */
function isRaw(value: DriverValue, body: Uint8Array): boolean {
  const text = Buffer.from(body).toString('utf8');
  if (typeof value === 'string') return value.trim() === text.trim() && text.trim() !== '';
  return typeof value === 'object' && value !== null && writeJson(value) === writeJson(jsonBody(body));
}
