import { writeJson } from '../../lib/json-text.ts';
import { isRedacted } from '../../lib/redaction-mark.ts';
import type { Contract, Place } from '../../model/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { bodyPointer } from '../../schema/field-tree.ts';
import { type DecodedField, decodeRequest } from '../../wire/decode-request.ts';
import type { PathParams } from '../../wire/match-route.ts';
import type { Judge } from '../judge.ts';

interface IntentDifference {
  readonly name: string;
  readonly place: Place;
  readonly wanted: Json | undefined;
  readonly found: Json | undefined;
  /** The name of another field that has this value in the same call of the intent file. */
  readonly other?: string;
}

/** A request, compared with the call in the intent file that explains the request. */
export interface IntentReading {
  /** Position of the call in the intent file, or null if no call explains the request. */
  readonly call: number | null;
  readonly repeated: boolean;
  readonly dropped: readonly IntentDifference[];
  readonly changed: readonly IntentDifference[];
  /** Values that neither the intent file nor a default in the contract explains. */
  readonly added: readonly IntentDifference[];
}

/** Returns null if there is no intent file. */
export function readIntent(
  judge: Judge,
  contract: Contract,
  { exchange, params }: { readonly exchange: Exchange; readonly params: PathParams | null },
): IntentReading | null {
  const { intended } = exchange;
  if (intended === undefined) return null;
  const { call, repeated = false } = intended;
  if (call === null || repeated) return { call, repeated, dropped: [], changed: [], added: [] };
  const { fields } = decodeRequest(contract, exchange.request, {
    params: params ?? {},
    profile: judge.context.profile,
    schemas: judge.schemas,
    credentials: judge.credentialNames(contract, exchange.asked.auth),
  });
  const differences = fields
    .flatMap((decoded) => compareField(decoded, intended.with))
    .filter(({ wanted, found }) => wanted !== undefined || !isNothing(found) || contract.method === 'PATCH');
  const changed = differences.filter(({ wanted, found }) => wanted !== undefined && found !== undefined);
  return {
    ...{ call, repeated },
    dropped: differences.filter(({ found }) => found === undefined),
    changed: changed.map((each) => ({ ...each, ...otherOf(each, intended.with) })),
    added: differences.filter(({ wanted }) => wanted === undefined),
  };
}

function compareField({ field, present, value }: DecodedField, given: { readonly [name: string]: Json }) {
  const { name } = field;
  const place: Place = field.place.location === 'body' ? { location: 'body', name: bodyPointer(field) } : field.place;
  const wanted = given[name];
  const found = present ? (value as Json) : undefined; // the request was decoded, so its values are JSON
  if (wanted !== undefined) return compare({ name, place, wanted, found });
  const isTop = !name.includes('.') && place.location !== 'path';
  if (!isTop || found === undefined || isDefault(field, found)) return [];
  return [{ name, place, wanted: undefined, found }];
}

function compare({ name, place, wanted, found }: IntentDifference): readonly IntentDifference[] {
  if (isSame(wanted, found)) return [];
  if (!isJsonObject(wanted) || !isJsonObject(found)) return [{ name, place, wanted, found }];
  return [...new Set([...Object.keys(wanted), ...Object.keys(found)])].flatMap((key) => {
    const inner = place.location === 'body' ? { ...place, name: `${place.name}/${key}` } : place;
    return compare({ name: `${name}.${key}`, place: inner, wanted: wanted[key], found: found[key] });
  });
}

/** Compares scalars as text, and date-times as instants. */
function isSame(wanted: Json | undefined, found: Json | undefined): boolean {
  if (isNothing(wanted) && isNothing(found)) return true;
  if (wanted === undefined || found === undefined) return false;
  if (isRedacted(found) || isRedacted(wanted) || writeJson(wanted) === writeJson(found)) return true;
  if (typeof wanted === 'object' || typeof found === 'object') return false;
  return String(wanted) === String(found) || isSameInstant(String(wanted), String(found));
}

/** An absent value, null and an empty list all mean that there is no value. */
function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function isSameInstant(a: string, b: string): boolean {
  const isTime = (text: string) => /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text);
  return isTime(a) && isTime(b) && Date.parse(a) === Date.parse(b);
}

function isDefault({ default: own, schema }: DecodedField['field'], found: Json): boolean {
  const declared = own ?? (isJsonObject(schema) ? schema.default : undefined);
  return declared !== undefined && isSame(declared, found);
}

/** Finds another field with the sent value. The client may have swapped two values, or sent one value twice. */
function otherOf({ name, found }: IntentDifference, given: { readonly [name: string]: Json }): { other?: string } {
  const other = Object.keys(given).find((each) => each !== name && isSame(given[each], found));
  return other === undefined ? {} : { other };
}
