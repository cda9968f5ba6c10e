import { compareInstants } from '../../../lib/compare-instants.ts';
import { jsonTypeOf } from '../../../lib/preview-value.ts';
import type { Landing } from '../../../model/client-surface.ts';
import type { DriverValue } from '../../../model/driver.ts';
import { isJsonObject, type Json } from '../../../model/json.ts';
import { schemaTypes } from '../../../schema/schema-types.ts';
import type { Judge } from '../../judge.ts';
import type { Target } from './targets.ts';

/** What became of a value on its way to the wire. */
export type ValueFate =
  | { readonly kind: 'same' }
  /** Another JSON type, or a text that cannot be read as the declared one. */
  | { readonly kind: 'retyped'; readonly expected: string; readonly observed: string }
  /** The right type in a spelling that the server does not read. */
  | { readonly kind: 'misspelt'; readonly expected: string }
  /** Another value. */
  | { readonly kind: 'changed' };

const SAME: ValueFate = { kind: 'same' };

/** Compares what was given with what was sent, as the place wants it. */
export function fateOf({ given, sent, place }: Landing, target: Target, judge: Judge): ValueFate {
  const value = plainValue(given);
  if (value === undefined) return fateOfInstant(String(given === null ? '' : (given as { value: string }).value), sent); // tagged
  if (place.location !== 'body') return fateOfText(value, sent, target);
  return fateOfJson(value, sent, { target, judge });
}

/** undefined: a time. */
function plainValue(given: DriverValue): Json | undefined {
  if (isJsonObject(given) && given.$type === 'datetime') return undefined;
  if (isJsonObject(given) && given.$type === 'bytes')
    return Buffer.from(String(given.base64), 'base64').toString('utf8');
  return given as Json; // the tracer gives no other tagged value
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

/** Outside a JSON body everything is text. */
function fateOfText(value: Json, sent: Json, { field }: Target): ValueFate {
  if (Array.isArray(value)) return fateOfList(value, sent, listStyle(field.serialization));
  if (typeof value === 'boolean') return field.booleanStyle === 'true-false' ? fateOfFlag(value, sent) : SAME;
  if (typeof value === 'object') return SAME;
  return String(value) === sent ? SAME : { kind: 'changed' };
}

const YES = /^(?:true|1|yes|on)$/i;
const NO = /^(?:false|0|no|off)$/i;

/** A flag that stands for something else, as `--no-verify` does, is sent as that. */
function fateOfFlag(value: boolean, sent: Json): ValueFate {
  if (sent === String(value) || typeof sent !== 'string') return SAME;
  return (value ? YES : NO).test(sent) ? { kind: 'misspelt', expected: String(value) } : SAME;
}

function listStyle({ style, explode }: Target['field']['serialization']): string {
  return style === 'json' ? 'json' : style === 'form' && !explode ? 'comma' : 'repeat';
}

function fateOfList(value: readonly Json[], sent: Json, style: string): ValueFate {
  const texts = value.map(String);
  if (style === 'json')
    return sent === JSON.stringify(value) ? SAME : { kind: 'misspelt', expected: JSON.stringify(value) };
  if (style === 'comma') return sent === texts.join(',') ? SAME : { kind: 'misspelt', expected: texts.join(',') };
  return JSON.stringify(sent) === JSON.stringify(texts)
    ? SAME
    : { kind: 'misspelt', expected: `${texts.join(' and ')}, the name repeated` };
}

interface JsonContext {
  readonly target: Target;
  readonly judge: Judge;
}

function fateOfJson(value: Json, sent: Json, { target, judge }: JsonContext): ValueFate {
  if (JSON.stringify(value) === JSON.stringify(sent)) return SAME;
  const types = schemaTypes(target.schema, judge.schemas);
  const [given, found] = [jsonTypeOf(value), jsonTypeOf(sent)];
  const suits = types === null || types.has(found) || (found === 'integer' && types.has('number'));
  if (!suits) return { kind: 'retyped', expected: [...(types ?? [])].join(' or '), observed: found };
  // A text that a command takes apart, a flag that stands for a value: the server gets what it wants.
  if (given !== found) return SAME;
  if (typeof value === 'object') return isSameInside(value, sent) ? SAME : { kind: 'changed' };
  return { kind: 'changed' };
}

function isSameInside(value: Json, sent: Json): boolean {
  const text = JSON.stringify(sent);
  return JSON.stringify(value) === text;
}
