import type { Field } from '../../model/contract.ts';
import { fieldsOfProfile } from '../../schema/field-tree.ts';
import type { BehaviorOf, BehaviorSubject } from './behavior-case.ts';

/** The fields that a read must show: those of the body, the innermost ones, and others that are given a place in the answer. */
export function writtenFields(
  { members = {}, values = {} }: BehaviorOf<'read_back'>,
  { contract, context }: BehaviorSubject,
): readonly Field[] {
  return fieldsOfProfile(contract, context.profile).filter((field) => {
    if (hidden(field.name, members) || isWithin(field.name, values)) return false;
    if (field.place.location !== 'body') return typeof members[field.name] === 'string';
    return field.fields.length === 0 || Object.hasOwn(values, field.name);
  });
}

/** It, or what it is in, is never shown. */
function hidden(name: string, members: { readonly [field: string]: string | null }): boolean {
  return Object.entries(members).some(
    ([field, pointer]) => pointer === null && (name === field || name.startsWith(`${field}.`)),
  );
}

/** It is written together with what it is in. */
function isWithin(name: string, values: object): boolean {
  return Object.keys(values).some((field) => name.startsWith(`${field}.`));
}
