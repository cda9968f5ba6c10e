import type { Contract } from '../model/contract.ts';
import type { Json } from '../model/json.ts';
import { codedError } from './coded-error.ts';
import { percentEncode } from './percent.ts';
import type { PlacedValue } from './place-values.ts';
import { scalarText, textPairs } from './wire-text.ts';

interface TargetParts {
  readonly placed: readonly PlacedValue[];
  readonly basePath: string;
  /** Query pairs besides the declared ones. */
  readonly besides: readonly (readonly [string, string])[];
}

/** Path and query in origin-form. Every character that is not unreserved is escaped, `/` in a value too. */
export function encodeTarget(contract: Contract, parts: TargetParts): string {
  const path = contract.path.replace(/\{([^{}]+)\}/g, (_, hole: string) => holeText(contract, hole, parts.placed));
  const declared = parts.placed
    .filter(({ field }) => field.place.location === 'query')
    .flatMap(({ field, value }) => textPairs(field, field.place.name, value));
  const query = [...declared, ...parts.besides].map(([name, text]) => `${percentEncode(name)}=${percentEncode(text)}`);
  return parts.basePath.replace(/\/+$/, '') + path + (query.length > 0 ? `?${query.join('&')}` : '');
}

/** `extra.query`: a list is repeated. */
export function extraQuery(extra: { readonly [name: string]: Json } | undefined): (readonly [string, string])[] {
  return Object.entries(extra ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item: Json) => [name, scalarText(item, 'true-false')] as const),
  );
}

function holeText(contract: Contract, hole: string, placed: readonly PlacedValue[]): string {
  const found = placed.find(({ field }) => field.place.location === 'path' && field.place.name === hole);
  if (found === undefined) {
    throw codedError(
      'MISSING_PATH_FIELD',
      `${contract.id} must be given "${hole}" to fill ${contract.path}; was nothing`,
    );
  }
  const { field, value } = found;
  const items: readonly Json[] = Array.isArray(value) ? value : [value];
  return items.map((item) => percentEncode(scalarText(item, field.booleanStyle))).join(',');
}
