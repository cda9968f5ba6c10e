import { writeJson } from '../lib/json-text.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { asSchema, schemaEntries, schemaList } from './keywords.ts';
import { itemSchemas, joinSchemas, memberSchemas } from './members.ts';
import { patternText } from './pattern-text.ts';
import { createRandom } from './random.ts';
import { listKeyword, numberOf, type Shape } from './shape.ts';
import type { Making, ValuePlace } from './value-maker.ts';

/** Makes an object with all required members, and with optional members while `addsOptional` returns true. */
export function makeObject(shape: Shape, place: ValuePlace, making: Making): JsonObject | undefined {
  const required = new Set((listKeyword(shape, 'required') ?? []).map(String));
  const declared = new Map(schemaEntries(shape.keywords.properties));
  const most = numberOf(shape, 'maxProperties') ?? Number.POSITIVE_INFINITY;
  const around: Around = { shape, declared, place, making, members: new Map() };
  for (const name of new Set([...required, ...declared.keys()])) {
    const isOptional = !required.has(name);
    const isSparse = required.size > 0 && making.maker.isSparse?.([...place.path, name]) === true;
    if (isOptional && (isSparse || !making.addsOptional() || around.members.size >= most)) continue;
    if (making.maker.isLeftOut(memberSchema(around.shape, name))) continue;
    if (!addMember(around, name) && !isOptional) return undefined;
  }
  if (!addDependent(around) || !addOthers(around)) return undefined;
  return inDeclaredOrder(around);
}

interface Around {
  readonly shape: Shape;
  readonly declared: ReadonlyMap<string, JsonSchema>;
  readonly place: ValuePlace;
  readonly making: Making;
  readonly members: Map<string, Json>;
}

function memberSchema({ keywords }: Shape, name: string): JsonSchema {
  return joinSchemas(memberSchemas([keywords], name));
}

function inDeclaredOrder({ declared, members }: Around): JsonObject {
  const names = [...new Set([...declared.keys(), ...members.keys()])];
  return Object.fromEntries(
    names.flatMap((name): readonly (readonly [string, Json])[] => {
      const value = members.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function addMember(around: Around, name: string): boolean {
  const { members, making, place } = around;
  if (members.has(name)) return true;
  const value = making.make(memberSchema(around.shape, name), { path: [...place.path, name], index: 0 });
  if (value !== undefined) members.set(name, value);
  return value !== undefined;
}

function addDependent(around: Around): boolean {
  const { dependentRequired } = around.shape.keywords;
  if (!isJsonObject(dependentRequired)) return true;
  // This loop also visits the members that `dependentRequired` adds.
  for (const name of around.members.keys()) {
    const needed = Object.hasOwn(dependentRequired, name) ? dependentRequired[name] : [];
    const names = Array.isArray(needed) ? needed.map(String) : [];
    if (!names.every((other) => addMember(around, other))) return false;
  }
  return true;
}

function addOthers(around: Around): boolean {
  const { shape, declared, members, making } = around;
  const { additionalProperties, patternProperties } = shape.keywords;
  const least = numberOf(shape, 'minProperties') ?? 0;
  const isMap = declared.size === 0 && members.size === 0 && additionalProperties !== false;
  const isOpen = isJsonObject(additionalProperties) || patternProperties !== undefined;
  const isShown = making.addsOptional() && (isOpen || (making.maker.others === true && additionalProperties === true));
  const most = numberOf(shape, 'maxProperties') ?? Number.POSITIVE_INFINITY;
  const wanted = Math.min(most, Math.max(least, members.size + (isShown || isMap ? 1 : 0)));
  if (wanted > MOST_ITEMS) return false;
  const optional = [...declared].flatMap(([name, schema]) => (making.maker.isLeftOut(schema) ? [] : [name]));
  for (const name of optional) if (members.size < least) addMember(around, name);
  for (let index = 0; members.size < wanted && index < wanted + 20; index++)
    addMember(around, otherName(around, index));
  return members.size >= least;
}

/** Maximum number of items or members. For a schema that needs more, no value is made. */
const MOST_ITEMS = 1000;

function otherName({ shape, making }: Around, index: number): string {
  const { patternProperties, propertyNames } = shape.keywords;
  const [pattern] = isJsonObject(patternProperties) ? Object.keys(patternProperties) : [];
  const made = pattern === undefined ? undefined : patternText(pattern, createRandom(index, [pattern]));
  if (made !== undefined) return made;
  const named = isJsonObject(propertyNames)
    ? making.make({ ...propertyNames, type: 'string' }, NAME(index))
    : undefined;
  if (typeof named === 'string' && !named.includes('${')) return named;
  return index === 0 ? making.maker.otherName : `${making.maker.otherName}${index + 1}`;
}

const NAME = (index: number): ValuePlace => ({ path: ['name'], index });

export function makeList(shape: Shape, { path }: ValuePlace, making: Making): readonly Json[] | undefined {
  const { prefixItems, contains, uniqueItems } = shape.keywords;
  const first = schemaList(prefixItems);
  const contained = contains === undefined ? 0 : (numberOf(shape, 'minContains') ?? 1);
  const least = Math.max(numberOf(shape, 'minItems') ?? 0, contained);
  const most = numberOf(shape, 'maxItems') ?? Number.POSITIVE_INFINITY;
  const wanted = Math.min(most, Math.max(least, first.length, making.maker.items));
  if (least > MOST_ITEMS || least > most) return undefined;
  const texts = new Set<string>();
  const list: Json[] = [];
  const isUnique = uniqueItems === true;
  const tries = isUnique ? wanted * 3 + 10 : wanted;
  for (let index = 0; index < tries && list.length < Math.min(wanted, MOST_ITEMS); index++) {
    const value = making.make(itemSchema(shape, list.length, contained), { path: [...path, String(index)], index });
    if (value === undefined) break;
    const text = writeJson(value);
    if (!isUnique || !texts.has(text)) list.push(value);
    texts.add(text);
  }
  return list.length >= least ? list : undefined;
}

function itemSchema({ keywords }: Shape, index: number, contained: number): JsonSchema {
  const own = itemSchemas([keywords], index);
  const after = index - schemaList(keywords.prefixItems).length;
  return joinSchemas(after < 0 || after >= contained ? own : [...own, asSchema(keywords.contains)]);
}
