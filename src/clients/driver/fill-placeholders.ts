import { userError } from '../../lib/error.ts';
import { mapValues } from '../../lib/map-values.ts';
import { fillPlaceholders } from '../../lib/placeholders.ts';
import { isJsonObject, type Json } from '../../model/json.ts';

export interface Provided {
  readonly base_url: string;
  readonly api_key: string;
}

export function fillText(text: string, provided: Provided): string {
  return fillPlaceholders(text, (name) => {
    if (name === 'base_url' || name === 'api_key') return provided[name];
    throw userError(
      'placeholder-unknown',
      `a client file may contain \${base_url} and \${api_key}, but not \${${name}}`,
      {
        hint: 'Write $${ for a literal ${.',
      },
    );
  });
}

export function fillJson(value: Json, provided: Provided): Json {
  if (typeof value === 'string') return fillText(value, provided);
  if (Array.isArray(value)) return value.map((item: Json) => fillJson(item, provided));
  return isJsonObject(value) ? fillMap(value, provided) : value;
}

export function fillMap(map: { readonly [key: string]: Json }, provided: Provided): { readonly [key: string]: Json } {
  return mapValues(map, (value) => fillJson(value, provided));
}
