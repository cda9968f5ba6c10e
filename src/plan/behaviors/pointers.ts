import { parsePointer } from '../../lib/json-pointer.ts';
import type { Json, JsonPointer } from '../../model/json.ts';

/** A partial body that has `value` at the pointer: `/a/b` → `{ a: { b: value } }`. */
export function bodyAt(pointer: JsonPointer, value: Json): Json {
  return parsePointer(pointer).reduceRight<Json>((inner, token) => ({ [token]: inner }), value);
}

/** `${step.a.b}`: what stands at the pointer in the step's answer. */
export function answerAt(step: string, pointer: JsonPointer): string {
  return `\${${[step, ...parsePointer(pointer)].join('.')}}`;
}
