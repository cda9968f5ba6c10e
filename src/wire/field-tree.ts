import { formatPointer } from '../lib/json-pointer.ts';
import type { Contract, Field } from '../model/contract.ts';

/** Every field of a contract, those below others included, parents first. */
export function allFields(contract: Contract): readonly Field[] {
  const fields = all.get(contract) ?? contract.fields.flatMap(withDescendants);
  all.set(contract, fields);
  return fields;
}

/** Asked for with every request. */
const all = new WeakMap<Contract, readonly Field[]>();

/** The fields that a profile knows, removed ones left out; one below a field that is unknown is unknown too. */
export function fieldsOfProfile(contract: Contract, profile: string): readonly Field[] {
  const known = ofContract.get(contract) ?? new Map<string, readonly Field[]>();
  ofContract.set(contract, known);
  const fields = known.get(profile) ?? contract.fields.flatMap((field) => knownTo(profile, field));
  known.set(profile, fields);
  return fields;
}

const ofContract = new WeakMap<Contract, Map<string, readonly Field[]>>();

/** A body field's place as a JSON pointer: `/schedule/cron`. The whole body is the empty pointer. */
export function bodyPointer(field: Field): string {
  const pointer = pointers.get(field) ?? pointerOf(field);
  pointers.set(field, pointer);
  return pointer;
}

/** Asked for with every request that is judged. */
const pointers = new WeakMap<Field, string>();

function pointerOf({ whole, place: { name } }: Field): string {
  if (whole) return '';
  return name.startsWith('/') ? name : formatPointer([name]);
}

function withDescendants(field: Field): readonly Field[] {
  return [field, ...field.fields.flatMap(withDescendants)];
}

function knownTo(profile: string, field: Field): readonly Field[] {
  if (!field.profiles.includes(profile) || field.lifecycle === 'removed') return [];
  return [field, ...field.fields.flatMap((child) => knownTo(profile, child))];
}
