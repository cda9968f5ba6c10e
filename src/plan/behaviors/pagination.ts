import type { Recipe } from '../../model/behavior.ts';
import type { Contract } from '../../model/contract.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Blame, CallStep } from '../../model/suite.ts';
import { reference } from '../valid-call/choose-actor.ts';
import {
  type BehaviorCase,
  type BehaviorCases,
  type BehaviorOf,
  type BehaviorSubject,
  sentence,
} from './case/behavior-case.ts';
import { answeredWith, buildStep } from './case/build-step.ts';
import { type Cooked, cookRecipe } from './case/cook-recipe.ts';
import { bodyAt, mergeBodies } from './case/expected-body.ts';
import { isolateCase } from './case/isolate-case.ts';
import { workingCall } from './case/make-call.ts';

type Declared = BehaviorOf<'pagination'>;

const ITEMS = 5;
const LIMIT = 2;
/** The list is read several times, because a server with a changing order may be right once by chance. */
const AGAIN = ['second', 'third', 'fourth', 'fifth'];
const PAGES = Math.ceil(ITEMS / LIMIT);

/** The pages contain every item exactly once, and no page is larger than requested. */
export function pagination(behavior: Declared, subject: BehaviorSubject): BehaviorCases {
  return {
    'each-once': () => walk(behavior, subject),
    limit: () => shortPage(behavior, subject),
    'same-page-again': () => samePage(behavior, subject),
    ...(behavior.style === 'cursor' || behavior.style === 'link'
      ? { 'stable-under-inserts': () => walk(behavior, subject, { insert: true }) }
      : {}),
  };
}

/** Reads all pages. If the option `insert` is true, a new item is created after the first page. */
function walk(behavior: Declared, subject: BehaviorSubject, { insert = false } = {}): BehaviorCase {
  const says = insert
    ? 'creating an item between two page requests does not move the other items'
    : 'the pages contain every item once';
  return paged(behavior, subject, { says, count: ITEMS }, ({ page, made, extra }) => {
    const pages = Array.from({ length: PAGES }, (_, index) =>
      page({
        ...{ id: pageId(index), with: placeOf(behavior, index) },
        body: insert ? undefined : pageBody(behavior, index),
        capture: nextLink(behavior, subject.contract, index),
      }),
    );
    const [first, ...rest] = pages;
    return {
      steps: first === undefined || !insert ? pages : [first, ...extra().steps, ...rest],
      check: {
        check: 'each-once',
        pages: pages.map(({ id }) => id),
        items: behavior.items,
        key: behavior.key,
        wanted: made.map(({ item }) => ({ step: item.step, key: behavior.made_key ?? behavior.key })),
      },
    };
  });
}

function shortPage(behavior: Declared, subject: BehaviorSubject): BehaviorCase {
  return paged(behavior, subject, { says: 'a page with a limit of 1 has one item', count: LIMIT }, ({ page }) => ({
    steps: [page({ id: 'page', with: { [behavior.limit]: 1 }, body: bodyAt(behavior.items, { $length: 1 }) })],
  }));
}

function samePage(behavior: Declared, subject: BehaviorSubject): BehaviorCase {
  const says = 'a page requested twice has the same items';
  return paged(behavior, subject, { says, count: LIMIT }, ({ page }) => {
    const keys = [0, 1].map((index) => reference('first', `${behavior.items}/${index}${behavior.key}`));
    const same = bodyAt(
      behavior.items,
      keys.map((key) => bodyAt(behavior.key, key)),
    );
    const show = (id: string, body?: Json) => page({ id, with: { [behavior.limit]: LIMIT }, body });
    return { steps: [show('first'), ...AGAIN.map((id) => show(id, same))] };
  });
}

interface PageParts {
  readonly id: string;
  readonly with: JsonObject;
  readonly body: Json | undefined;
  readonly capture?: CallStep['capture'];
}

interface Walk {
  readonly page: (parts: PageParts) => CallStep;
  readonly made: readonly Cooked[];
  readonly extra: () => Cooked;
}

interface Plan {
  readonly says: string;
  readonly count: number;
}

function paged(
  behavior: Declared,
  subject: BehaviorSubject,
  { says, count }: Plan,
  follow: (walk: Walk) => Pick<BehaviorCase, 'steps' | 'check'>,
): BehaviorCase {
  const { contract, context } = subject;
  const call = workingCall(contract.id, context, { prefix: 'list-' });
  const recipe = behavior.made_by ?? creation(subject);
  const cook = (name: string) => cookRecipe(recipe, { context, prefix: `${name}-`, call: call.with });
  const made = Array.from({ length: count }, (_, index) => cook(`item${index + 1}`));
  const blame: Blame = { kind: 'pagination-broken', says };
  const page = ({ id, with: values, body, capture }: PageParts) =>
    buildStep(contract, { id, with: { ...call.with, ...values }, capture, expect: answeredWith(body, blame) });
  const { steps, check } = follow({ page, made, extra: () => cook('extra') });
  return isolateCase(subject, {
    summary: sentence(says),
    steps: [...call.setup, ...made.flatMap((each) => each.steps), ...steps],
    ...(check === undefined ? {} : { check }),
  });
}

function creation({ contract }: BehaviorSubject): Recipe {
  return [{ call: `${contract.resource}.create` }];
}

function pageId(index: number): string {
  return `page-${index + 1}`;
}

/** Returns the fields that select a page: an offset, a page number, or a cursor from the previous page. */
function placeOf({ style, limit, offset, page, cursor, next }: Declared, index: number): JsonObject {
  const place = { [limit]: LIMIT };
  if (index === 0) return place;
  if (style === 'offset') return offset === undefined ? place : { ...place, [offset]: index * LIMIT };
  if (style === 'page') return page === undefined ? place : { ...place, [page]: index + 1 };
  if (cursor === undefined) return place;
  if (style === 'link') return { ...place, [cursor]: `\${${linkId(index - 1)}}` };
  return next === undefined ? place : { ...place, [cursor]: reference(pageId(index - 1), next) };
}

function linkId(index: number): string {
  return `after-${pageId(index)}`;
}

function nextLink({ style, cursor }: Declared, { fields }: Contract, index: number): CallStep['capture'] {
  const place = fields.find(({ name }) => name === cursor)?.place;
  if (style !== 'link' || place === undefined || index === PAGES - 1) return {};
  return { [linkId(index)]: { from: 'link', path: place.name } };
}

function pageBody({ items, total, more }: Declared, index: number): Json | undefined {
  const hasMore = (index + 1) * LIMIT < ITEMS;
  return mergeBodies(
    bodyAt(items, { $length: { $lte: LIMIT } }),
    total === undefined ? undefined : bodyAt(total, { $gte: ITEMS }),
    // The last page is not checked, because other callers may add items.
    more === undefined || !hasMore ? undefined : bodyAt(more, true),
  );
}
