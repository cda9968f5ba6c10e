import { atStray, sayPlace } from '../client/drafts.ts';
import type { Kind } from '../kind.ts';
import { shortPlace } from '../readers/request-place.ts';

export const fieldRenamed: Kind = {
  title: 'A field is sent under a name that the server does not know',
  severity: 'error',
  gravity: 206,
  about: 'client',
  cause: 'place',
  priority: 'P0',
  trace: ({ uses }) =>
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
    ),
};
