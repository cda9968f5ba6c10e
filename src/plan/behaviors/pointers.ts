import { parsePointer } from '../../lib/json-pointer.ts';
import type { Json, JsonPointer } from '../../model/json.ts';

/** Builds a partial body that has `value` at the pointer: `/a/b` → `{ a: { b: value } }`. */
export function bodyAt(pointer: JsonPointer, value: Json): Json {
  return parsePointer(pointer).reduceRight<Json>((inner, token) => ({ [token]: inner }), value);
}

/** Returns a reference to the value at a pointer in a step's response: `${step.a.b}`. */
export function answerAt(step: string, pointer: JsonPointer): string {
  return `\${${[step, ...parsePointer(pointer)].join('.')}}`;
}
