import { writeJson } from '../../lib/json-text.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { schemaEntries } from '../../schema/keywords.ts';
import { schemaText } from './schema-text.ts';
import { allowedValues, type Variant } from './schema-view.ts';

interface Matching {
  readonly pairs: readonly (readonly [Variant, Variant])[];
  readonly onlyA: readonly Variant[];
  readonly onlyB: readonly Variant[];
}

/** Makes one alternative per type. Alternatives that contain only values of one type become one alternative. */
export function splitByType(list: readonly Variant[]): readonly Variant[] {
  const split = list.flatMap((each): readonly Variant[] => {
    if (each.types === null) return [each];
    const types = [...each.types].filter((type) => type !== 'null');
    return types.map((type) => ({ ...each, key: `${each.key} ${type}`, types: new Set([type]) }));
  });
  return joinLists(split);
}

/** `oneOf: [{ const: a }, { const: b }]` becomes one list of the values `a` and `b`. */
function joinLists(list: readonly Variant[]): readonly Variant[] {
  const joined = new Map<string, Variant>();
  for (const each of list) {
    const isPlain = isList(each);
    const key = isPlain ? `list of ${typeOf(each)}` : each.key;
    const before = joined.get(key);
    joined.set(key, before === undefined || !isPlain ? each : joinTwo(before, each));
  }
  return [...joined.values()];
}

const LIST_KEYWORDS = new Set([
  'enum',
  'const',
  'type',
  'title',
  'description',
  'nullable',
  'deprecated',
  '$ref',
  'examples',
]);

function isList({ keywords }: Variant): boolean {
  return allowedValues(keywords) !== undefined && Object.keys(keywords).every((key) => LIST_KEYWORDS.has(key));
}

function joinTwo(a: Variant, b: Variant): Variant {
  const values = [...(allowedValues(a.keywords) ?? []), ...(allowedValues(b.keywords) ?? [])];
  const keywords: JsonObject = { type: typeOf(a), enum: values };
  return { ...a, key: `${a.key} ${b.key}`, name: null, keywords, parts: [keywords] };
}

export function typeOf({ types }: Variant): string {
  return types === null ? 'any' : ([...types][0] ?? 'nothing');
}

/** Returns true if the schema states only the type of the value. */
export function isBare({ parts, conditions }: Variant): boolean {
  return conditions.length === 0 && parts.every((part) => Object.keys(part).every((key) => BARE.has(key)));
}

const BARE = new Set([
  'type',
  'title',
  'description',
  'nullable',
  '$ref',
  'examples',
  'anyOf',
  'oneOf',
  'allOf',
  'deprecated',
]);

/** Finds pairs of an old and a new alternative of the same type with similar names, values and members. */
export function matchAlternatives(a: readonly Variant[], b: readonly Variant[]): Matching {
  const sketches = new Map([...a, ...b].map((each) => [each, sketch(each)]));
  const scored = a
    .flatMap((one, at) =>
      b.map((other, index) => ({ one, other, at, index, score: score(sketches.get(one), sketches.get(other)) })),
    )
    .filter((each) => each.score > 0)
    .toSorted((x, y) => y.score - x.score || x.at - y.at || x.index - y.index);
  const [left, right] = [new Set(a), new Set(b)];
  const pairs: (readonly [Variant, Variant])[] = [];
  for (const { one, other } of scored) {
    if (!left.has(one) || !right.has(other)) continue;
    left.delete(one);
    right.delete(other);
    pairs.push([one, other]);
  }
  const [last, other] = [[...left][0], [...right][0]];
  if (last === undefined || other === undefined || left.size > 1 || right.size > 1 || !mayBeOne(sketches, last, other))
    return { pairs, onlyA: [...left], onlyB: [...right] };
  return { pairs: [...pairs, [last, other]], onlyA: [], onlyB: [] };
}

type Sketches = ReadonlyMap<Variant, Sketch>;

/**
 * If each document has only one alternative left, the two are paired, unless a member with fixed values distinguishes
 * them.
 */
function mayBeOne(sketches: Sketches, a: Variant, b: Variant): boolean {
  const [one, other] = [sketches.get(a), sketches.get(b)];
  return one !== undefined && other !== undefined && one.type === other.type && fixedScore(one, other) >= 0;
}

/** The properties by which similar alternatives of two schemas are found. */
interface Sketch {
  readonly type: string;
  readonly name: string | null;
  readonly members: ReadonlySet<string>;
  /** The allowed values of each member with a `const` or an `enum`. */
  readonly fixed: ReadonlyMap<string, ReadonlySet<string>>;
  readonly text: string;
}

function sketch(each: Variant): Sketch {
  const members = new Set<string>();
  const fixed = new Map<string, ReadonlySet<string>>();
  for (const part of each.parts)
    for (const [name, schema] of schemaEntries(part.properties)) {
      members.add(name);
      const values = isJsonObject(schema) ? allowedValues(schema) : undefined;
      if (values !== undefined) fixed.set(name, new Set(values.map((value) => writeJson(value))));
    }
  const text = typeOf(each) === 'object' ? '' : schemaText(each.keywords);
  return { type: typeOf(each), name: each.name, members, fixed, text };
}

function score(a: Sketch | undefined, b: Sketch | undefined): number {
  if (a === undefined || b === undefined || a.type !== b.type) return 0;
  const fixed = fixedScore(a, b);
  if (fixed < 0) return 0;
  const name = a.name !== null && a.name === b.name ? 4 : 0;
  if (a.type !== 'object') return 1 + name + (a.text === b.text ? 2 : 0);
  const shared = [...a.members].filter((each) => b.members.has(each)).length;
  const all = a.members.size + b.members.size - shared;
  const alike = all === 0 ? 1 : shared / all;
  return name === 0 && fixed === 0 && alike < 0.5 ? 0 : name + fixed + alike * 4;
}

/** Returns a negative number if a member has fixed values in both alternatives, but none in common. */
function fixedScore(a: Sketch, b: Sketch): number {
  let found = 0;
  for (const [name, values] of a.fixed) {
    const others = b.fixed.get(name);
    if (others === undefined) continue;
    if (![...values].some((value) => others.has(value))) return -1;
    found = 3;
  }
  return found;
}
