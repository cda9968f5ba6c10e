import { formatPointer, parsePointer } from '../../../lib/json-pointer.ts';
import { remember } from '../../../lib/remember.ts';
import type { ArgumentReading, Landing } from '../../../model/client-surface.ts';
import type { Contract, Field, Place } from '../../../model/contract.ts';
import { isJsonObject, type JsonSchema } from '../../../model/json.ts';
import { bodyPointer, fieldsOfProfile } from '../../../schema/field-tree.ts';
import { objectMembers, possibleMember } from '../../../schema/members.ts';
import type { SchemaRegistry } from '../../../schema/resolve-ref.ts';
import { schemaTypes } from '../../../schema/schema-types.ts';
import { isSamePlace } from '../../../wire/wire-reading.ts';
import type { Judge } from '../../judge.ts';
import { type Aliases, fieldAliases, placeAliases } from '../field-aliases.ts';

/** A place where a request may contain a value: a field, or a member that the schema of a field declares. */
export interface FieldTarget {
  /** Name with a dot between the levels, such as `schedule.cron`. */
  readonly name: string;
  /** In a body, the name of the place is a JSON pointer. */
  readonly place: Place;
  readonly schema: JsonSchema;
  readonly required: boolean;
  readonly field: Field;
  /** The object that contains the target, or null at the top level of the body and outside a body. */
  readonly parent: FieldTarget | null;
  readonly aliases: Aliases;
  /** True if the target may contain undeclared members. */
  readonly open: boolean;
}

const DEPTH = 4;

/** An object comes before its members. */
export function targetsOf(contract: Contract, judge: Judge): readonly FieldTarget[] {
  return ofJudge(judge)(contract);
}

const ofJudge = remember((judge: Judge) => remember((contract: Contract) => makeTargets(contract, judge)));

function makeTargets(contract: Contract, judge: Judge): readonly FieldTarget[] {
  const fields = fieldsOfProfile(contract, judge.context.profile);
  const byName = new Map<string, FieldTarget>();
  const targets: FieldTarget[] = [];
  for (const field of fields) {
    const parent = byName.get(field.name.slice(0, field.name.lastIndexOf('.'))) ?? null;
    const target = fieldTarget(field, parent, judge.schemas);
    byName.set(field.name, target);
    targets.push(target);
    if (field.fields.length === 0) targets.push(...membersBelow(target, judge.schemas, 0));
  }
  return targets;
}

function fieldTarget(field: Field, parent: FieldTarget | null, schemas: SchemaRegistry): FieldTarget {
  const { location, name } = field.place;
  const place = location === 'body' ? { location, name: bodyPointer(field) } : { location, name };
  const open = field.fields.length > 0 ? isOpenObject(field.schema) : isOpen(field.schema, schemas);
  const aliases = fieldAliases(field);
  return { name: field.name, place, schema: field.schema, required: field.required, field, parent, aliases, open };
}

function isOpenObject(schema: JsonSchema): boolean {
  return isJsonObject(schema) && schema.additionalProperties !== undefined && schema.additionalProperties !== false;
}

function membersBelow(parent: FieldTarget, schemas: SchemaRegistry, depth: number): readonly FieldTarget[] {
  if (parent.place.location !== 'body' || depth > DEPTH) return [];
  const { properties, required } = objectMembers(parent.schema, schemas);
  return [...properties.keys()].flatMap((key): readonly FieldTarget[] => {
    const schema = possibleMember(parent.schema, key, schemas);
    const place = { location: 'body', name: parent.place.name + formatPointer([key]) } as const;
    const name = parent.field.whole && parent.parent === null ? key : `${parent.name}.${key}`;
    const target: FieldTarget = {
      ...{ name, place, schema, parent, field: parent.field },
      required: required.has(key),
      aliases: placeAliases(place),
      open: isOpen(schema, schemas),
    };
    return [target, ...membersBelow(target, schemas, depth + 1)];
  });
}

/** An object is open if its schema declares no members, or explicitly allows undeclared members. */
function isOpen(schema: JsonSchema, schemas: SchemaRegistry): boolean {
  const types = schemaTypes(schema, schemas);
  if (types !== null && !types.has('object')) return false;
  return isOpenObject(schema) || objectMembers(schema, schemas).properties.size === 0;
}

/** Returns the field at the place, or else the nearest object around the place that allows any members. */
export function targetAt(place: Place, targets: readonly FieldTarget[]): FieldTarget | undefined {
  const exact = targets.find((target) => isSamePlace(target.place, place));
  if (exact !== undefined || place.location !== 'body') return exact;
  const above = targets
    .filter((target) => target.place.location === 'body' && isAbove(target.place.name, place.name))
    .sort((a, b) => b.place.name.length - a.place.name.length)[0];
  return above?.open === true || isListItem(above, place) ? above : undefined;
}

export function isAbove(above: string, below: string): boolean {
  return above === '' || below.startsWith(`${above}/`);
}

function isListItem(target: FieldTarget | undefined, place: Place): boolean {
  if (target === undefined) return false;
  const [next] = parsePointer(place.name.slice(target.place.name.length));
  return next !== undefined && /^\d+$/.test(next);
}

export interface Placed {
  readonly argument: ArgumentReading;
  readonly landing: Landing;
  readonly target: FieldTarget;
}
