import { writeJson } from '../../lib/json-text.ts';
import type { Field } from '../../model/contract.ts';
import type { Json } from '../../model/json.ts';
import type { CallStep } from '../../model/suite.ts';
import { validCall } from '../valid-call/valid-call.ts';
import type { BehaviorSubject } from './behavior-case.ts';
import { buildStep } from './build-step.ts';
import { CannotCall } from './cannot-call.ts';
import { neededSteps, workingCall } from './make-call.ts';
import { soleReference } from './references.ts';
import { varyValue } from './vary-value.ts';

/** A value for a field, and the steps whose answers it needs. */
export interface PreparedValue {
  readonly value: Json;
  readonly setup: readonly CallStep[];
}

/** A valid value for a field that is not its current one, nor its default. Throws call-impossible. */
export function otherValue(subject: BehaviorSubject, field: Field, current: Json | undefined): PreparedValue {
  const suggested = suggestedValue(subject, field);
  if (suggested !== undefined && suggested.setup.length > 0 && soleReference(suggested.value) !== undefined)
    return suggested;
  const { schemas } = subject.context.contracts;
  const taken: readonly unknown[] = [current, field.default].map((each) => writeJson(each));
  let value = suggested?.value ?? current;
  for (let turn = 0; turn < 3; turn++) {
    value = varyValue(field.schema, value, schemas);
    if (value !== undefined && !taken.includes(writeJson(value))) return { value, setup: suggested?.setup ?? [] };
  }
  if (suggested !== undefined && !taken.includes(writeJson(suggested.value))) return suggested;
  throw new CannotCall(`${subject.contract.id}: no other value for "${field.name}" comes to mind`);
}

/** A working call, and then the same with another value in one field. */
export interface ChangedCall {
  /** With the first call, `first`, at the end. */
  readonly setup: readonly CallStep[];
  readonly value: Json;
  /** The fields of the second call. */
  readonly changed: CallStep['with'];
}

export function changedCall(subject: BehaviorSubject, field: Field): ChangedCall {
  const { contract, context } = subject;
  const call = workingCall(contract.id, context);
  const other = otherValue(subject, field, call.with[field.name]);
  return {
    setup: [...call.setup, ...other.setup, buildStep(contract, { id: 'first', with: call.with })],
    value: other.value,
    changed: { ...call.with, [field.name]: other.value },
  };
}

/** What a call with all fields gives this one; a thing of its own where it names one. */
export function suggestedValue({ contract, context }: BehaviorSubject, field: Field): PreparedValue | undefined {
  const call = validCall(contract.id, context, { fields: 'all', prefix: 'other-' });
  const value = 'blocked' in call ? undefined : field.name.split('.').reduce<Json | undefined>(memberOf, call.with);
  return 'blocked' in call || value === undefined ? undefined : { value, setup: neededSteps(call.setup, value) };
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return (value as { readonly [key: string]: Json })[name]; // Array.isArray does not narrow a readonly array away
}
