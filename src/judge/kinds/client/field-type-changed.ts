import { atLanding, sayArgument } from '../../client/drafts.ts';
import type { ClientCheck } from '../../client/subject.ts';
import { fateOf } from '../../readers/client/said-value.ts';
import { typeContradiction } from '../../readers/client/type-contradiction.ts';

/** A value becomes another JSON type on its way: a number arrives as text. */
export const fieldTypeChanged: ClientCheck = ({ uses, judge, client }) =>
  uses.flatMap((use) =>
    use.placed.flatMap(({ argument, landing, target }) => {
      if (typeContradiction(argument, target, { judge, driver: client.driver }) !== undefined) return [];
      const fate = fateOf(landing, target, judge);
      if (fate.kind !== 'retyped' || landing.place.name !== target.place.name) return [];
      const observed = `${fate.observed}, from ${sayArgument(argument)}`;
      return [atLanding(use, argument, landing, { field: target.name, expected: fate.expected, observed })];
    }),
  );
