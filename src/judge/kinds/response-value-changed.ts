import { foldName } from '../../lib/fold-name.ts';
import { previewValue } from '../../lib/preview-value.ts';
import type { Json } from '../../model/json.ts';
import type { ClientCall } from '../../model/trace.ts';
import type { ClientDraft } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import {
  type AnswerReading,
  answeredRequest,
  type Member,
  type Returned,
  readAnswer,
  textOf,
} from '../readers/client/read-answer.ts';
import type { MethodUse } from '../readers/client/read-use.ts';

/** For example, the caller gets a text in place of a number, a date-time without its offset, or the value of another member. */
export const responseValueChanged: Kind = {
  title: 'The client returns a different value than the response contains',
  severity: 'error',
  gravity: 113,
  about: 'client',
  cause: 'place',
  priority: 'P1',
  repair: 'operation',
  trace: ({ uses }) => uses.flatMap((use) => use.method.calls.flatMap((call) => changedIn(use, call))),
};

function changedIn(use: MethodUse, call: ClientCall): readonly ClientDraft[] {
  const isLarge =
    call.purpose.kind === 'answer' &&
    call.purpose.answer.kind === 'varied' &&
    call.purpose.answer.how === 'large-integers';
  if (call !== use.method.base && !isLarge) return [];
  if (call.exchanges.at(-1)?.operation !== use.operation) return [];
  const reading = readAnswer(call, use.method.description);
  if (reading === null) return [];
  const members = new Map(reading.members.filter(({ name }) => name !== '').map((each) => [each.pointer, each]));
  return [...members.values()].flatMap((member) => {
    const change = changeOf(member, reading.returned) ?? mixUpOf(member, reading);
    return change === undefined ? [] : [draft(use, { call, member, change })];
  });
}

interface Change {
  readonly kind: 'digits' | 'text' | 'offset' | 'mix-up';
  readonly returned: Json;
}

/** A missing member is a finding of the kind response-field-dropped. */
function changeOf({ name, value }: Member, { named }: Returned): Change | undefined {
  const scalars = named.get(foldName(name)) ?? new Map<string, Json>();
  const returned = scalars.get(textOf(value));
  if (typeof value === 'number' || typeof value === 'bigint') {
    if (typeof returned === 'string') return { kind: 'text', returned };
    if (returned !== undefined || typeof value !== 'bigint') return undefined;
    const near = [...scalars.values()].find((each) => isNear(each, value));
    return near === undefined ? undefined : { kind: 'digits', returned: near };
  }
  if (typeof value !== 'string' || !WITH_OFFSET.test(value)) return undefined;
  const times = [...scalars.values()].filter(
    (each): each is string => typeof each === 'string' && each.startsWith(value.slice(0, 16)),
  );
  const [bare] = times.filter((each) => /T\d/.test(each) && !WITH_OFFSET.test(each));
  return bare === undefined || times.some((each) => WITH_OFFSET.test(each))
    ? undefined
    : { kind: 'offset', returned: bare };
}

/** Finds a member that has the value of another member, for example if `first` and `last` are swapped. */
function mixUpOf({ name, value }: Member, { members, returned: { values, named } }: AnswerReading): Change | undefined {
  const scalars = named.get(foldName(name));
  if (scalars === undefined || !isTelling(value) || scalars.has(textOf(value)) || !values.has(textOf(value)))
    return undefined;
  const isOther = (each: Member) => foldName(each.name) !== foldName(name) && isTelling(each.value);
  const other = members.find((each) => isOther(each) && scalars.has(textOf(each.value)));
  const isNamed = members.some((each) => each !== other && textOf(each.value) === textOf(other?.value ?? null));
  // Of two swapped members, only the first member is reported.
  const isSwapped = other !== undefined && other.name < name && named.get(foldName(other.name))?.has(textOf(value));
  return other === undefined || isNamed || isSwapped ? undefined : { kind: 'mix-up', returned: other.value };
}

/** Returns true for a long text, which hardly occurs twice in one response by chance. */
function isTelling(value: Json): boolean {
  return typeof value === 'string' && value.length > 6;
}

const WITH_OFFSET = /T.*(?:Z|[+-]\d\d:?\d\d)$/i;

/** Returns true if both numbers are the same double, such as `9007199254740993` and `9007199254740992`. */
function isNear(returned: Json, value: bigint): boolean {
  return (typeof returned === 'number' || typeof returned === 'bigint') && Number(returned) === Number(value);
}

interface Shown {
  readonly call: ClientCall;
  readonly member: Member;
  readonly change: Change;
}

const SAYING: { readonly [kind in Change['kind']]: (returned: string) => string } = {
  digits: (returned) => `${returned}, which has different digits`,
  text: (returned) => `${returned}, which is text instead of a number`,
  offset: (returned) => `${returned}, which is a time without an offset`,
  'mix-up': (returned) => `${returned}, which is the value of another member`,
};

function draft({ method, operation }: MethodUse, { call, member, change }: Shown): ClientDraft {
  const { pointer, name, value } = member;
  return {
    ...{ operation, method: method.name, field: pointer, call },
    expected: `${previewValue(value)} in the result of ${method.name}`,
    observed: SAYING[change.kind](previewValue(change.returned)),
    request: answeredRequest(call),
    pointer: `/response/body${pointer.replaceAll('/*', '/0')}`,
    found: value,
    // A client that reads one integer as a double reads all integers as doubles.
    cause: change.kind === 'digits' ? 'digits of large integers' : `${change.kind} of ${name}`,
    ...(change.kind !== 'digits' && { warning: true }),
  };
}
