import { isNumeric } from '../../lib/json-text.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';

export interface JsonTools {
  /** Returns the replacement for a value that is secret because of its name. */
  readonly mark: (secret: string) => string;
  readonly redactText: (text: string) => string;
  readonly isSecretName: (name: string) => boolean;
}

/** Redacts known secrets anywhere, and every string and number under a member with a secret name. */
export function mapJson<T extends Json>(value: T, tools: JsonTools): T {
  return walk(value, { tools, secret: false, expected: false }) as T; // safe cast: `walk` keeps the types
}

/** A matcher such as `{ type: string }` stays visible, even in place of a secret value. */
export function mapExpected<T extends Json>(value: T, tools: JsonTools): T {
  return walk(value, { tools, secret: false, expected: true }) as T; // safe cast: `walk` keeps the types
}

interface Walk {
  readonly tools: JsonTools;
  readonly secret: boolean;
  readonly expected: boolean;
}

const ABOUT_A_SECRET = new Set(['$type', '$match', '$contains', '$length']);

function walk(value: Json, at: Walk): Json {
  const { tools, secret, expected } = at;
  if (typeof value === 'string') return secret && value !== '' ? tools.mark(value) : tools.redactText(value);
  if (isNumeric(value)) return expected ? value : redactNumber(value, at);
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => walk(item, at));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  return isJsonObject(value) ? walkMembers(value, at) : value;
}

function redactNumber(value: number | bigint, { tools, secret }: Walk): Json {
  const text = String(value);
  return secret || tools.redactText(text) !== text ? tools.mark(text) : value;
}

/** An object without secrets is not copied, and most objects contain no secret. */
function walkMembers(object: JsonObject, at: Walk): JsonObject {
  const { tools, secret, expected } = at;
  let changed: Map<string, Json> | undefined;
  for (const key in object) {
    const member = object[key];
    if (member === undefined) continue;
    const named = tools.isSecretName(key) || secret;
    const inside = named && !(expected && ABOUT_A_SECRET.has(key));
    const next = walk(member, inside === secret ? at : { ...at, secret: inside });
    if (next !== member) changed = (changed ?? new Map()).set(key, next);
  }
  if (changed === undefined) return object;
  return Object.fromEntries(Object.entries(object).map(([key, member]) => [key, changed.get(key) ?? member]));
}
