import { atLanding, atStray, sayArgument, sayPlace } from '../../client/drafts.ts';
import type { ClientCheck } from '../../client/subject.ts';
import { shortPlace } from '../../readers/request-place.ts';

/** A declared field travels at another location, in another object of the body, or at the place of another field. */
export const fieldMisplaced: ClientCheck = ({ uses }) =>
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
  ]);
