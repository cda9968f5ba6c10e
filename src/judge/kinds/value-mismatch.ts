import { formatPointer, generalizePointer, isAtOrBelow, parentPointer, readPointer } from '../../lib/json-pointer.ts';
import { type MatchOptions, matchJson } from '../../lib/match-json.ts';
import { isRedacted } from '../../lib/redaction-mark.ts';
import { headerValue } from '../../model/http.ts';
import type { Kind } from '../kind.ts';
import { bodyValue } from '../readers/read-response.ts';
import { type Draft, joinByField, type Subject } from '../subject.ts';

export const valueMismatch: Kind = {
  title: 'The response has a different value than the step expects',
  severity: 'error',
  gravity: 308,
  about: 'response',
  cause: 'wish',
  mismatch: true,
  exchange: (subject) => {
    const { answer, exchange } = subject;
    const { kind, wish, response, code } = answer;
    const { expect } = exchange;
    if ((kind !== 'declared' && kind !== 'unrouted') || answer.lenient || response === null) return [];
    // An unexpected status or error code is a finding of a different kind.
    if (!wish.accepts(response.status) || (expect.error !== undefined && expect.error !== code)) return [];
    const drafts = [...bodyMismatches(subject), ...headerMismatches(subject)];
    return drafts.length === 0 ? drafts : joinByField(drafts);
  },
};

const OPTIONS: MatchOptions = { opaque: isRedacted };

function bodyMismatches({ answer, exchange, response }: Subject): readonly Draft[] {
  const { body } = exchange.expect;
  if (body === undefined || isUnreadable(answer.body.kind, response)) return [];
  const value = bodyValue(answer, response?.spec);
  const mismatches = matchJson(body, value, OPTIONS);
  if (mismatches.length === 0) return [];
  const broken = (response?.body ?? []).filter(({ kind }) => kind === 'missing' || kind === 'retyped');
  return mismatches
    .filter(({ pointer }) => !broken.some((problem) => isAtOrBelow(pointer, problem.pointer)))
    .map(({ pointer, expected, observed, missing }) => ({
      field: pointer === '' ? null : generalizePointer(pointer),
      expected,
      observed,
      pointer: `/response/body${missing === true ? parentPointer(pointer) : pointer}`,
      found: readPointer(value, missing === true ? parentPointer(pointer) : pointer),
    }));
}

function isUnreadable(kind: Subject['answer']['body']['kind'], response: Subject['response']): boolean {
  return kind === 'unreadable' || response?.unreadable !== undefined || response?.otherMedia !== undefined;
}

function headerMismatches({ answer, exchange, response }: Subject): readonly Draft[] {
  const wanted = Object.entries(exchange.expect.headers);
  if (wanted.length === 0) return [];
  const lacking = new Set(response?.headersMissing.map(({ name }) => name.toLowerCase()));
  return wanted.flatMap(([name, expected]) => {
    const text = headerValue(answer.response?.headers ?? [], name);
    const [mismatch] = matchText(expected, text);
    if (mismatch === undefined || (text === undefined && lacking.has(name.toLowerCase()))) return [];
    const pointer = text === undefined ? '/response/headers' : `/response/headers${formatPointer([name])}`;
    return [{ field: name, expected: mismatch.expected, observed: mismatch.observed, pointer, found: text }];
  });
}

/** A header is always text, but the expected value may be a number. */
function matchText(expected: unknown, text: string | undefined): ReturnType<typeof matchJson> {
  const asText = matchJson(expected, text, OPTIONS);
  if (asText.length === 0 || text === undefined || !/^-?\d+(?:\.\d+)?$/.test(text)) return asText;
  const asNumber = matchJson(expected, Number(text));
  return asNumber.length === 0 ? [] : asText;
}
