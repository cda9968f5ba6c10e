import { parsePointer } from '../../lib/json-pointer.ts';
import type { Json, JsonPointer } from '../../model/json.ts';

/** Builds a partial body that has `value` at the pointer: `/a/b` → `{ a: { b: value } }`. */
export function bodyAt(pointer: JsonPointer, value: Json): Json {
  return parsePointer(pointer).reduceRight<Json>((inner, token) => ({ [token]: inner }), value);
}

/** `${step.a.b}`: the value at the pointer in the step's response. */
export function answerAt(step: string, pointer: JsonPointer): string {
  return `\${${[step, ...parsePointer(pointer)].join('.')}}`;
}
