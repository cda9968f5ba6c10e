import type { TypeHint } from '../model/driver.ts';
import type { Json } from '../model/json.ts';
import { isOpen } from './hint-words.ts';

/** Returns true if `now` allows every value that `before` allows, or if one of the two types is unknown. */
export function acceptsType(now: TypeHint, before: TypeHint): boolean {
  if (isOpen(now) || isOpen(before)) return true;
  if (before.kind === 'union') return before.of.every((each) => acceptsType(now, each));
  if (before.kind === 'literal') return before.values.every((value) => acceptsValue(now, value));
  if (before.kind === 'boolean' && [true, false].every((value) => acceptsValue(now, value))) return true;
  switch (now.kind) {
    case 'union':
      return now.of.some((each) => acceptsType(each, before));
    case 'list':
      return before.kind === 'list' && acceptsType(now.of, before.of);
    case 'map':
      return before.kind === 'object' || (before.kind === 'map' && acceptsType(now.of, before.of));
    // The members of objects are not compared here, because the caller compares each member as a separate argument.
    case 'object':
      return before.kind === 'object' || before.kind === 'map';
    case 'number':
      return before.kind === 'number' || before.kind === 'integer';
    default:
      return now.kind === before.kind;
  }
}

function acceptsValue(type: TypeHint, value: Json): boolean {
  switch (type.kind) {
    case 'any':
    case 'json':
      return true;
    case 'union':
      return type.of.some((each) => acceptsValue(each, value));
    case 'literal':
      return type.values.some((each) => JSON.stringify(each) === JSON.stringify(value));
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type.kind;
    default:
      return false;
  }
}
