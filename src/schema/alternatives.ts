import { isJsonObject, type JsonObject, type JsonSchema } from '../model/json.ts';
import { joinKeywords } from './join-keywords.ts';
import { choicesOf, conditionsOf, schemaParts } from './parts.ts';
import type { SchemaRegistry } from './resolve-ref.ts';

/** One branch of every `anyOf` and `oneOf`, and one outcome of every `if`, joined to a single set of keywords. */
export interface Alternative {
  readonly keywords: JsonObject;
  /** True if a value may fulfil the keywords and still violate the schema. */
  readonly isHard: boolean;
}

interface AlternativeOptions {
  readonly schemas: SchemaRegistry;
  readonly richest: boolean;
  readonly nullFirst?: boolean;
}

/** Yields ways to fulfil the schema, the preferred way first. */
export function* alternatives(schema: JsonSchema, options: AlternativeOptions): Generator<Alternative> {
  const { plain } = schemaParts(schema, options.schemas);
  const search: Search = { ...options, steps: MOST_STEPS };
  let left = MOST;
  for (const { parts, isChosen } of combine(addParts(NOTHING_YET, plain, search), search)) {
    const keywords = joinKeywords(parts);
    if (Array.isArray(keywords.type) && keywords.type.length === 0) continue;
    yield { keywords, isHard: isChosen || parts.filter(saysMore).length > 1 || parts.some(isHard) };
    if (--left === 0) return;
  }
}

const MOST = 32;
/** The search stops after this number of steps, because nested choices have exponentially many combinations. */
const MOST_STEPS = 400;

interface Search extends AlternativeOptions {
  steps: number;
}

interface State {
  readonly parts: readonly JsonObject[];
  readonly open: readonly (readonly (readonly JsonSchema[])[])[];
  readonly isChosen: boolean;
}

const NOTHING_YET: State = { parts: [], open: [], isChosen: false };

function* combine({ parts, open, isChosen }: State, search: Search): Generator<Omit<State, 'open'>> {
  const [branches, ...later] = open;
  if (branches === undefined) yield { parts, isChosen };
  for (const branch of branches ?? []) {
    if (search.steps-- <= 0) return;
    const found = branch.map((schema) => schemaParts(schema, search.schemas));
    if (found.some(({ impossible }) => impossible)) continue;
    const added = found.flatMap(({ plain }) => plain);
    yield* combine(addParts({ parts, open: later, isChosen: true }, added, search), search);
  }
}

/** Adds only parts that the state does not yet contain. Otherwise the search would not end in a recursive schema. */
function addParts(state: State, parts: readonly JsonObject[], search: Search): State {
  const added = [...new Set(parts)].filter((part) => !state.parts.includes(part));
  const choices = added.flatMap(choicesOf).map((branches) => inOrder(branches, search).map((branch) => [branch]));
  const sides = added.flatMap(conditionsOf).map(({ when, holds, fails }) => [[when, holds], [fails]]);
  return { ...state, parts: [...state.parts, ...added], open: [...state.open, ...choices, ...sides] };
}

/** By default, the branch `type: null` comes last, because null shows little about a client. */
function inOrder(
  branches: readonly JsonSchema[],
  { schemas, richest, nullFirst }: AlternativeOptions,
): readonly JsonSchema[] {
  const rank = (branch: JsonSchema) => {
    if (isJsonObject(branch) && branch.type === 'null') return nullFirst ? Number.POSITIVE_INFINITY : -1;
    return richest ? richness(joinKeywords(schemaParts(branch, schemas).plain)) : 0;
  };
  return branches
    .map((branch) => ({ branch, rank: rank(branch) }))
    .toSorted((a, b) => b.rank - a.rank)
    .map(({ branch }) => branch);
}

function richness({ properties, items, additionalProperties }: JsonObject): number {
  const members = isJsonObject(properties) ? Object.keys(properties).length : 0;
  return members * 2 + (items === undefined ? 0 : 1) + (isJsonObject(additionalProperties) ? 1 : 0);
}

/** Returns true if the part itself constrains the value. */
function saysMore(part: JsonObject): boolean {
  return Object.keys(part).some((key) => key !== '$ref' && key !== 'allOf');
}

function isHard(part: JsonObject): boolean {
  return HARD.some((key) => part[key] !== undefined);
}

const HARD = [
  ...['not', 'contains', 'propertyNames', 'patternProperties', 'dependentRequired', 'uniqueItems', 'format'],
  ...['minProperties', 'maxProperties', 'unevaluatedProperties', 'unevaluatedItems', 'multipleOf', 'prefixItems'],
  'examples',
];
