import { formatPointer } from '../../lib/json-pointer.ts';
import type { Contract, Field } from '../../model/contract.ts';
import type { JsonObject, JsonPointer, JsonSchema } from '../../model/json.ts';
import { sortStatuses } from '../../model/response-status.ts';
import type { Blame, CallStep } from '../../model/suite.ts';
import { objectMembers } from '../../schema/members.ts';
import type { SchemaRegistry } from '../../schema/resolve-ref.ts';
import { readShape, textKeyword } from '../../schema/shape.ts';
import { readStatuses } from '../probes/statuses.ts';
import { isCallable } from '../valid-call/producers.ts';
import {
  type BehaviorCase,
  type BehaviorCases,
  type BehaviorSubject,
  CannotCall,
  sentence,
} from './case/behavior-case.ts';
import { buildStep } from './case/build-step.ts';
import { bareCall, type MadeCall, workingCall } from './case/make-call.ts';
import { otherValue } from './case/other-value.ts';

/** Tests that a read shows the effect of a DELETE, PATCH or PUT for which the contract declares no behavior. */
export function effectsOf(subject: BehaviorSubject): BehaviorCases {
  const { contract, context } = subject;
  const reader = readerOf(subject);
  if (reader === undefined || contract.behaviors.length > 0 || contract.destructive) return {};
  if (!isCallable(contract, context.profile)) return {};
  if (contract.method === 'DELETE') return { 'effect.removed': () => removed(subject, reader) };
  if (contract.method !== 'PATCH' && contract.method !== 'PUT') return {};
  const fields = contract.fields.flatMap((field) => {
    const at = shownAt(field, reader, subject);
    return at === undefined ? [] : [{ field, at }];
  });
  return Object.fromEntries(fields.map((each) => [`effect.${each.field.name}`, () => written(subject, reader, each)]));
}

function readerOf({ contract, context }: BehaviorSubject): Contract | undefined {
  if (!/\{[^{}]*\}\/?$/.test(contract.path)) return undefined;
  const shape = withoutNames(contract.path);
  const { fixedQuery } = contract;
  return [...context.contracts.operations.values()].find(
    (each) =>
      each.method === 'GET' &&
      withoutNames(each.path) === shape &&
      each.fixedQuery === fixedQuery &&
      isCallable(each, context.profile),
  );
}

function withoutNames(path: string): string {
  return path.replaceAll(HOLE, '{}').replace(/\/$/, '');
}

const HOLE = /\{([^{}]*)\}/g;

function removed(subject: BehaviorSubject, reader: Contract): BehaviorCase {
  const { contract, context } = subject;
  const call = workingCall(contract.id, context);
  const blame = effectBlame(
    'delete-not-effective',
    'the removed item is not found, or the response shows that it was removed',
    contract,
  );
  return {
    summary: sentence(`${reader.id} does not find the removed item`),
    steps: aroundCall(subject, { reader, call, id: 'deleted', values: call.with, blame }),
    check: { check: 'removed', step: 'deleted', before: 'before', after: 'read' },
  };
}

interface Shown {
  readonly field: Field;
  readonly at: JsonPointer;
}

function written(subject: BehaviorSubject, reader: Contract, { field, at }: Shown): BehaviorCase {
  const { contract, context } = subject;
  const { name } = field;
  const call = workingCall(contract.id, context);
  // the value with which an earlier step created the item
  const made = call.setup.findLast((step) => Object.hasOwn(step.with, name))?.with[name];
  const { value, setup } = otherValue(subject, field, call.with[name] ?? made);
  if (setup.length > 0)
    throw new CannotCall(
      `a different value of "${name}" would be the id of another item, which this scenario does not create`,
    );
  const blame = effectBlame('field-ignored', `a later read returns the written value of "${name}"`, contract, name);
  return {
    summary: sentence(`${reader.id} returns the written value of "${name}"`),
    steps: aroundCall(subject, { reader, call, id: 'written', values: { ...call.with, [name]: value }, blame }),
    check: { check: 'written', step: 'written', before: 'before', after: 'read', field: name, at },
  };
}

function effectBlame(kind: Blame['kind'], says: string, { id }: Contract, field?: string): Blame {
  return { kind, says, operation: id, ...(field !== undefined && { field }) };
}

interface Around {
  readonly reader: Contract;
  readonly call: MadeCall;
  readonly id: string;
  readonly values: JsonObject;
  readonly blame: Blame;
}

/** Builds three steps: a read of the item, the call, and a second read. */
function aroundCall(
  { contract, context }: BehaviorSubject,
  { reader, call, id, values, blame }: Around,
): readonly CallStep[] {
  const given = pathValues(reader, contract, call.with);
  const read = bareCall(reader.id, context, { prefix: 'read-', given });
  const later = sortStatuses([...readStatuses(reader, context.profile).any, 404, 410]);
  const made = isOwnMaker(contract) ? [buildStep(contract, { id: 'made', with: call.with })] : [];
  return [
    ...call.setup,
    ...made,
    ...read.setup,
    buildStep(reader, { id: 'before', with: read.with }),
    buildStep(contract, { id, with: values, expect: { status: readStatuses(contract, context.profile).any } }),
    buildStep(reader, { id: 'read', with: read.with, expect: { status: later, blame } }),
  ];
}

function isOwnMaker({ id, method, links = {} }: Contract): boolean {
  return method === 'PUT' && Object.values(links).some((sources) => sources.some(({ from }) => from === id));
}

/** Pairs the parameters of the two paths by position, because a parameter may have a different name in each path. */
function pathValues(reader: Contract, contract: Contract, values: JsonObject): JsonObject {
  const [theirs, ours] = [reader, contract].map(({ path }) => [...path.matchAll(HOLE)].map(([, name = '']) => name));
  const fieldAt = ({ fields }: Contract, name: string | undefined) =>
    fields.find(({ place }) => place.location === 'path' && place.name === name)?.name;
  const pairs = (theirs ?? []).flatMap((name, index) => {
    const [to, from] = [fieldAt(reader, name), fieldAt(contract, ours?.[index])];
    const value = from === undefined ? undefined : values[from];
    return to === undefined || value === undefined ? [] : [[to, value] as const];
  });
  return Object.fromEntries(pairs);
}

/** Matches names of fields whose values the server may choose, hide or validate. */
const OTHERS = /^(?:_?id|uuid|slug|key|version|revision|rev|etag|.*(?:password|secret|token|_id|Id))$/;
const SCALARS = ['string', 'boolean', 'integer', 'number'];

/** Returns the place where a read shows the field, unless the server may store the value in a different form. */
function shownAt(field: Field, reader: Contract, { context }: BehaviorSubject): JsonPointer | undefined {
  const { place, whole, schema, lifecycle } = field;
  const { schemas } = context.contracts;
  if (
    place.location !== 'body' ||
    whole ||
    lifecycle !== 'shipped' ||
    place.name.includes('/') ||
    OTHERS.test(place.name)
  )
    return undefined;
  const shape = readShape(schema, schemas);
  const [type, ...more] = [...(shape.types ?? [])].filter((each) => each !== 'null');
  if (type === undefined || more.length > 0 || !SCALARS.includes(type)) return undefined;
  if (textKeyword(shape, 'format') !== undefined) return undefined;
  const body = reader.responses.find(
    (each) => each.status < 300 && each.body !== undefined && each.body !== null,
  )?.body;
  return body === undefined || body === null ? undefined : memberAt(body, { name: place.name, type, schemas });
}

interface WantedMember {
  readonly name: string;
  readonly type: string;
  readonly schemas: SchemaRegistry;
}

/** Searches the top two levels of the body, but ignores deprecated members. */
function memberAt(body: JsonSchema, { name, type, schemas }: WantedMember): JsonPointer | undefined {
  const has = (schema: JsonSchema) => {
    const member = objectMembers(schema, schemas).properties.get(name);
    if (member === undefined || (typeof member === 'object' && member.deprecated === true)) return false;
    return readShape(member, schemas).types?.has(type as never) === true;
  };
  if (has(body)) return formatPointer([name]);
  const wrapped = [...objectMembers(body, schemas).properties].filter(([, schema]) => has(schema));
  const [only, ...others] = wrapped;
  return only === undefined || others.length > 0 ? undefined : formatPointer([only[0], name]);
}
