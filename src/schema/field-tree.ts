import { formatPointer } from '../lib/json-pointer.ts';
import { remember } from '../lib/remember.ts';
import type { Contract, Field } from '../model/contract.ts';

/** Every field of a contract, those below others included, parents first. */
export const allFields = remember((contract: Contract): readonly Field[] => contract.fields.flatMap(withDescendants));

/** The fields that a profile knows, removed ones left out; one below a field that is unknown is unknown too. */
export function fieldsOfProfile(contract: Contract, profile: string): readonly Field[] {
  return ofContract(contract)(profile);
}

const ofContract = remember((contract: Contract) =>
  remember((profile: string) => contract.fields.flatMap((field) => knownTo(profile, field)), new Map()),
);

/** A body field's place as a JSON pointer: `/schedule/cron`. The whole body is the empty pointer. */
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
