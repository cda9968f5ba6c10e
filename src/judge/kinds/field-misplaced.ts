import { atLanding, atStray, sayArgument, sayPlace } from '../client/drafts.ts';
import type { Kind } from '../kind.ts';
import { placeText, requestPointer, shortPlace } from '../readers/request-place.ts';

/** The name of the field may be spelled differently at the wrong place. */
export const fieldMisplaced: Kind = {
  title: 'A field is sent or read at a different location than the contract says',
  severity: 'error',
  gravity: 205,
  about: 'request',
  cause: 'place',
  priority: 'P0',
  repair: 'request',
  exchange: ({ request }) =>
    (request?.misplaced ?? []).map(({ field, sent }) => {
      const places = { declared: field.place, sent: shortPlace(sent.place) };
      return {
        field: field.name,
        expected: placeText(places.declared),
        observed: placeText(places.sent),
        places,
        pointer: requestPointer(sent.place),
        found: sent.value,
      };
    }),
  // The field is at another location, in another object of the body, or at the place of another field.
  trace: ({ uses }) =>
    uses.flatMap((use) => [
      ...use.straying
        .filter(({ how }) => how === 'misplaced')
        .map(({ stray, target }) =>
          atStray(use, stray, {
            field: target.name,
            expected: sayPlace(target.place),
            observed: `${sayPlace(stray.place)}${stray.argument === null ? '' : `, from ${sayArgument(stray.argument)}`}`,
            places: { declared: shortPlace(target.place), sent: shortPlace(stray.place) },
          }),
        ),
      ...use.mixups
        .filter(({ other }) => other === null)
        .map(({ placed: { argument, landing }, meant }) =>
          atLanding(use, argument, landing, {
            field: meant.name,
            expected: sayPlace(meant.place),
            observed: `${sayPlace(landing.place)}, from ${sayArgument(argument)}`,
            places: { declared: shortPlace(meant.place), sent: shortPlace(landing.place) },
          }),
        ),
    ]),
};
