import { codedError } from '../lib/error.ts';
import { formatPointer } from '../lib/json-pointer.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { Contract, Field } from '../model/contract.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import { allFields, bodyPointer } from '../schema/field-tree.ts';

/** Values by logical field name. An undefined value is not sent. */
export type FieldValues = { readonly [field: string]: Json | undefined };

export interface PlacedValue {
  readonly field: Field;
  /** JSON pointer of the value in the body, empty for a value elsewhere in the request. */
  readonly pointer: string;
  readonly value: Json;
}

/** Returns each value with its field, after splitting objects into their nested fields. */
export function placeValues(contract: Contract, values: FieldValues): readonly PlacedValue[] {
  const placed: PlacedValue[] = [];
  for (const name of Object.keys(values)) {
    const value = values[name];
    if (value !== undefined) placeValue(findField(contract, name), value, placed);
  }
  return placed;
}

function findField(contract: Contract, name: string): Field {
  const fields = allFields(contract);
  const found = fields.find((field) => field.name === name);
  if (found !== undefined) return found;
  const names = fields.map((field) => field.name);
  const hint = didYouMean(name, names) ?? `it has ${names.join(', ') || 'none'}`;
  throw codedError('field-unknown', `must be a field of ${contract.id}; was "${name}" (${hint})`);
}

function placeValue(field: Field, value: Json, placed: PlacedValue[]): void {
  const pointer = field.place.location === 'body' ? bodyPointer(field) : '';
  if (field.fields.length === 0 || !isJsonObject(value)) {
    placed.push({ field, pointer, value });
    return;
  }
  placed.push({ field, pointer, value: {} });
  for (const [key, member] of Object.entries(value)) {
    const child = field.fields.find(({ name }) => name === `${field.name}.${key}`);
    // An undeclared member is sent where the caller put it.
    if (child === undefined) placed.push({ field, pointer: pointer + formatPointer([key]), value: member });
    else placeValue(child, member, placed);
  }
}
