import { parsePointer } from '../../lib/json-pointer.ts';
import type { Field } from '../../model/contract.ts';
import { isJsonObject } from '../../model/json.ts';
import { allFields } from '../../schema/field-tree.ts';
import type { Subject } from '../subject.ts';

/**
 * Why a response shows nothing about the value that a probe tried, which must be refused: it is a refusal for another reason,
 * by its status or by the fields that it names. undefined: it says something about the value, or may.
 */
export function otherRefusal({ exchange, answer, contract }: Subject): string | undefined {
  const { blame } = exchange.expect;
  const status = exchange.response?.status ?? 0;
  if (blame?.kind !== 'accepted-invalid' || status < 400 || status >= 500) return undefined;
  if (OTHER_REASONS.has(status) && !answer.wish.accepts(status))
    return `the server refused it for another reason, with ${status}`;
  if (blame.field === undefined || answer.body.kind !== 'json') return undefined;
  const named = new Set([...fieldNames(answer.body.value)].map(plain));
  const tried = allFields(contract).find(({ name }) => name === blame.field);
  if (tried === undefined || namesOf(tried).some((name) => named.has(name))) return undefined;
  const others = contract.fields
    .filter((field) => namesOf(field).some((name) => named.has(name)))
    .map(({ name }) => `"${name}"`);
  return others.length === 0 ? undefined : `the server refused it because of ${others.join(', ')}`;
}

/** No credential, no permission, not found, a conflict, too many requests: none is about the form of a value. */
const OTHER_REASONS: ReadonlySet<number> = new Set([401, 403, 404, 409, 410, 423, 429]);

/** Members in which error bodies name a field: `loc` of FastAPI, `pointer` of JSON:API, `field` and `param` of many. */
const NAMING: ReadonlySet<string> = new Set(['loc', 'field', 'fields', 'param', 'parameter', 'pointer', 'property']);

function* fieldNames(value: unknown, isNaming = false): Iterable<string> {
  if (typeof value === 'string' && isNaming) yield* value.startsWith('/') ? parsePointer(value) : value.split(/[./]/);
  if (Array.isArray(value)) for (const item of value) yield* fieldNames(item, isNaming);
  if (!isJsonObject(value) || Array.isArray(value)) return;
  for (const [key, member] of Object.entries(value)) yield* fieldNames(member, isNaming || NAMING.has(key));
}

/** Of a nested field also the names of those above it. */
function namesOf({ name, place }: Field): readonly string[] {
  return [name, ...name.split(/[./]/), ...place.name.split('/')].filter((each) => each !== '').map(plain);
}

/** `Idempotency-Key` and `idempotencyKey` name the field `idempotency_key`. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
