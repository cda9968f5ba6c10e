import { userError } from '../lib/error.ts';
import { readPointer } from '../lib/json-pointer.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { Bundle } from './load-bundle.ts';
import { locate } from './load-bundle.ts';

/** A value, and the document to which the `$ref`s in the value are relative. */
export interface Spot {
  readonly value: unknown;
  readonly base: string;
}

/** `pointer` is the position of the value in its document. */
export interface RefTarget extends Spot {
  readonly pointer: string;
}

export function resolveTarget(bundle: Bundle, ref: string, base: string): RefTarget {
  const location = locate(base, ref);
  const hash = ref.indexOf('#');
  const pointer = hash === -1 ? '' : decode(ref.slice(hash + 1));
  const loaded = bundle.documents.get(location);
  if (loaded !== undefined && 'error' in loaded) throw loaded.error;
  const value =
    loaded === undefined
      ? undefined
      : (readPointer(loaded.value, pointer) ?? readPointer(loaded.value, movedPointer(pointer)));
  if (value === undefined)
    throw userError('ref-missing', `${base}: $ref ${ref} has no target`, {
      hint: 'correct the $ref, or add its target',
    });
  return { value, base: location, pointer };
}

/** Follows references up to a value without `$ref`, or returns null if the value is not an object. */
export function follow(bundle: Bundle, spot: Spot): { readonly value: JsonObject; readonly base: string } | null {
  let { value, base } = spot;
  const passed = new Set<JsonObject>();
  while (isJsonObject(value)) {
    const ref: unknown = value.$ref;
    if (typeof ref !== 'string') return { value, base };
    if (passed.has(value))
      throw userError('ref-cyclic', `${base}: $ref ${ref} refers to itself`, {
        hint: 'change the $ref to a different target',
      });
    passed.add(value);
    ({ value, base } = resolveTarget(bundle, ref, base));
  }
  return null;
}

function decode(pointer: string): string {
  try {
    return decodeURIComponent(pointer);
  } catch {
    return pointer;
  }
}

/**
 * Returns the OpenAPI 3.1 pointer for a Swagger 2.0 pointer: `/definitions/Order` becomes `/components/schemas/Order`.
 */
function movedPointer(pointer: string): string {
  return pointer
    .replace(/^\/definitions\//, '/components/schemas/')
    .replace(/^\/(parameters|responses)\//, '/components/$1/');
}
