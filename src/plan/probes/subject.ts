import { remember } from '../../lib/remember.ts';
import type { Contract, ContractSet, Field } from '../../model/contract.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { statusOf } from '../../model/response-status.ts';
import { createRandom } from '../../schema/random.ts';
import { isKnown, keyOf, type SampleWish, sampleField } from '../../schema/sample-value.ts';
import { readShape, type Shape } from '../../schema/shape.ts';
import type { GenerateContext } from '../valid-call/call-context.ts';
import { type PlannedCall, planCall } from '../valid-call/plan-call.ts';
import { readStatuses, type Status, type Statuses } from './statuses.ts';

export interface ProbeSubject {
  readonly contract: Contract;
  readonly context: GenerateContext;
  readonly statuses: Statuses;
  /** A valid call with required fields only. */
  readonly base: PlannedCall;
  /** False if the base call may fail, for example because of an unknown id. */
  readonly works: boolean;
  readonly full: PlannedCall;
  /** All fields of the profile, including nested fields. */
  readonly fields: readonly ProbeField[];
}

export interface ProbeField {
  readonly field: Field;
  readonly parents: readonly Field[];
  /** Keys that lead to the field's value in the values of a call, such as `['address', 'city']`. */
  readonly keys: readonly string[];
  readonly shape: Shape;
  readonly isBody: boolean;
  /** True for a value in a JSON body. Everywhere else, every value is sent as text. */
  readonly isTyped: boolean;
  /** Statuses whose error code names the field. */
  readonly doubts: readonly Status[];
  /** True if the behavior `confirm_header` tests the field. Probes leave out such a field. */
  readonly isGuarded: boolean;
}

export function readSubject(contract: Contract, context: GenerateContext): ProbeSubject {
  const fresh = needsFreshActor(contract, context.contracts);
  const base = planCall(contract.id, context, { fresh });
  const full = planCall(contract.id, context, { fields: 'all', fresh });
  const statuses = readStatuses(contract, context.profile);
  const works = base.unproven === undefined;
  const fields = contract.fields.flatMap((field) => readField(field, [], { contract, context, statuses }));
  return { contract, context, statuses, base, works, full, fields };
}

/** Sets a field in the base call, and creates missing objects around the field. */
export function withValue(subject: ProbeSubject, probed: ProbeField, value: Json): JsonObject {
  return setMember(subject, subject.base.with, { probed, value, depth: 0 });
}

/** Removes a field from the base call, but keeps the objects around the field. */
export function withoutValue(subject: ProbeSubject, probed: ProbeField): JsonObject {
  return setMember(subject, subject.base.with, { probed, value: undefined, depth: 0 });
}

/** Returns true if the JSON body of the base call would be empty without the field. */
export function isAloneInBody(subject: ProbeSubject, { field, parents, isBody }: ProbeField): boolean {
  if (!isBody || parents.length > 0 || subject.contract.content !== 'json') return false;
  return bodyMembers(subject) === (field.name in subject.base.with ? 1 : 0);
}

/** Computed only once, because an operation may have tens of thousands of fields. */
const bodyMembers = remember(
  ({ contract, base }: ProbeSubject) =>
    contract.fields.filter(({ name, place }) => place.location === 'body' && name in base.with).length,
);

/** Returns a valid value that needs no new item. */
export function validValue(subject: ProbeSubject, probed: ProbeField): Json | undefined {
  const { base, full } = subject;
  const inFull = full.owned.has(probed.keys[0] ?? '') ? undefined : memberAt(full.with, probed.keys);
  return memberAt(base.with, probed.keys) ?? inFull ?? sampleField(probed.field, wishFor(subject, probed));
}

export function wishFor({ contract, context }: ProbeSubject, { field }: ProbeField): SampleWish {
  return {
    label: field.name,
    random: createRandom(context.seed, [contract.id, field.name]),
    schemas: context.contracts.schemas,
    profile: context.profile,
    full: false,
  };
}

interface Member {
  readonly probed: ProbeField;
  readonly value: Json | undefined;
  readonly depth: number;
}

function setMember(subject: ProbeSubject, object: JsonObject, { probed, value, depth }: Member): JsonObject {
  const key = probed.keys[depth] ?? '';
  const { [key]: present, ...others } = object;
  if (depth === probed.keys.length - 1) return value === undefined ? others : { ...object, [key]: value };
  const parent = probed.parents[depth];
  const made = parent === undefined ? {} : sampleField(parent, wishFor(subject, { ...probed, field: parent }));
  const inner = isJsonObject(present) ? present : isJsonObject(made) ? made : {};
  return { ...object, [key]: setMember(subject, inner, { probed, value, depth: depth + 1 }) };
}

function memberAt(values: JsonObject, keys: readonly string[]): Json | undefined {
  let current: Json | undefined = values;
  for (const key of keys) current = isJsonObject(current) ? current[key] : undefined;
  return current;
}

interface FieldScope {
  readonly contract: Contract;
  readonly context: GenerateContext;
  readonly statuses: Statuses;
}

function readField(field: Field, parents: readonly Field[], scope: FieldScope): readonly ProbeField[] {
  const { contract, context, statuses } = scope;
  if (!isKnown(field, context.profile)) return [];
  const chain = [...parents, field];
  const probed: ProbeField = {
    field,
    parents,
    keys: chain.map((each, index) => keyOf(each, chain[index - 1])),
    shape: readShape(field.schema, context.contracts.schemas),
    isBody: field.place.location === 'body',
    isTyped: field.place.location === 'body' && contract.content === 'json',
    doubts: doubtsAbout(chain, statuses),
    isGuarded: contract.behaviors.some((each) => each.kind === 'confirm_header' && each.field === field.name),
  };
  return [probed, ...field.fields.flatMap((child) => readField(child, chain, scope))];
}

/** Returns the statuses with an error code that contains the name of the field, or of an object around the field. */
function doubtsAbout(chain: readonly Field[], { specs }: Statuses): readonly Status[] {
  const names = chain.map((field, index) => wordsOf(keyOf(field, chain[index - 1])));
  const isNamed = (code: string) => {
    const words = new Set(wordsOf(code));
    return names.some((name) => name.every((word) => words.has(word)));
  };
  return specs
    .filter(({ status, origin, errors }) => status < 500 && origin === 'operation' && errors.some(isNamed))
    .map(statusOf);
}

export function wordsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** A call that affects the whole account of its caller gets a separate account. */
function needsFreshActor(contract: Contract, { api }: ContractSet): boolean {
  const { freshActor } = api;
  if (freshActor === null || !contract.auth.includes(freshActor.kind)) return false;
  return contract.destructive || changesTheCaller(contract) || takesWhatItFinds(contract);
}

const CHANGES: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE']);

/** An operation that writes and has no path parameter is assumed to modify the caller's own account. */
function changesTheCaller({ method, path }: Contract): boolean {
  return CHANGES.has(method) && !path.includes('{');
}

/** Returns true if the server chooses the item that the call changes, for example the next job in a queue. */
function takesWhatItFinds({ safe, path, after, yields }: Contract): boolean {
  return !safe && !path.includes('{') && after.length > 0 && Object.keys(yields).length > 0;
}
