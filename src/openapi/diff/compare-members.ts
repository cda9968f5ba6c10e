import { addTo } from '../../lib/group-by.ts';
import { formatPointer } from '../../lib/json-pointer.ts';
import { isJsonObject, type JsonSchema } from '../../model/json.ts';
import { asSchema, isSchema, schemaEntries, schemaList } from '../../schema/keywords.ts';
import type { ValueChange } from './compare-numbers.ts';
import { mayBe } from './compare-values.ts';
import type { Schemas, Variant } from './schema-view.ts';

/** The old and the new schemas of a nested value. A later step compares these schemas. */
interface Below {
  readonly segment: string;
  readonly a: Schemas;
  readonly b: Schemas;
}

interface Inside {
  readonly changes: readonly ValueChange[];
  readonly below: readonly Below[];
}

export function compareMembers(a: Variant, b: Variant): Inside {
  const object = mayBe(a, 'object') && mayBe(b, 'object') ? compareObjects(a, b) : NOTHING;
  const list = mayBe(a, 'array') && mayBe(b, 'array') ? compareItems(a, b) : [];
  return { changes: object.changes, below: [...object.below, ...list] };
}

const NOTHING: Inside = { changes: [], below: [] };

function compareObjects(a: Variant, b: Variant): Inside {
  const [mine, others] = [readObject(a), readObject(b)];
  const shared = [...mine.members].flatMap(([name, schemas]): readonly Below[] => {
    const other = others.members.get(name) ?? others.rest;
    return other === null ? [] : [{ segment: formatPointer([name]), a: schemas, b: other }];
  });
  const named = [...others.members].flatMap(([name, schemas]): readonly Below[] =>
    mine.members.has(name) || mine.rest === null ? [] : [{ segment: formatPointer([name]), a: mine.rest, b: schemas }],
  );
  const rest = compareRest(mine, others);
  return {
    changes: [...compareNames(mine, others), ...rest.changes],
    below: [...shared, ...named, ...rest.below, ...comparePatterns(a, b)],
  };
}

interface ObjectView {
  readonly members: ReadonlyMap<string, Schemas>;
  readonly required: ReadonlySet<string>;
  /** Schemas of the members outside `properties`, or null if such members are not allowed. */
  readonly rest: Schemas | null;
  readonly isClosed: boolean;
}

function readObject({ parts }: Variant): ObjectView {
  const members = new Map<string, JsonSchema[]>();
  const required = new Set<string>();
  const rest: JsonSchema[] = [];
  for (const part of parts) {
    for (const [name, schema] of schemaEntries(part.properties)) addTo(members, name, schema);
    if (Array.isArray(part.required)) for (const name of part.required) required.add(String(name));
    for (const schema of [part.additionalProperties, part.unevaluatedProperties])
      if (isSchema(schema)) rest.push(schema);
  }
  const stated = rest.filter(isJsonObject).filter((schema) => Object.keys(schema).length > 0);
  return { members, required, rest: stated.length > 0 ? stated : null, isClosed: rest.includes(false) };
}

function compareNames(a: ObjectView, b: ObjectView): readonly ValueChange[] {
  const lost = [...a.members.keys()].filter((name) => !b.members.has(name) && b.rest === null);
  const isFree = b.members.size === 0 && b.rest === null && !b.isClosed;
  const removed: readonly ValueChange[] =
    isFree && lost.length > 0
      ? [{ aspect: 'member', tendency: 'widened', field: '', before: lost.join(', '), after: 'any members' }]
      : lost.map((name) =>
          change('member', 'narrowed', {
            name,
            before: a.required.has(name) ? 'required' : 'optional',
            after: 'not described',
          }),
        );
  const gained = [...b.members.keys()].filter(
    (name) => !a.members.has(name) && (a.rest === null || b.required.has(name)),
  );
  const added = gained.map((name) =>
    b.required.has(name) && !a.required.has(name)
      ? change('required-member', 'narrowed', { name, before: 'not described', after: 'required' })
      : change('member', 'neutral', {
          name,
          before: 'not described',
          after: b.required.has(name) ? 'required' : 'optional',
        }),
  );
  return [...removed, ...added, ...compareRequired(a, b)];
}

function compareRequired(a: ObjectView, b: ObjectView): readonly ValueChange[] {
  const isNew = (name: string) => b.members.has(name) && !a.members.has(name);
  const isGone = (name: string) => a.members.has(name) && !b.members.has(name);
  const now = [...b.required].filter((name) => !a.required.has(name) && !isNew(name));
  const before = [...a.required].filter((name) => !b.required.has(name) && !isGone(name));
  return [
    ...now.map((name) => change('required', 'narrowed', { name, before: 'optional', after: 'required' })),
    ...before.map((name) => change('required', 'widened', { name, before: 'required', after: 'optional' })),
  ];
}

function compareRest(a: ObjectView, b: ObjectView): Inside {
  if (a.isClosed || b.isClosed) {
    if (a.isClosed && b.isClosed) return NOTHING;
    const words = ({ isClosed }: ObjectView) => (isClosed ? 'refused' : 'allowed');
    const tendency = b.isClosed ? 'narrowed' : 'widened';
    return {
      changes: [{ aspect: 'other-members', tendency, field: '', before: words(a), after: words(b) }],
      below: [],
    };
  }
  return a.rest === null && b.rest === null
    ? NOTHING
    : { changes: [], below: [{ segment: '/*', a: a.rest ?? [], b: b.rest ?? [] }] };
}

function comparePatterns(a: Variant, b: Variant): readonly Below[] {
  const read = ({ parts }: Variant) => new Map(parts.flatMap((part) => schemaEntries(part.patternProperties)));
  const [before, after] = [read(a), read(b)];
  return [...new Set([...before.keys(), ...after.keys()])].map((name) => ({
    segment: `/${name}`,
    a: listOf(before.get(name)),
    b: listOf(after.get(name)),
  }));
}

function compareItems(a: Variant, b: Variant): readonly Below[] {
  const [mine, others] = [readItems(a), readItems(b)];
  const heads = Array.from({ length: Math.max(mine.heads.length, others.heads.length) }, (_, at) => ({
    segment: `/${at}`,
    a: mine.heads[at] ?? mine.rest,
    b: others.heads[at] ?? others.rest,
  }));
  const isSaid = mine.rest.length + others.rest.length > 0;
  return [...heads, ...(isSaid ? [{ segment: '/*', a: mine.rest, b: others.rest }] : [])];
}

function readItems({ parts }: Variant): { readonly heads: readonly Schemas[]; readonly rest: Schemas } {
  const heads: JsonSchema[][] = [];
  for (const part of parts)
    for (const [at, schema] of schemaList(part.prefixItems).entries()) heads[at] = [...(heads[at] ?? []), schema];
  return { heads, rest: parts.flatMap(({ items }) => (isSchema(items) ? [asSchema(items)] : [])) };
}

function listOf(schema: JsonSchema | undefined): Schemas {
  return schema === undefined ? [] : [schema];
}

interface Named {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

function change(aspect: ValueChange['aspect'], tendency: ValueChange['tendency'], named: Named): ValueChange {
  const { name, before, after } = named;
  return { aspect, tendency, field: formatPointer([name]), before, after };
}
