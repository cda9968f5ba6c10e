import { compareInstants } from '../../../lib/compare-instants.ts';
import { byKey } from '../../../lib/compare-text.ts';
import { foldName } from '../../../lib/fold-name.ts';
import { writeJson } from '../../../lib/json-text.ts';
import { jsonTypeOf } from '../../../lib/preview-value.ts';
import type { ArgumentReading, Landing } from '../../../model/client-surface.ts';
import type { Serialization } from '../../../model/contract.ts';
import type { DriverValue } from '../../../model/driver.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../../../model/json.ts';
import { objectMembers } from '../../../schema/members.ts';
import { itemSchema, schemaTypes } from '../../../schema/schema-types.ts';
import { SEPARATORS } from '../../../wire/styles.ts';
import type { Judge } from '../../judge.ts';
import { nearness } from '../field-aliases.ts';
import { argumentAliases } from './match-strays.ts';
import type { FieldTarget } from './targets.ts';

/** How the sent value differs from the value that the caller gave. */
type ValueFate =
  | { readonly kind: 'same' }
  /** The field does not allow the JSON type of the sent value, or the client sends a map as a list. */
  | { readonly kind: 'retyped'; readonly expected: string; readonly observed: string }
  /** The type is right, but the server cannot read the text, for example `True` in a query. */
  | { readonly kind: 'misspelt'; readonly expected: string }
  | { readonly kind: 'changed' };

const SAME: ValueFate = { kind: 'same' };

export function fateOf(landing: Landing, target: FieldTarget, judge: Judge): ValueFate {
  const { given, sent, place, textual, spelling } = landing;
  if (isEncodedOnPurpose(landing, target, judge)) return SAME;
  const value = plainValue(given);
  if (value === undefined) return fateOfInstant(String(given === null ? '' : (given as { value: string }).value), sent); // a date-time is a tagged value, not a plain object
  const isWhole = place.location !== 'body' || place.name === target.place.name;
  if (spelling !== undefined && isWhole) return { kind: 'misspelt', expected: spelling.expected };
  if (place.location !== 'body' || textual === true) return fateOfText(value, sent, { target, judge });
  return fateOfJson(value, sent, { target, judge });
}

/** Returns true if the client wrote the value as JSON or Base64 into a text field. */
function isEncodedOnPurpose({ given, sent, encoded }: Landing, { schema }: FieldTarget, { schemas }: Judge): boolean {
  if (typeof sent !== 'string' || sent === given || schemaTypes(schema, schemas)?.has('string') === false) return false;
  if (encoded) return true;
  const { format, contentEncoding } = isJsonObject(schema) ? schema : {};
  return (format === 'byte' || contentEncoding === 'base64') && Buffer.from(sent, 'base64').toString() === given;
}

/** Returns the value as JSON, or undefined for a date-time. */
function plainValue(given: DriverValue): Json | undefined {
  if (isJsonObject(given) && given.$type === 'datetime') return undefined;
  if (isJsonObject(given) && given.$type === 'bytes')
    return Buffer.from(String(given.base64), 'base64').toString('utf8');
  return given as Json; // dates and bytes are the only tagged values that the tracer gives
}

function fateOfInstant(given: string, sent: Json): ValueFate {
  const expected = 'RFC 3339, with an offset';
  if (typeof sent !== 'string') return { kind: 'misspelt', expected };
  const hasOffset = /(?:Z|[+-]\d\d:?\d\d)$/i.test(sent.trim());
  if (!hasOffset || !/^\d{4}-\d\d-\d\d[T ]/.test(sent)) return { kind: 'misspelt', expected };
  if (sent.includes(' ')) return { kind: 'misspelt', expected };
  const wasNaive = !/(?:Z|[+-]\d\d:?\d\d)$/i.test(given);
  if (wasNaive) return SAME;
  return compareInstants(given, sent) === 0 || Date.parse(given) === Date.parse(sent) ? SAME : { kind: 'changed' };
}

/** Outside a JSON body, every value is text. */
function fateOfText(value: Json, sent: Json, { target, judge }: JsonContext): ValueFate {
  const { field } = target;
  if (Array.isArray(value))
    return isPair(value, sent, target, judge) || isJoined(sent, target, judge)
      ? SAME
      : fateOfList(value, sent, field.serialization);
  if (typeof value === 'boolean') return isBoolean(target, judge) ? fateOfFlag(value, sent) : SAME;
  if (isJsonObject(value)) return fateOfMap(value, sent);
  if (!Array.isArray(sent) || schemaTypes(target.schema, judge.schemas)?.has('array') === true)
    return String(value) === String(sent) ? SAME : { kind: 'changed' };
  return { kind: 'changed' };
}

/** A file in a form may be given as a pair: its name and its content. Only the content is compared. */
function isPair(value: readonly Json[], sent: Json, { schema, place }: FieldTarget, { schemas }: Judge): boolean {
  return place.location === 'body' && value.at(-1) === sent && schemaTypes(schema, schemas)?.has('array') === false;
}

function isJoined(sent: Json, { schema }: FieldTarget, { schemas }: Judge): boolean {
  const types = schemaTypes(schema, schemas);
  return typeof sent === 'string' && !sent.startsWith('[') && types?.has('string') === true && !types.has('array');
}

/** A flag may set a field of another type: the client may send `limit=1` for `latest=True`. */
function isBoolean({ field, schema }: FieldTarget, { schemas }: Judge): boolean {
  return field.booleanStyle === 'true-false' && schemaTypes(schema, schemas)?.has('boolean') !== false;
}

const YES = /^(?:true|1|yes|on)$/i;
const NO = /^(?:false|0|no|off)$/i;

/** A flag may mean the opposite value: `--no-verify` is sent as `false`. */
function fateOfFlag(value: boolean, sent: Json): ValueFate {
  if (sent === String(value) || typeof sent !== 'string') return SAME;
  return (value ? YES : NO).test(sent) ? { kind: 'misspelt', expected: String(value) } : SAME;
}

function fateOfList(value: readonly Json[], sent: Json, { style, explode }: Serialization): ValueFate {
  // An empty list can be written in several ways.
  if (value.length === 0) return SAME;
  const texts = value.map(textOf);
  if (writeJson(textOf(sent)) === writeJson(texts)) return SAME;
  if (texts.length === 1 && textOf(sent) === texts[0]) return SAME;
  if (style === 'json') return { kind: 'misspelt', expected: writeJson(value) };
  const isOneText = SEPARATORS[style] !== undefined && !(style === 'form' && explode);
  const expected = isOneText ? texts.join(SEPARATORS[style]) : `${texts.join(' and ')}, with the name repeated`;
  return { kind: 'misspelt', expected };
}

function fateOfMap(value: JsonObject, sent: Json): ValueFate {
  if (writeJson(textOf(value)) === writeJson(textOf(sent))) return SAME;
  return Array.isArray(sent) ? { kind: 'retyped', expected: 'object', observed: 'array' } : SAME;
}

/** Makes values comparable by turning scalars into text and sorting members. */
function textOf(value: Json): Json {
  if (Array.isArray(value)) return value.map(textOf);
  if (!isJsonObject(value)) return String(value);
  const members = Object.entries(value).sort(byKey);
  return Object.fromEntries(members.map(([key, member]) => [key, textOf(member)]));
}

interface JsonContext {
  readonly target: FieldTarget;
  readonly judge: Judge;
}

function fateOfJson(value: Json, sent: Json, { target, judge }: JsonContext): ValueFate {
  if (writeJson(value) === writeJson(sent)) return SAME;
  const types = schemaTypes(target.schema, judge.schemas);
  const [given, found] = [jsonTypeOf(value), jsonTypeOf(sent)];
  const suits = types === null || types.has(found) || (found === 'integer' && types.has('number'));
  if (!suits) return { kind: 'retyped', expected: [...(types ?? [])].join(' or '), observed: found };
  // A command converts texts and flags, so every valid value counts as correct.
  if (given !== found) return SAME;
  if (typeof value === 'object')
    return isWithin(value, sent, { schema: target.schema, judge }) ? SAME : { kind: 'changed' };
  return { kind: 'changed' };
}

function isWithin(
  value: Json,
  sent: Json,
  { schema, judge }: Pick<JsonContext, 'judge'> & { readonly schema: JsonSchema | undefined },
): boolean {
  if (Array.isArray(value)) {
    if (!Array.isArray(sent) || sent.length !== value.length) return false;
    if (schema !== undefined && isSet(schema))
      return writeJson(value.map(writeJson).sort()) === writeJson(sent.map(writeJson).sort());
    const items = schema && itemSchema(schema, judge.schemas);
    return value.every((item, index) => isWithin(item, sent[index] ?? null, { schema: items, judge }));
  }
  if (isJsonObject(value) && value.$type === 'datetime')
    return fateOfInstant(String(value.value), sent).kind !== 'changed';
  if (!isJsonObject(value) || value.$type !== undefined) return writeJson(value) === writeJson(sent);
  if (!isJsonObject(sent)) return false;
  const { properties } = schema === undefined ? { properties: undefined } : objectMembers(schema, judge.schemas);
  return Object.entries(value).every(([key, member]) => {
    const name = wireName(key, sent, properties);
    return isWithin(member, sent[name] ?? null, { schema: properties?.get(name), judge });
  });
}

/** A member of a model may be sent under another name (`retryCount` for `retry_count`), but a key of a map may not. */
function wireName(key: string, sent: JsonObject, properties: ReadonlyMap<string, JsonSchema> | undefined): string {
  if (Object.hasOwn(sent, key) || properties?.has(key) || properties?.size === 0) return key;
  // Code generators add a prefix to a reserved word: `var_from` means `from`.
  const spellings = [key, key.replace(/^var_/, '')].map(foldName);
  return Object.keys(sent).find((name) => spellings.includes(foldName(name))) ?? key;
}

function isSet(schema: JsonSchema): boolean {
  if (!isJsonObject(schema)) return false;
  const choices: readonly unknown[] = [schema.anyOf, schema.oneOf].flatMap((each) => (Array.isArray(each) ? each : []));
  return [schema, ...choices].some((choice) => isJsonObject(choice) && choice.uniqueItems === true);
}

/** A flag may mean the opposite of a field: the flag `--no-notify` sets the field `notify` to false. */
function polarityOf(
  { path }: Pick<ArgumentReading, 'path'>,
  { aliases }: FieldTarget,
): 'same' | 'opposite' | 'unknown' {
  const own = argumentAliases({ path });
  if (nearness(own, aliases) > 0) return 'same';
  const bare = own.last.replace(/^(?:no|not|disable|without|skip)/, '');
  return bare !== own.last && bare !== '' && aliases.last === bare ? 'opposite' : 'unknown';
}

const FLAGS: { readonly [text: string]: boolean } = {
  true: true,
  false: false,
  '1': true,
  '0': false,
  yes: true,
  no: false,
};

export function readFlag(text: string): boolean | undefined {
  return FLAGS[text.toLowerCase()];
}

/** Returns undefined if the value is no flag. */
export function isInverted(
  argument: Pick<ArgumentReading, 'path'>,
  landing: Landing,
  target: FieldTarget,
): boolean | undefined {
  const { given, sent } = landing;
  const read = typeof sent === 'boolean' ? sent : readFlag(String(sent));
  if (typeof given !== 'boolean' || read === undefined) return undefined;
  const polarity = polarityOf(argument, target);
  return polarity === 'unknown' ? false : (given === read) === (polarity === 'opposite');
}
