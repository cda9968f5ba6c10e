import type { Parameter, TypeHint } from '../model/driver.ts';
import type { Json } from '../model/json.ts';
import { wordsOfList, wordsOfUnion } from '../schema/type-words.ts';

/** Returns the type name that contracts use, such as `integer`, or null if the type allows any value. */
export function hintWords(hint: TypeHint): string | null {
  switch (hint.kind) {
    case 'any':
    case 'json':
    case 'null':
      return null;
    case 'datetime':
    case 'bytes':
      return 'string';
    case 'list':
      return wordsOfList(hintWords(hint.of));
    case 'map':
      return 'map';
    case 'literal':
      return wordsOfUnion(hint.values.flatMap((value) => valueWord(value) ?? []));
    case 'union':
      return hint.of.some(isOpen) ? null : wordsOfUnion(hint.of.flatMap((each) => hintWords(each) ?? []));
    default:
      return hint.kind;
  }
}

export function typeText({ declared, type }: Parameter): string {
  return declared ?? hintWords(type) ?? 'anything';
}

export function hintValues(hint: TypeHint): readonly Json[] | undefined {
  if (hint.kind === 'literal') return hint.values.filter((value) => value !== null);
  if (hint.kind !== 'union') return undefined;
  const parts = hint.of.filter(({ kind }) => kind !== 'null').map(hintValues);
  return parts.length > 0 && parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

export function isOpen({ kind }: TypeHint): boolean {
  return kind === 'any' || kind === 'json';
}

function valueWord(value: Json): string | null {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return value === null ? null : typeof value === 'object' ? 'object' : typeof value;
}
