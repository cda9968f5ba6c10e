import type { DriverValue, TypeHint } from '../../../model/driver.ts';
import { COLLECTIONS } from './type-hint.ts';

/** Converts an argument to its JavaScript type: a Date or bytes if the declaration allows them, otherwise plain JSON. */
export function decodeArgument(value: DriverValue, hint: TypeHint): unknown {
  if (isList(value)) {
    const list = ofKind(hint, 'list');
    const items = value.map((item) => decodeArgument(item, list?.of ?? ANY));
    return list !== undefined && COLLECTIONS.get(list) === 'Set' ? new Set(items) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (typeof value.$type === 'string') return decodeTagged(value, hint);
  const fields = ofKind(hint, 'object')?.fields ?? [];
  const map = ofKind(hint, 'map');
  const members = Object.entries(value).map(([name, member]) => {
    const declared = fields.find((field) => field.name === name)?.type ?? map?.of ?? ANY;
    return [name, decodeArgument(member, declared)] as const;
  });
  return map !== undefined && COLLECTIONS.get(map) === 'Map' ? new Map(members) : Object.fromEntries(members);
}

function isList(value: DriverValue): value is readonly DriverValue[] {
  return Array.isArray(value);
}

const ANY: TypeHint = { kind: 'any' };

function decodeTagged(value: { readonly [key: string]: unknown }, hint: TypeHint): unknown {
  switch (value.$type) {
    case 'datetime':
      // A text without an offset means local time, as usual in JavaScript.
      return takes(hint, 'datetime') ? new Date(String(value.value)) : value.value;
    case 'bytes':
      return takes(hint, 'bytes') ? Uint8Array.from(Buffer.from(String(value.base64), 'base64')) : value.base64;
    // JavaScript has no tuples, so a tuple becomes an array.
    case 'tuple':
      return decodeArgument((value.items ?? []) as DriverValue, hint); // safe cast: wireparity's own loader wrote `items`
    case 'enum':
      return value.value;
    case 'object':
      return decodeArgument((value.fields ?? {}) as DriverValue, hint); // safe cast: the driver protocol defines `fields`
    default:
      return value.text;
  }
}

function takes(hint: TypeHint, kind: TypeHint['kind']): boolean {
  return ofKind(hint, kind) !== undefined || ofKind(hint, 'any') !== undefined;
}

function ofKind<K extends TypeHint['kind']>(hint: TypeHint, kind: K): Extract<TypeHint, { kind: K }> | undefined {
  if (hint.kind === 'union') {
    for (const each of hint.of) {
      const found = ofKind(each, kind);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return hint.kind === kind ? (hint as Extract<TypeHint, { kind: K }>) : undefined; // safe cast: `kind` was compared
}
