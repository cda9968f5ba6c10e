import { writeJson } from '../../../lib/json-text.ts';
import { mapValues } from '../../../lib/map-values.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';

const REFERENCE = /(?<!\$)\$\{([^}]*)\}/g;
const ONLY_REFERENCE = /^\$\{([^}]*)\}$/;

/** Returns the first name of every reference: `order` for `${order.id}`. */
export function referencedNames(value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  collect(value, names);
  return names;
}

/** If the text is exactly one reference, returns the first name in the reference: `order` for `${order.id}`. */
export function soleReference(value: Json | undefined): string | undefined {
  const match = typeof value === 'string' ? ONLY_REFERENCE.exec(value) : null;
  return match === null ? undefined : firstName(match[1] ?? '');
}

/** If a text consists of one reference, the replacement may have another type, such as a number. */
function replaceReferences(value: Json, find: (expression: string) => Json | undefined): Json {
  if (typeof value === 'string') return replaceInText(value, find);
  if (Array.isArray(value)) return value.map((item: Json) => replaceReferences(item, find));
  return isJsonObject(value) ? replaceInMembers(value, find) : value;
}

export function replaceInMembers(value: JsonObject, find: (expression: string) => Json | undefined): JsonObject {
  return mapValues(value, (member) => replaceReferences(member, find));
}

export function firstName(expression: string): string {
  return expression.split('.')[0] ?? '';
}

function replaceInText(text: string, find: (expression: string) => Json | undefined): Json {
  const only = ONLY_REFERENCE.exec(text);
  if (only !== null) return find(only[1] ?? '') ?? text;
  return text.replaceAll(REFERENCE, (part, expression: string) => {
    const found = find(expression);
    if (found === undefined) return part;
    return typeof found === 'string' ? found : writeJson(found);
  });
}

function collect(value: unknown, names: Set<string>): void {
  if (typeof value === 'string')
    for (const [, expression = ''] of value.matchAll(REFERENCE)) names.add(firstName(expression));
  else if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) collect(member, names);
}
