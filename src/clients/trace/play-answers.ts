import type { Contract } from '../../model/contract.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import type { ClientCall, OddAnswer, ResponseVariation } from '../../model/trace.ts';
import type { Argument, Values } from '../../surface/arguments-of.ts';
import { jsonBody } from '../../wire/json-body.ts';
import { plainBody } from '../../wire/wire-reading.ts';
import { successResponse } from '../recorder/odd-answer.ts';
import { hasFailed, isExhausted, outcomeText, type Session } from './session.ts';
import type { Tracing } from './trace-context.ts';

/** Maximum number of values per enumeration. The number `slow` applies if each call starts a process. */
const MOST_VALUES = { fast: 12, slow: 3 };

type Playing = Pick<Tracing, 'session' | 'values' | 'base' | 'contracts' | 'profile' | 'slow'>;

/** For each method, the responses with varied enumeration values have at most this total size. */
const MOST_BYTES = 128 * 1024;

/** Repeats the base call. The recorder then sends other responses, such as declared errors and broken responses. */
export async function playAnswers(tracing: Playing): Promise<Pick<Variations, 'isCut'>> {
  const { session, values, base, contracts, profile } = tracing;
  const contractOf = (exchange = base.exchanges[0]) =>
    exchange?.operation == null ? undefined : contracts.operations.get(exchange.operation);
  const [first, last] = [contractOf(), contractOf(base.exchanges.at(-1))];
  const variations = last === undefined ? NONE : variationsOf(last, tracing, isFlow(base));
  for (const answer of [...variations.answers, ...(first === undefined ? [] : errorsOf(first, profile))]) {
    if (isExhausted(session)) break;
    await session.call(values, { kind: 'answer', answer });
  }
  return variations;
}

/** In a flow of several operations, a response may decide which request comes next. */
function isFlow({ exchanges }: ClientCall): boolean {
  return new Set(exchanges.map(({ operation }) => operation)).size > 1;
}

interface Variations {
  readonly answers: readonly OddAnswer[];
  readonly isCut: boolean;
}

const NONE: Variations = { answers: [], isCut: false };

/** In a flow, adds responses that each lack one member, because the client may then send different requests. */
function variationsOf(contract: Contract, { contracts, profile, slow }: Playing, isPartOfFlow: boolean): Variations {
  const bytes = (how?: ResponseVariation) => Buffer.from(successResponse(contract, { contracts, profile }, how).body);
  const body = (how?: ResponseVariation) => bytes(how).toString('utf8');
  const seen = new Set([body()]);
  const found: OddAnswer[] = [];
  const most = slow ? MOST_VALUES.slow : MOST_VALUES.fast;
  const turns = Array.from({ length: most }, (_, index): ResponseVariation => `enum-${index + 2}`);
  const members = isPartOfFlow ? membersOf(jsonBody(bytes())) : [];
  let played = 0;
  for (const how of [...VARIATIONS, ...members, ...turns]) {
    const isTurn = how.startsWith('enum-');
    if (isTurn && played >= MOST_BYTES) return { answers: found, isCut: true };
    const text = body(how);
    if (seen.has(text)) {
      if (isTurn) break;
      continue;
    }
    if (isTurn) played += text.length;
    seen.add(text);
    found.push({ kind: 'varied', how });
  }
  return { answers: found, isCut: false };
}

const MOST_MEMBERS = 8;

function membersOf(body: Json | undefined): readonly ResponseVariation[] {
  const names = isJsonObject(body) ? Object.keys(body) : [];
  return names.slice(0, MOST_MEMBERS).map((name): ResponseVariation => `without-${name}`);
}

const VARIATIONS: readonly ResponseVariation[] = ['required-only', 'nulls', 'more-members', 'large-integers'];

/** Returns the error responses to try, including a server error and responses that are not JSON. */
function errorsOf({ responses }: Contract, profile: string): readonly OddAnswer[] {
  const errors = new Map<number, string>();
  for (const response of responses) {
    const [code] = response.errors;
    if (response.status < 400 || code === undefined || !response.profiles.includes(profile)) continue;
    if (!errors.has(response.status)) errors.set(response.status, code);
  }
  if (![...errors.keys()].some((status) => status >= 500)) errors.set(500, 'internal_error');
  const declared = [...errors].sort(([a], [b]) => a - b);
  return [
    ...declared.map(([status, code]): OddAnswer => ({ kind: 'error', status, code })),
    ...declared
      .filter(([status]) => status === 429)
      .map(([status, code]): OddAnswer => ({ kind: 'error', status, code, retryAfter: 'date' })),
    { kind: 'not-json', status: 502 },
    { kind: 'empty', status: 503 },
    ...(responses.some(({ status }) => status === 304) ? [{ kind: 'not-modified' } as const] : []),
  ];
}

const MOST_TRIES = 8;

interface Start {
  readonly values: Values;
  readonly call: ClientCall;
}

/** A client may search a response for an argument, such as a name. Replaces this argument by a text of the response. */
export async function withKnownValues(session: Session, start: Start, args: readonly Argument[]): Promise<Start> {
  const { call, values } = start;
  if (!hasFailed(call.outcome) || call.outcome.kind === 'timed-out' || call.exchanges.length === 0) return start;
  const said = outcomeText(call.outcome);
  const looked = args.find(
    ({ path }) => typeof values.get(path) === 'string' && said.includes(String(values.get(path))),
  );
  if (looked === undefined) return start;
  for (const text of textsOf(call, said).slice(0, MOST_TRIES)) {
    const given = new Map([...values, [looked.path, text]]);
    const next = await session.call(given, { kind: 'search' });
    if (next.exchanges.length > call.exchanges.length || !hasFailed(next.outcome)) return { values: given, call: next };
  }
  return start;
}

/** Returns the texts of success responses. Texts that the error message quotes come first. */
function textsOf({ exchanges }: ClientCall, said: string): readonly string[] {
  const texts = exchanges.flatMap(({ response }) => {
    const body =
      response === null || response.status >= 400 ? undefined : plainBody({ ...response, method: '', target: '' });
    return body === undefined ? [] : stringsOf(body);
  });
  const unique = [...new Set(texts)].filter((text) => text.length > 2);
  return [...unique.filter((text) => said.includes(text)), ...unique.filter((text) => !said.includes(text))];
}

function stringsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item: Json) => stringsOf(item));
  return isJsonObject(value) ? Object.values(value).flatMap(stringsOf) : [];
}
