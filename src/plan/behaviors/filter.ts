import { formatPointer } from '../../lib/json-pointer.ts';
import type { Recipe } from '../../model/behavior.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Blame, CallStep } from '../../model/suite.ts';
import { reference } from '../valid-call/choose-actor.ts';
import {
  type BehaviorCase,
  type BehaviorCases,
  type BehaviorOf,
  type BehaviorSubject,
  CannotCall,
  sentence,
} from './case/behavior-case.ts';
import { answeredWith, buildStep } from './case/build-step.ts';
import { type Cooked, cookAnother, cookRecipe } from './case/cook-recipe.ts';
import { bodyAt, mergeBodies } from './case/expected-body.ts';
import { isolateCase } from './case/isolate-case.ts';
import { widestPage, workingCall } from './case/make-call.ts';

type Declared = BehaviorOf<'filter'>;

/** Tests that a filter returns exactly the matching items, on every page. */
export function filter(behavior: Declared, subject: BehaviorSubject): BehaviorCases {
  const pairs = behavior.cases === undefined ? [ownValues(behavior)] : givenValues(behavior, subject, behavior.cases);
  const bare = (behavior.values ?? []).filter((value) => behavior.cases?.[String(value)] === undefined);
  const named = (name: string, makes: () => BehaviorCase) => [`${behavior.field}${name}`, makes] as const;
  return Object.fromEntries([
    ...pairs.flatMap((pair) => [
      named(`${pair.name}.only-matching`, () => onlyMatching(behavior, subject, pair)),
      ...(pages(subject) === undefined || pair.other === undefined
        ? []
        : [named(`${pair.name}.past-first-page`, () => pastFirstPage(behavior, subject, pair))]),
    ]),
    ...(behavior.made_by === undefined
      ? bare.map((value) => named(`.${value}`, () => bareFilter(behavior, subject, value)))
      : []),
  ]);
}

/** Recipes for an item that matches the filter, and for an item that does not. */
interface Pair {
  /** Suffix of the case name, such as `.open`, or empty. */
  readonly name: string;
  readonly match: Recipe;
  readonly other: Recipe | undefined;
  /** The value of the filter. If absent, the value comes from the behavior or from the matching item. */
  readonly value?: Json;
}

function ownValues({ made_by }: Declared): Pair {
  return { name: '', match: made_by ?? [], other: made_by };
}

function givenValues(
  { field }: Declared,
  { contract }: BehaviorSubject,
  cases: NonNullable<Declared['cases']>,
): readonly Pair[] {
  const schema = contract.fields.find(({ name }) => name === field)?.schema;
  const isText = typeof schema !== 'object' || !['boolean', 'integer', 'number'].includes(String(schema.type));
  const values = Object.keys(cases);
  return values.map((value) => {
    const other = values.find((each) => each !== value);
    return {
      name: `.${value}`,
      match: cases[value] ?? [],
      other: other === undefined ? undefined : cases[other],
      // the loader has checked that each key of `cases` is a value of the field's type
      value: isText ? value : (JSON.parse(value) as Json),
    };
  });
}

function onlyMatching(behavior: Declared, subject: BehaviorSubject, pair: Pair): BehaviorCase {
  const says = `the filter "${behavior.field}" returns all matching items and no others`;
  return filtered(behavior, subject, { says, pair }, ({ match, other, value, page }) => {
    const found = { ...each(behavior, value), $contains: keyOf(behavior, subject, match.item.step) };
    const list = page({ id: 'list', with: widestPage(subject.contract), body: bodyAt(behavior.items, found) });
    return [...match.steps, ...(other?.steps ?? []), list];
  });
}

/** If a server selects the page before it applies the filter, the page has too few items. */
function pastFirstPage(behavior: Declared, subject: BehaviorSubject, pair: Pair): BehaviorCase {
  const says = `the filter "${behavior.field}" works on every page`;
  return filtered(behavior, subject, { says, pair }, ({ match, other, value, page, again }) => {
    const { limit, offset } = pages(subject) ?? { limit: '', offset: '' };
    const second = pair.value === undefined ? cookAnother(match, '-2') : again('match2', pair.match).steps;
    const last = pair.value === undefined ? cookAnother(other ?? match, '-2') : again('other2', pair.other ?? []).steps;
    const one = { ...each(behavior, value), $length: 1 };
    const first = reference('page-1', `${behavior.items}/0${itemKey(behavior, subject)}`);
    const onward = {
      $each: mergeBodies(bodyAt(behavior.member, value), bodyAt(itemKey(behavior, subject), { $not: first })) ?? null,
    };
    return [
      ...(other?.steps ?? []),
      ...match.steps,
      ...second,
      ...last,
      page({ id: 'page-1', with: { [limit]: 1, [offset]: 0 }, body: bodyAt(behavior.items, one) }),
      page({
        id: 'page-2',
        with: { [limit]: 1, [offset]: 1 },
        body: bodyAt(behavior.items, { ...onward, $length: 1 }),
      }),
    ];
  });
}

/** Without a recipe, checks only the items that already exist on the server. */
function bareFilter(behavior: Declared, subject: BehaviorSubject, value: Json): BehaviorCase {
  const { contract, context } = subject;
  const says = `the filter "${behavior.field}" returns only matching items`;
  const call = workingCall(contract.id, context, { prefix: 'list-' });
  const expect = answeredWith(bodyAt(behavior.items, each(behavior, value)), blame(behavior, says));
  const list = buildStep(contract, { id: 'list', with: { ...call.with, [behavior.field]: value }, expect });
  return { summary: sentence(says), steps: [...call.setup, list] };
}

interface Filtered {
  readonly match: Cooked;
  readonly other: Cooked | undefined;
  readonly value: Json;
  readonly again: (prefix: string, recipe: Recipe) => Cooked;
  readonly page: (parts: { readonly id: string; readonly with: JsonObject; readonly body: Json }) => CallStep;
}

interface FilterPlan {
  readonly says: string;
  readonly pair: Pair;
}

function filtered(
  behavior: Declared,
  subject: BehaviorSubject,
  { says, pair }: FilterPlan,
  follow: (filtered: Filtered) => readonly CallStep[],
): BehaviorCase {
  const { contract, context } = subject;
  if (behavior.made_by === undefined && behavior.cases === undefined)
    throw new CannotCall(`the filter does not say how to create an item: add "made_by" or "cases" to the filter`);
  const call = workingCall(contract.id, context, { prefix: 'list-' });
  const again = (prefix: string, recipe: Recipe) =>
    cookRecipe(recipe, { context, prefix: `${prefix}-`, call: call.with });
  const match = again('match', pair.match);
  const other = pair.other === undefined ? undefined : again('other', pair.other);
  const value = pair.value ?? ownValue(behavior, match);
  const page: Filtered['page'] = ({ id, with: values, body }) =>
    buildStep(contract, {
      id,
      with: { ...call.with, ...values, [behavior.field]: value },
      expect: answeredWith(body, blame(behavior, says)),
    });
  const steps = [...call.setup, ...follow({ match, other, value, again, page })];
  const plain = { summary: sentence(says), steps };
  return pair.value === undefined ? plain : isolateCase(subject, plain);
}

function ownValue({ value, member }: Declared, match: Cooked): Json {
  if (value === undefined) return reference(match.item.step, member);
  return match.resolve({ value }).value ?? null;
}

function each({ member }: Declared, value: Json): JsonObject {
  return { $each: bodyAt(member, value) };
}

function keyOf(behavior: Declared, subject: BehaviorSubject, step: string): Json {
  const key = itemKey(behavior, subject);
  return bodyAt(key, reference(step, behavior.made_key ?? key));
}

/** Returns the declared pointer to the id of an item, by default `/id`. */
function itemKey({ key }: Declared, { contract }: BehaviorSubject): string {
  const listed = contract.behaviors.find((behavior) => behavior.kind === 'pagination');
  return key ?? listed?.key ?? formatPointer(['id']);
}

/** Returns the names of the two fields for page size and offset, if the list has an offset. */
function pages({ contract }: BehaviorSubject): { readonly limit: string; readonly offset: string } | undefined {
  const listed = contract.behaviors.find((behavior) => behavior.kind === 'pagination');
  return listed?.offset === undefined ? undefined : { limit: listed.limit, offset: listed.offset };
}

function blame({ field }: Declared, says: string): Blame {
  return { kind: 'filter-broken', says, field };
}
