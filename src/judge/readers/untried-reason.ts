import { foldName } from '../../lib/fold-name.ts';
import { parsePointer } from '../../lib/json-pointer.ts';
import { escapeRegExp } from '../../lib/pattern.ts';
import { isGenerated } from '../../model/address.ts';
import type { Field } from '../../model/contract.ts';
import type { Exchange, Reference } from '../../model/exchange.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { isStatus, testsLimit } from '../../model/response-status.ts';
import type { Blame } from '../../model/suite.ts';
import { allFields } from '../../schema/field-tree.ts';
import type { Subject } from '../subject.ts';
import { readTry } from './read-try.ts';
import { OWN_TEXT, repeatedText } from './repeated-text.ts';

/** Returns why a rejection proves nothing about the tested variation. */
export function untriedReason(subject: Subject): string | undefined {
  const { exchange } = subject;
  const { blame } = exchange.expect;
  const status = exchange.response?.status ?? 0;
  if (status === TOO_MANY && allowsLimit(exchange)) return 'the server returned 429 (too many requests)';
  if (blame === undefined || status < 400 || status >= 500 || exchange.failure !== undefined) return undefined;
  if (blame.kind === 'accepted-invalid') return otherRefusal(subject, blame, status);
  if (blame.kind === 'value-mismatch') return rejectedValue(subject, status);
  if (blame.kind === 'auth-not-enforced') return lookedUpFirst(subject, status);
  if (blame.kind !== 'rejected-valid') return undefined;
  const explain = [otherState, unknownValue, switchedOff, undeclaredForm, relatedValue];
  for (const reason of explain) {
    const found = reason(subject, status);
    if (found !== undefined) return found;
  }
  return undefined;
}

const TOO_MANY = 429;

/** A 429 proves nothing, unless the step tests the rate limit. */
function allowsLimit({ address, expect, phase }: Exchange): boolean {
  const isOwn = isGenerated(address) && phase === 'step';
  return isOwn && !testsLimit(expect.status) && expect.status.some((wanted) => isStatus(wanted, TOO_MANY));
}

/** Another scenario tests whether the server rejects the value. */
function rejectedValue({ exchange, answer, contract }: Subject, status: number): string | undefined {
  const isKept = readTry(exchange, contract)?.what.endsWith('-kept') === true;
  if (!isKept || answer.wish.accepts(status)) return undefined;
  return `the server rejected the value (${status}), so the response cannot contain the value`;
}

/** Detects a value that the item's current state does not allow, such as `shipped` for an order that has not been paid. */
function otherState({ exchange, answer, contract }: Subject, status: number): string | undefined {
  const tried = readTry(exchange, contract);
  const isState = tried?.about != null && tried.what.startsWith(`${tried.about}.value-`);
  const ofItem = contract.path.includes('{') && contract.method !== 'GET';
  if (status !== 409 || !isState || !ofItem || answer.ofStatus.length === 0) return undefined;
  return `the server says that the value conflicts with the state of the item (409): declare the behavior "states"`;
}

/** A server that looks for the item first returns 404 for an unknown item, whatever the credential is. */
function lookedUpFirst({ exchange, contract }: Subject, status: number): string | undefined {
  if ((status !== 404 && status !== 410) || exchange.expect.status.includes(status)) return undefined;
  const isNamed = contract.fields.some(({ place }) => place.location === 'path');
  const isKnown = exchange.asked.refers?.some(({ from }) => from !== undefined) === true;
  return isNamed && !isKnown
    ? `the server finds nothing (${status}), because the path contains no id of an item that the run created`
    : undefined;
}

function otherRefusal({ answer, contract }: Subject, blame: Blame, status: number): string | undefined {
  if (OTHER_REASONS.has(status) && !answer.wish.accepts(status))
    return `the server rejected the call for another reason (${status})`;
  if (blame.field === undefined || answer.body.kind !== 'json') return undefined;
  const named = new Set([...fieldNames(answer.body.value)].map(foldName));
  const tried = allFields(contract).find(({ name }) => name === blame.field);
  if (tried === undefined || namesOf(tried).some((name) => named.has(name))) return undefined;
  const others = contract.fields
    .filter((field) => namesOf(field).some((name) => named.has(name)))
    .map(({ name }) => `"${name}"`);
  return others.length === 0 ? undefined : `the server rejected the call because of ${others.join(', ')}`;
}

/** Detects a rejection that is due to made-up or already used values. */
function unknownValue(subject: Subject, status: number): string | undefined {
  const { exchange, answer, contract } = subject;
  if (answer.wish.accepts(status)) return undefined;
  const values = Object.entries(exchange.asked.with);
  const invented = new Set(exchange.asked.refers?.flatMap((each) => (isInventedId(each) ? [each.value] : [])));
  const madeUp = values.find(([name, value]) => isMadeUp(name, value) || invented.has(value));
  if (status === 404 && madeUp !== undefined)
    return `the server returns 404, and "${madeUp[0]}" is a made-up text: under "links", add an operation that returns a valid value`;
  const named = status === 404 ? namedValue({ exchange, answer, contract }) : undefined;
  if (named !== undefined)
    return `the server returns 404, because it has no item whose name is the value of "${named}": under "links", add an operation that creates such an item`;
  if (status === 403 && exchange.asked.auth === null && madeUp !== undefined)
    return `the server rejects the call (403), perhaps because the value of "${madeUp[0]}" is made up: add an example, or declare who may call the operation`;
  const missing = [...invented].find((id) => typeof id === 'string' && wordsOf(answer).includes(id));
  if ((status === 409 || status === 410) && missing !== undefined)
    return `the server rejects the made-up id ${missing} (${status}): under "links", add an operation that returns a valid id`;
  const conflicts = status === 409 || (FORM.has(status) && TAKEN.test(wordsOf(answer)));
  if (!conflicts || values.length === 0) return undefined;
  const isOwn = [...textsIn(exchange.asked.with)].some((text) => OWN_TEXT.test(text));
  const repeated = isOwn ? repeatedText(subject) : undefined;
  if (isOwn && repeated === undefined) return undefined;
  const same = repeated === undefined ? 'the same values' : `the same value of "${repeated}"`;
  return `the server reports a conflict (${status}), probably because every call sends ${same}: put \${run.id} or \${unique:…} into the example of the field`;
}

/** Phrases that mean "this value is already used", for servers that return 400 or 422 in place of 409. */
const TAKEN = /\bduplicates?\b|\balready (?:exists?|taken|(?:in )?use|used)\b/i;

function namedValue({
  exchange,
  answer,
  contract,
}: Pick<Subject, 'exchange' | 'answer' | 'contract'>): string | undefined {
  const said = wordsOf(answer);
  return contract.fields.find(({ name, place }) => {
    const value = exchange.asked.with[name];
    const isFree = place.location !== 'path' && contract.links?.[name] === undefined;
    return isFree && typeof value === 'string' && value.length >= SHORTEST_NAME && said.includes(value);
  })?.name;
}

/** Minimum length of a searched name, because shorter texts may occur in a response by chance. */
const SHORTEST_NAME = 4;

function switchedOff({ exchange, answer, contract }: Subject, status: number): string | undefined {
  if (answer.wish.accepts(status) || readTry(exchange, contract) !== undefined) return undefined;
  const said = OFF.exec(wordsOf(answer))?.[0];
  return said === undefined ? undefined : `the server's response says "${said}" (${status})`;
}

const OFF = /\b(?:is|are) (?:currently )?(?:disabled|not enabled|turned off|switched off|not configured)\b/i;

function wordsOf({ body }: Subject['answer']): string {
  return body.kind === 'json' ? [...textsIn(body.value)].join('\n') : '';
}

function isInventedId({ expression, from }: Reference): boolean {
  return from === undefined && /^(?:(?:uuid|ulid)\.|unique:)/.test(expression);
}

const FORM: ReadonlySet<number> = new Set([400, 422]);

/** The server may require an address or a token where the contract only requires a text. */
function undeclaredForm({ exchange, answer, contract }: Subject, status: number): string | undefined {
  if (answer.wish.accepts(status)) return undefined;
  if (status === 412) return 'the server says that a precondition is not fulfilled (412)';
  if (status === 402) return "the server says that the account's plan or quota does not allow the call (402)";
  if (!FORM.has(status) || answer.body.kind !== 'json' || readTry(exchange, contract) !== undefined) return undefined;
  const said = wordsOf(answer);
  const named = contract.fields.filter(({ name, place }) => {
    const value = exchange.asked.with[name];
    if (value === undefined) return false;
    const isShown = isMadeUp(name, value) && [...textsIn(value)].some((text) => said.includes(text));
    return isShown || mentions(said, place.name.replace(/^\//, ''));
  });
  const [first] = named;
  if (first === undefined || !named.every(({ name }) => isMadeUp(name, exchange.asked.with[name]))) return undefined;
  return `the server accepts only some values of "${first.name}", and the contract does not say which: add a format, pattern or example`;
}

/** Detects a rule about two values, such as a start before an end: the error response names both fields. */
function relatedValue({ exchange, answer, contract }: Subject, status: number): string | undefined {
  if (answer.wish.accepts(status) || !FORM.has(status) || answer.body.kind !== 'json') return undefined;
  const about = readTry(exchange, contract)?.about;
  const said = wordsOf(answer);
  const named = contract.fields.filter(
    ({ name, place }) => Object.hasOwn(exchange.asked.with, name) && mentions(said, place.name.replace(/^\//, '')),
  );
  const varied = named.find(({ name }) => name === about);
  const other = named.find((each) => each !== varied && varied !== undefined && isComparable(each, varied));
  if (varied === undefined || other === undefined) return undefined;
  return `the server compares "${varied.name}" with "${other.name}", but the contract does not say which values fit together`;
}

const ORDERED: ReadonlySet<unknown> = new Set(['date', 'time', 'date-time', 'iso-date-time', 'integer', 'number']);

function isComparable({ schema: a }: Field, { schema: b }: Field): boolean {
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  return (['format', 'type'] as const).some((key) => a[key] === b[key] && ORDERED.has(a[key]));
}

/** Returns true if wireparity made up all texts in the value. */
function isMadeUp(name: string, value: Json | undefined): boolean {
  const label = new RegExp(`-${escapeRegExp(name)}(?:\\.\\w+)*-[a-z]+$`);
  const texts = [...textsIn(value)];
  return texts.length > 0 && texts.every((text) => label.test(text));
}

/** Returns true if a text mentions the field, also in the form "Job variables" for `job_variables`. */
function mentions(text: string, word: string): boolean {
  const parts = word.split(/[_\s-]+/).map(escapeRegExp);
  return new RegExp(`(?<![\\w-])${parts.join('[_\\s-]?')}(?![\\w-])`, 'i').test(text);
}

function* textsIn(value: unknown): Iterable<string> {
  if (typeof value === 'string') yield value;
  if (Array.isArray(value)) for (const item of value) yield* textsIn(item);
  else if (isJsonObject(value)) yield* textsIn(Object.values(value));
}

/** Statuses that say nothing about the form of a value, such as 401 (no credential) or 409 (conflict). */
const OTHER_REASONS: ReadonlySet<number> = new Set([401, 402, 403, 404, 409, 410, 423, 429]);

/** Members of error bodies that contain the name of a field, such as `loc` in FastAPI. */
const NAMING: ReadonlySet<string> = new Set(['loc', 'field', 'fields', 'param', 'parameter', 'pointer', 'property']);

export function* fieldNames(value: unknown, isNaming = false): Iterable<string> {
  if (typeof value === 'string' && isNaming) yield* value.startsWith('/') ? parsePointer(value) : value.split(/[./]/);
  if (Array.isArray(value)) for (const item of value) yield* fieldNames(item, isNaming);
  if (!isJsonObject(value) || Array.isArray(value)) return;
  for (const [key, member] of Object.entries(value)) yield* fieldNames(member, isNaming || NAMING.has(key));
}

/** In an error message, the field `a.b` may also be called `a` or `b`. */
function namesOf({ name, place }: Field): readonly string[] {
  return [name, ...name.split(/[./]/), ...place.name.split('/')].filter((each) => each !== '').map(foldName);
}
