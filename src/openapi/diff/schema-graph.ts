import { addTo } from '../../lib/group-by.ts';
import { writeJson } from '../../lib/json-text.ts';
import type { Aspect, Tendency } from '../../model/diff-rules.ts';
import type { SchemaRegistry } from '../../schema/resolve-ref.ts';
import { compareMembers } from './compare-members.ts';
import { tendencyOf, type ValueChange } from './compare-numbers.ts';
import { type Comparing, compareValues, typeWords } from './compare-values.ts';
import { isBare, matchAlternatives, splitByType, typeOf } from './match-alternatives.ts';
import { schemaText } from './schema-text.ts';
import { type Schemas, type SchemaView, type Variant, type Variants, viewSchemas } from './schema-view.ts';

/** All values with the same old and new schemas share one pair. */
export interface SchemaPair {
  /** The result is complete only after `settle`. */
  readonly changes: () => readonly ValueChange[];
  readonly below: readonly { readonly segment: string; readonly pair: SchemaPair }[];
}

export interface SchemaGraph {
  readonly pair: (a: Schemas, b: Schemas, comparing: Comparing) => SchemaPair;
  /** Compares all requested pairs, and returns the pairs with a difference anywhere inside. */
  readonly settle: () => ReadonlySet<SchemaPair>;
}

/** Compares each pair only once, because a comparison of recursive schemas would not end otherwise. */
export function createSchemaGraph(before: SchemaRegistry, after: SchemaRegistry): SchemaGraph {
  const state: State = { a: viewSchemas(before), b: viewSchemas(after), known: new Map(), waiting: [] };
  return {
    pair: (a, b, comparing) => pairOf(state, { a, b, comparing }),
    settle: () => {
      for (let work = state.waiting.pop(); work !== undefined; work = state.waiting.pop()) work();
      return differing([...state.known.values()]);
    },
  };
}

interface State {
  readonly a: SchemaView;
  readonly b: SchemaView;
  readonly known: Map<string, Draft>;
  readonly waiting: (() => void)[];
}

interface Draft extends SchemaPair {
  readonly own: ValueChange[];
  /** Alternatives of one document without a counterpart in the other document. */
  readonly lone: Lone[];
  readonly below: { readonly segment: string; readonly pair: Draft }[];
}

interface Lone {
  readonly words: string;
  readonly tendency: 'narrowed' | 'widened';
  readonly covers: readonly Draft[];
}

interface Two<T> {
  readonly a: T;
  readonly b: T;
  readonly comparing: Comparing;
}

function pairOf(state: State, { a, b, comparing }: Two<Schemas>): Draft {
  const key = `${comparing.isText ? 'text' : ''}${state.a.keyOf(a)};${state.b.keyOf(b)}`;
  return draftOf(state, key, (draft) => {
    const [one, other] = [state.a.alternatives(a), state.b.alternatives(b)];
    if (!one.isCut && !other.isCut) compareAll(state, { a: one, b: other, comparing }, draft);
    else if (state.a.textOf(a) !== state.b.textOf(b)) add(draft, 'unknown', 'neutral', [CUT, CUT]);
  });
}

const CUT = 'too many alternatives to compare';

function draftOf(state: State, key: string, compare: (draft: Draft) => void): Draft {
  const known = state.known.get(key);
  if (known !== undefined) return known;
  let changes: readonly ValueChange[] | undefined;
  const draft: Draft = { own: [], lone: [], below: [], changes: () => (changes ??= allChanges(draft)) };
  state.known.set(key, draft);
  state.waiting.push(() => compare(draft));
  return draft;
}

function compareAll(state: State, { a, b, comparing }: Two<Variants>, draft: Draft): void {
  const [one, other] = [a.list[0], b.list[0]];
  if (a.list.length === 1 && b.list.length === 1 && one !== undefined && other !== undefined) {
    compareTwo(state, { a: one, b: other, comparing }, draft);
    return;
  }
  const [before, after] = [a.list, b.list].map((list) => list.some(({ types }) => types === null || types.has('null')));
  const tendency = tendencyOf(before === true && after === false, after === true && before === false);
  const words = (isNullable: boolean | undefined) => (isNullable ? 'or null' : 'never null');
  if (tendency !== null) add(draft, 'null', tendency, [words(before), words(after)]);
  compareChoices(state, { a: splitByType(a.list), b: splitByType(b.list), comparing }, draft);
}

function compareTwo(state: State, { a, b, comparing }: Two<Variant>, draft: Draft): void {
  const inside = compareMembers(a, b);
  draft.own.push(...compareValues(a, b, comparing), ...inside.changes);
  for (const { segment, a: one, b: other } of inside.below)
    draft.below.push({ segment, pair: pairOf(state, { a: one, b: other, comparing }) });
}

function compareChoices(state: State, { a, b, comparing }: Two<readonly Variant[]>, draft: Draft): void {
  const [one, other] = [a[0], b[0]];
  const pairWith = (mine: Variant, theirs: Variant) => alternativePair(state, { a: mine, b: theirs, comparing });
  if (a.length === 1 && b.length === 1 && one !== undefined && other !== undefined) {
    draft.below.push({ segment: '', pair: pairWith(one, other) });
    return;
  }
  const anyText = new Set(
    [a, b].map((list) => list.filter(isBare).map(typeOf)).reduce((x, y) => x.filter((type) => y.includes(type))),
  );
  const isListed = (each: Variant) => anyText.has(typeOf(each)) && !isBare(each) && typeOf(each) !== 'object';
  const { pairs, onlyA, onlyB } = matchAlternatives(
    a.filter((each) => !isListed(each)),
    b.filter((each) => !isListed(each)),
  );
  for (const [mine, theirs] of pairs) draft.below.push({ segment: '', pair: pairWith(mine, theirs) });
  compareListed(a.filter(isListed), b.filter(isListed), draft);
  const near = (each: Variant, list: readonly Variant[]) =>
    list.filter((candidate) => typeOf(candidate) === typeOf(each) || candidate.types === null).slice(0, MOST_COVERS);
  for (const each of onlyA)
    draft.lone.push({
      words: words(each),
      tendency: 'narrowed',
      covers: near(each, b).map((cover) => pairWith(each, cover)),
    });
  for (const each of onlyB)
    draft.lone.push({
      words: words(each),
      tendency: 'widened',
      covers: near(each, a).map((cover) => pairWith(cover, each)),
    });
}

const MOST_COVERS = 16;

/** A difference between lists of strings is neutral, because another alternative allows any string. */
function compareListed(a: readonly Variant[], b: readonly Variant[], draft: Draft): void {
  const text = (list: readonly Variant[]) =>
    list
      .map(({ keywords }) => (keywords.enum === undefined ? schemaText(keywords) : writeJson(keywords.enum)))
      .toSorted()
      .join(', ');
  if (text(a) !== text(b)) add(draft, 'enum', 'neutral', [text(a) || 'nothing', text(b) || 'nothing']);
}

function alternativePair(state: State, two: Two<Variant>): Draft {
  const key = `${two.comparing.isText ? 'text' : ''}one ${two.a.key};${two.b.key}`;
  return draftOf(state, key, (draft) => compareTwo(state, two, draft));
}

function words(each: Variant): string {
  if (each.name !== null) return each.name;
  const { properties } = each.keywords;
  const names = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  return names.length === 0 ? typeWords(each) : `object with ${names.slice(0, 4).join(', ')}`;
}

function add(draft: Draft, aspect: Aspect, tendency: Tendency, [before, after]: readonly [string, string]): void {
  draft.own.push({ aspect, tendency, field: '', before, after });
}

/** Includes each alternative whose values the other document rejects. */
function allChanges({ own, lone }: Draft): readonly ValueChange[] {
  const alone = lone.filter(({ covers, tendency }) => !covers.some((cover) => isWithin(cover, tendency)));
  return [
    ...own,
    ...alone.map(({ words: said, tendency }): ValueChange => {
      const [before, after] = tendency === 'narrowed' ? [said, 'nothing'] : ['nothing', said];
      return { aspect: 'choice', tendency, field: '', before, after };
    }),
  ];
}

/** Maximum depth of the search for an alternative that already allows the same values. */
const MOST_DEPTH = 3;

/** A pair that is still being compared counts as unchanged, because otherwise the search would not end. */
function isWithin(root: Draft, tendency: Lone['tendency'], above: readonly Draft[] = []): boolean {
  const seen = new Set([root]);
  const isCovered = ({ covers }: Lone) =>
    above.length < MOST_DEPTH &&
    covers.some((cover) => cover === root || above.includes(cover) || isWithin(cover, tendency, [...above, root]));
  for (const draft of seen) {
    if (draft.own.some((each) => each.tendency === tendency || each.tendency === 'changed')) return false;
    // If only one document requires a member, that document rejects objects without the member.
    if (draft.own.some((each) => each.aspect === 'member' && each.tendency !== 'neutral')) return false;
    if (draft.lone.some((each) => each.tendency === tendency && !isCovered(each))) return false;
    for (const { pair } of draft.below) seen.add(pair);
  }
  return true;
}

function differing(all: readonly Draft[]): ReadonlySet<SchemaPair> {
  const above = new Map<Draft, Draft[]>();
  for (const draft of all) for (const { pair } of draft.below) addTo(above, pair, draft);
  const found = new Set(all.filter((draft) => draft.own.length + draft.lone.length > 0 && draft.changes().length > 0));
  for (const draft of found) for (const upper of above.get(draft) ?? []) found.add(upper);
  return found;
}
