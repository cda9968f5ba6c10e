import { atStray, sayPlace } from '../../client/drafts.ts';
import type { ClientCheck } from '../../client/subject.ts';
import { shortPlace } from '../../readers/request-place.ts';

/** A declared field travels at its place by a name that the server does not know. */
export const fieldRenamed: ClientCheck = ({ uses }) =>
  uses.flatMap((use) =>
    use.straying
      .filter(({ how }) => how === 'renamed')
      .map(({ stray, target }) =>
        atStray(use, stray, {
          field: target.name,
          expected: sayPlace(target.place),
          observed: sayPlace(stray.place),
          places: { declared: shortPlace(target.place), sent: shortPlace(stray.place) },
        }),
      ),
  );
