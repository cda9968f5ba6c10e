import { atLanding } from '../client/drafts.ts';
import type { ClientDraft } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import { argumentAliases } from '../readers/client/match-strays.ts';
import type { MethodUse } from '../readers/client/read-use.ts';
import { type ContradictionContext, isConverted, typeContradiction } from '../readers/client/type-contradiction.ts';
import { nearness } from '../readers/field-aliases.ts';

export const declaredTypeContradicts: Kind = {
  title: 'The client declares a type that the server never accepts',
  severity: 'error',
  gravity: 209,
  about: 'client',
  cause: 'place',
  priority: 'P0',
  trace: ({ uses, judge, client }) => uses.flatMap((use) => contradictions(use, { judge, driver: client.driver })),
};

function contradictions(use: MethodUse, context: ContradictionContext): readonly ClientDraft[] {
  const arrivals = [
    ...use.placed.filter(({ landing, target }) => landing.place.name === target.place.name || target.parent === null),
    // An argument at a wrong place is compared with the type of the field that was probably meant.
    ...use.straying.flatMap(({ stray: { argument, place }, target }) => {
      const landing = argument?.landings.find((each) => each.place === place);
      return argument === null || landing === undefined ? [] : [{ argument, landing, target }];
    }),
  ];
  return arrivals.flatMap(({ argument, landing, target }) => {
    // The type of a flag such as `--all`, which sends `state=all`, says nothing about the value.
    if (nearness(argumentAliases(argument), target.aliases) === 0) return [];
    const contradiction = typeContradiction(argument, target, context);
    if (contradiction === undefined || isConverted(landing, target, context.judge)) return [];
    const { expected, observed } = contradiction;
    return [
      atLanding(use, argument, landing, { field: target.name, expected, observed: `${argument.path}: ${observed}` }),
    ];
  });
}
