import { describeValue } from '../../../lib/preview-value.ts';
import { atStray, sayArgument, sayPlace } from '../../client/drafts.ts';
import type { ClientCheck } from '../../client/subject.ts';
import type { Stray } from '../../readers/client/match-strays.ts';
import { strayName } from '../../readers/request-place.ts';

/** Something is sent that no contract declares and that is no declared field by another name. */
export const fieldUndeclared: ClientCheck = ({ uses }) =>
  uses.flatMap((use) =>
    use.unexplained.map((stray) => {
      const from = stray.argument === null ? 'sent by itself' : `from ${sayArgument(stray.argument)}`;
      return atStray(use, stray, {
        field: strayName(stray.place),
        expected: 'nothing',
        observed: `${sayPlace(stray.place)}: ${describeValue(stray.value)}, ${from}`,
        ...(isOfTransport(stray) && { cause: `${stray.place.location} ${stray.place.name.toLowerCase()}` }),
      });
    }),
  );

/** What goes along with every request is written in one place of the client. */
function isOfTransport({ argument, place }: Stray): boolean {
  return argument === null && place.location !== 'body' && place.location !== 'path';
}
