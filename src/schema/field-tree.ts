import { formatPointer } from '../lib/json-pointer.ts';
import { remember } from '../lib/remember.ts';
import type { Contract, Field } from '../model/contract.ts';

/** Returns all fields of a contract, each before its nested fields. */
export const allFields = remember((contract: Contract): readonly Field[] => contract.fields.flatMap(withDescendants));

/** Returns all fields of a profile, except removed fields and everything inside a removed field. */
export function fieldsOfProfile(contract: Contract, profile: string): readonly Field[] {
  return ofContract(contract)(profile);
}

const ofContract = remember((contract: Contract) =>
  remember((profile: string) => contract.fields.flatMap((field) => knownTo(profile, field)), new Map()),
);

/** Returns the JSON pointer to a body field, such as `/schedule/cron`, or an empty pointer for the whole body. */
export const bodyPointer = remember(({ whole, place: { name } }: Field): string => {
  if (whole) return '';
  return name.startsWith('/') ? name : formatPointer([name]);
});

function withDescendants(field: Field): readonly Field[] {
  return [field, ...field.fields.flatMap(withDescendants)];
}

function knownTo(profile: string, field: Field): readonly Field[] {
  if (!field.profiles.includes(profile) || field.lifecycle === 'removed') return [];
  return [field, ...field.fields.flatMap((child) => knownTo(profile, child))];
}
