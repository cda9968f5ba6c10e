import { nearest } from '../lib/nearest.ts';
import type { Contract, Field } from '../model/contract.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import { codedError } from './coded-error.ts';
import { allFields, bodyPointer } from './field-tree.ts';

/** Logical field → value. A field that is undefined is not given. */
export type FieldValues = { readonly [field: string]: Json | undefined };

/** A value and the field that says where it travels. */
export interface PlacedValue {
  readonly field: Field;
  /** For a body field, the pointer in the body. */
  readonly pointer: string;
  readonly value: Json;
}

/** Given values with their fields, in the order given. An object whose field has fields below is taken apart. */
export function placeValues(contract: Contract, values: FieldValues): readonly PlacedValue[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : placeValue(findField(contract, name), value),
  );
}

function findField(contract: Contract, name: string): Field {
  const fields = allFields(contract);
  const found = fields.find((field) => field.name === name);
  if (found !== undefined) return found;
  const names = fields.map((field) => field.name);
  const near = nearest(name, names);
  const hint = near === undefined ? `it has ${names.join(', ') || 'none'}` : `did you mean "${near}"?`;
  throw codedError('UNKNOWN_FIELD', `must be a field of ${contract.id}; was "${name}" (${hint})`);
}

function placeValue(field: Field, value: Json): readonly PlacedValue[] {
  const pointer = field.place.location === 'body' ? bodyPointer(field) : '';
  if (field.fields.length === 0 || !isJsonObject(value)) return [{ field, pointer, value }];
  const inside = Object.entries(value).flatMap(([key, member]) => {
    const child = field.fields.find(({ name }) => name === `${field.name}.${key}`);
    // A member that is not declared one by one stays where it was given.
    return child === undefined
      ? [{ field, pointer: `${pointer}/${escapeToken(key)}`, value: member }]
      : placeValue(child, member);
  });
  return [{ field, pointer, value: {} }, ...inside];
}

function escapeToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
