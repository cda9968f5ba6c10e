import { parsePointer } from '../../lib/json-pointer.ts';
import type { Field } from '../../model/contract.ts';
import { isJsonObject, type Json, type JsonObject, type JsonPointer } from '../../model/json.ts';
import type { Blame, CallStep } from '../../model/suite.ts';
import { fieldsOfProfile } from '../../schema/field-tree.ts';
import { reference } from '../valid-call/choose-actor.ts';
import type { BehaviorCase, BehaviorCases, BehaviorOf, BehaviorSubject } from './case/behavior-case.ts';
import { answeredWith, buildStep } from './case/build-step.ts';
import { bodyAt, expectedValue, mergeBodies } from './case/expected-body.ts';
import { callOnThing, type MadeCall, operationOf, widestPage, workingCall } from './case/make-call.ts';
import { otherValue, type PreparedValue, suggestedValue } from './case/other-value.ts';
import { proofOfSuccess } from './case/proof-of-success.ts';
import { firstName, replaceInMembers } from './case/references.ts';

type Declared = BehaviorOf<'read_back'>;

const WRITTEN = 'written';

/** Each case writes one field with a value other than the default, and then reads the field. */
export function readBack(behavior: Declared, subject: BehaviorSubject): BehaviorCases {
  const fields = writtenFields(behavior, subject);
  return Object.fromEntries(fields.map((field) => [field.name, () => seenLater(behavior, subject, field)]));
}

function seenLater(behavior: Declared, subject: BehaviorSubject, field: Field): BehaviorCase {
  const { contract, context } = subject;
  const call = workingCall(contract.id, context);
  const { value, setup } = valueFor(behavior, subject, { field, call });
  const values = withNested(call.with, field.name, value, subject);
  const accepted: Blame = { kind: 'rejected-valid', says: `"${field.name}" can be written`, field: field.name };
  return {
    summary: `"${field.name}" is written, and then appears in ${behavior.read}.`,
    steps: [
      ...call.setup,
      ...setup,
      buildStep(contract, { id: WRITTEN, with: values, expect: { blame: accepted } }),
      ...reading(behavior, subject, { field, value, values }),
    ],
  };
}

interface Written {
  readonly field: Field;
  readonly value: Json;
  readonly values: JsonObject;
}

function reading(behavior: Declared, { contract, context }: BehaviorSubject, written: Written): readonly CallStep[] {
  const { field, value, values } = written;
  const target = operationOf(behavior.read, context);
  const given = behavior.items === undefined ? {} : widestPage(target);
  const thing = { contract, with: values, step: WRITTEN };
  const call = callOnThing(behavior.read, thing, { context, prefix: 'read-', given });
  const seen = bodyAt(pointerOf(behavior, field) ?? '', expectedValue(field, value));
  const body = behavior.items === undefined ? seen : inList(behavior, seen, values);
  const proof = proofOfSuccess(contract, WRITTEN, context);
  const says = `the written "${field.name}"${proof} appears in ${behavior.read}`;
  const blame: Blame = { kind: 'field-ignored', says, field: field.name, operation: contract.id };
  return [...call.setup, buildStep(target, { id: 'read', with: call.with, expect: answeredWith(body, blame) })];
}

/** Expects that an item of the list contains the written value. */
function inList({ items = '', where = {} }: Declared, seen: Json, values: JsonObject): Json {
  const known = replaceInMembers(where, (expression) => {
    const name = firstName(expression);
    const given = values[name];
    return given ?? reference(WRITTEN, `/${expression.replaceAll('.', '/')}`);
  });
  return bodyAt(items, { $contains: mergeBodies(known, seen) ?? null });
}

/** Returns null if the contract says that a read does not show the field. */
function pointerOf({ members = {} }: Declared, { name }: Field): JsonPointer | null {
  const declared = members[name];
  return declared === undefined ? `/${name.replaceAll('.', '/')}` : declared;
}

function valueFor(
  { values = {} }: Declared,
  subject: BehaviorSubject,
  { field, call }: { readonly field: Field; readonly call: MadeCall },
): PreparedValue {
  const declared = values[field.name];
  return declared === undefined
    ? otherValue(subject, field, memberAt(call.with, field.name))
    : { value: declared, setup: [] };
}

function memberAt(values: JsonObject, name: string): Json | undefined {
  return parsePointer(`/${name.replaceAll('.', '/')}`).reduce<Json | undefined>(
    (value, token) => (isJsonObject(value) ? value[token] : undefined),
    values,
  );
}

/** Sets a nested value such as `address.city`, and creates a missing `address`. */
function withNested(values: JsonObject, name: string, value: Json, subject: BehaviorSubject): JsonObject {
  const [first = '', ...rest] = name.split('.');
  if (rest.length === 0) return { ...values, [first]: value };
  const present = values[first];
  return { ...values, [first]: setMember(isJsonObject(present) ? present : around(subject, first), rest, value) };
}

function around(subject: BehaviorSubject, name: string): JsonObject {
  const parent = subject.contract.fields.find((field) => field.name === name);
  if (parent?.fields.some(({ required }) => required) !== true) return {};
  const suggested = suggestedValue(subject, parent)?.value;
  return isJsonObject(suggested) ? suggested : {};
}

function setMember(object: JsonObject, [first = '', ...rest]: readonly string[], value: Json): JsonObject {
  const inner = object[first];
  return { ...object, [first]: rest.length === 0 ? value : setMember(isJsonObject(inner) ? inner : {}, rest, value) };
}

function writtenFields(
  { members = {}, values = {} }: BehaviorOf<'read_back'>,
  { contract, context }: BehaviorSubject,
): readonly Field[] {
  return fieldsOfProfile(contract, context.profile).filter((field) => {
    if (hidden(field.name, members) || isWithin(field.name, values)) return false;
    if (field.place.location !== 'body') return typeof members[field.name] === 'string';
    return field.fields.length === 0 || Object.hasOwn(values, field.name);
  });
}

/**
 * Returns true if the contract says that a read never contains the field, or never contains an object around the field.
 */
function hidden(name: string, members: { readonly [field: string]: string | null }): boolean {
  return Object.entries(members).some(
    ([field, pointer]) => pointer === null && (name === field || name.startsWith(`${field}.`)),
  );
}

/** Returns true if the behavior states the value of an object around the field. */
function isWithin(name: string, values: object): boolean {
  return Object.keys(values).some((field) => name.startsWith(`${field}.`));
}
