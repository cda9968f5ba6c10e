import type { BodyProblemKind } from '../../wire/decode-body.ts';
import { atLanding, sayArgument } from '../client/drafts.ts';
import type { Kind } from '../kind.ts';
import { fateOf } from '../readers/client/said-value.ts';
import { typeContradiction } from '../readers/client/type-contradiction.ts';
import { bodyDraft, fieldDraft } from '../readers/request-place.ts';
import { joinByField } from '../subject.ts';

const UNREADABLE: ReadonlySet<BodyProblemKind> = new Set(['encoding', 'not-json', 'not-utf8', 'not-multipart']);

export const fieldTypeChanged: Kind = {
  title: 'A request field has another type',
  severity: 'error',
  gravity: 210,
  about: 'request',
  cause: 'place',
  priority: 'P0',
  exchange: ({ request }) => {
    if (request === null) return [];
    const bodies = request.bodyProblems.filter(({ kind }) => UNREADABLE.has(kind)).map(bodyDraft);
    return joinByField([...bodies, ...request.retyped.map(fieldDraft)]);
  },
  // A value changes its JSON type on the way: a number arrives as text.
  trace: ({ uses, judge, client }) =>
    uses.flatMap((use) =>
      use.placed.flatMap(({ argument, landing, target }) => {
        if (typeContradiction(argument, target, { judge, driver: client.driver }) !== undefined) return [];
        const fate = fateOf(landing, target, judge);
        if (fate.kind !== 'retyped' || landing.place.name !== target.place.name) return [];
        const observed = `${fate.observed}, from ${sayArgument(argument)}`;
        return [atLanding(use, argument, landing, { field: target.name, expected: fate.expected, observed })];
      }),
    ),
};
