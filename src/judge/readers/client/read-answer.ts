import { foldName } from '../../../lib/fold-name.ts';
import { formatPointer } from '../../../lib/json-pointer.ts';
import { tryParseJson } from '../../../lib/json-text.ts';
import { decodeUtf8 } from '../../../lib/utf8.ts';
import type { CallOutcome, DriverValue, MethodDescription, TypeHint } from '../../../model/driver.ts';
import { isJsonObject, type Json } from '../../../model/json.ts';
import type { ClientCall, ClientExchange } from '../../../model/trace.ts';
import { asksForStream } from './asks-for-stream.ts';

export interface AnswerReading {
  readonly members: readonly Member[];
  /** The names of all members at any depth, in one common spelling. */
  readonly names: ReadonlySet<string>;
  /** The names of the response headers, in lower case. */
  readonly headers: ReadonlySet<string>;
  readonly returned: Returned;
}

export interface Member {
  /** In the pointer, `*` stands for any position in a list. */
  readonly pointer: string;
  readonly name: string;
  readonly value: Json;
}

export interface Returned {
  readonly values: ReadonlySet<string>;
  /** For each member name in the result, the values by their text. */
  readonly named: ReadonlyMap<string, ReadonlyMap<string, Json>>;
  /** Members that the driver left out, because they are nested too deeply or are too large. */
  readonly cut: ReadonlySet<string>;
  /** Attributes of models, each listed once per class. */
  readonly attributes: readonly Attribute[];
  /** Names of members with the value null, in objects without a class. */
  readonly nulls: ReadonlySet<string>;
}

export interface Attribute {
  readonly class: string;
  readonly name: string;
  /** True if the attribute is not null in at least one object. */
  readonly filled: boolean;
  /** True if the value contains a text or a number of the response. */
  readonly repeats: boolean;
}

/** Returns the index of the first request with the operation and the path of the last request, such as the request for page 1. */
export function answeredRequest({ exchanges }: Pick<ClientCall, 'exchanges'>): number {
  const last = exchanges.at(-1);
  if (last === undefined || last.operation === null) return exchanges.length - 1;
  const path = pathOf(last);
  return exchanges.findIndex((each) => each.operation === last.operation && pathOf(each) === path);
}

function pathOf({ request: { target } }: ClientExchange): string {
  return target.split('?')[0] ?? '';
}

/** Returns null if there is nothing to compare, for example a single value or a stream of events. */
export function readAnswer(call: ClientCall, { returns }: Pick<MethodDescription, 'returns'>): AnswerReading | null {
  const { exchanges, outcome } = call;
  const shown = exchanges[answeredRequest(call)];
  if (shown === undefined || asksForStream(shown)) return null;
  const { response } = shown;
  const body = response === null ? undefined : tryParseJson(decodeUtf8(response.body) ?? '');
  const value = resultOf(outcome);
  if (body === undefined || typeof value !== 'object' || value === null || isOpaque(value)) return null;
  if (handsOnText(value, decodeUtf8(response?.body ?? new Uint8Array()) ?? '')) return null;
  const headers = new Set(response?.headers.map(([name]) => name.toLowerCase()));
  const members = membersOf(body);
  const answered = new Set(members.map((member) => textOf(member.value)));
  return { members, names: namesIn(body), headers, returned: searchValue(value, { answered, hint: returns }) };
}

function isOpaque(value: DriverValue): boolean {
  return isJsonObject(value) && value.$type === 'opaque';
}

/** Returns true for a body that was split into a list of texts. */
function handsOnText(value: DriverValue, body: string): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') && value.join('') === body;
}

function resultOf(outcome: CallOutcome): DriverValue | undefined {
  if (outcome.kind === 'returned') return outcome.early ? undefined : outcome.value;
  return outcome.kind === 'exited' ? tryParseJson(outcome.stdout) : undefined;
}

export function namesIn(value: Json): ReadonlySet<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((item: Json) => [...namesIn(item)]));
  if (!isJsonObject(value)) return new Set();
  return new Set(Object.entries(value).flatMap(([key, member]) => [foldName(key), ...namesIn(member)]));
}

/** Returns every scalar, with one common pointer for all items of a list. */
function membersOf(body: Json, tokens: readonly string[] = []): readonly Member[] {
  if (Array.isArray(body)) return body.flatMap((item: Json) => membersOf(item, [...tokens, '*']));
  if (isJsonObject(body)) return Object.entries(body).flatMap(([key, value]) => membersOf(value, [...tokens, key]));
  const name = tokens.findLast((token) => token !== '*') ?? '';
  return [{ pointer: formatPointer(tokens), name, value: body }];
}

interface Searched {
  /** The scalars of the response, as `textOf` writes them. */
  readonly answered: ReadonlySet<string>;
  readonly hint: TypeHint | undefined;
}

function searchValue(value: DriverValue, { answered, hint }: Searched): Returned {
  const found: Found = {
    answered,
    values: new Set(),
    named: new Map(),
    cut: new Set(),
    attributes: new Map(),
    nulls: new Set(),
  };
  walk(value, '', found);
  if (hint !== undefined) walkHint(hint, value, found);
  const { values, named, cut, nulls } = found;
  return { values, named, cut, attributes: [...found.attributes.values()], nulls };
}

interface Found extends Pick<Searched, 'answered'> {
  readonly values: Set<string>;
  readonly named: Map<string, Map<string, Json>>;
  readonly cut: Set<string>;
  readonly attributes: Map<string, Attribute>;
  readonly nulls: Set<string>;
}

function walk(value: DriverValue, name: string, found: Found): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, name, found);
    return;
  }
  if (!isJsonObject(value)) {
    note(value as Json, name, found);
    return;
  }
  const tagged = value as { readonly [key: string]: DriverValue };
  if (tagged.$type === 'object' && isJsonObject(tagged.fields)) {
    const { class: owner, fields } = tagged;
    for (const [key, member] of Object.entries(fields)) {
      noteAttribute({ class: String(owner), name: key }, member, found);
      walk(member, key, found);
    }
  } else if (tagged.bounded === true) found.cut.add(foldName(name));
  else if (typeof tagged.$type === 'string' && 'value' in tagged) note(tagged.value as Json, name, found);
  else {
    for (const [key, member] of Object.entries(tagged)) {
      if (member === null) found.nulls.add(key);
      walk(member, key, found);
    }
  }
}

function noteAttribute(owned: Pick<Attribute, 'class' | 'name'>, member: DriverValue, found: Found): void {
  const isKnown = found.attributes.get(keyOf(owned))?.repeats === true;
  const made = { ...owned, filled: member !== null, repeats: isKnown || repeats(member, found.answered) };
  addAttribute(made, found.attributes);
}

export function addAttribute(attribute: Attribute, to: Map<string, Attribute>): void {
  const { filled = false, repeats: repeated = false } = to.get(keyOf(attribute)) ?? {};
  to.set(keyOf(attribute), {
    ...attribute,
    filled: filled || attribute.filled,
    repeats: repeated || attribute.repeats,
  });
}

function keyOf({ class: model, name }: Pick<Attribute, 'class' | 'name'>): string {
  return `${model} ${name}`;
}

function repeats(member: DriverValue, answered: ReadonlySet<string>): boolean {
  if (typeof member === 'string' || typeof member === 'number') return answered.has(textOf(member));
  if (typeof member !== 'object' || member === null) return false;
  const inside = Object.values(member as { readonly [key: string]: DriverValue });
  return inside.some((each) => repeats(each, answered));
}

function note(value: Json, name: string, found: Found): void {
  const text = textOf(value);
  found.values.add(text);
  const key = foldName(name);
  const scalars = found.named.get(key) ?? new Map<string, Json>();
  const known = scalars.get(text);
  // Prefers a number 5 to a text `5`, because the number is more specific.
  if (known === undefined || typeof known === 'string') scalars.set(text, value);
  found.named.set(key, scalars);
}

function walkHint(hint: TypeHint, value: DriverValue, found: Found): void {
  if (hint.kind === 'union') for (const choice of hint.of) walkHint(choice, value, found);
  if (hint.kind === 'list' && Array.isArray(value) && value[0] !== undefined) walkHint(hint.of, value[0], found);
  if (hint.kind !== 'object' || !isJsonObject(value) || '$type' in value) return;
  for (const field of hint.fields) {
    const member = (value as { readonly [key: string]: DriverValue })[field.name] ?? null;
    noteAttribute({ class: hint.class, name: field.name }, member, found);
    walkHint(field.type, member, found);
  }
}

/** Date-times for the same instant give the same text. */
export function textOf(value: Json): string {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) {
    const instant = Date.parse(value);
    if (!Number.isNaN(instant)) return `instant ${instant}`;
  }
  return String(value);
}
