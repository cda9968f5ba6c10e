import { formatPointer, parsePointer } from '../../lib/json-pointer.ts';
import { describeValue } from '../../lib/preview-value.ts';
import { atStray, sayArgument, sayPlace } from '../client/drafts.ts';
import type { Kind } from '../kind.ts';
import type { StrayValue } from '../readers/client/match-strays.ts';
import type { MethodUse } from '../readers/client/read-use.ts';
import { bodyDraft, placeText, requestPointer, shortPlace, strayName } from '../readers/request-place.ts';
import { joinByField } from '../subject.ts';

/** A value counts as undeclared only if no field of the profile declares it, not even at another place. */
export const fieldUndeclared: Kind = {
  title: 'The contract does not declare this request field',
  severity: 'error',
  gravity: 208,
  about: 'request',
  cause: 'place',
  priority: 'P0',
  exchange: ({ request }) => {
    if (request === null) return [];
    const strays = request.undeclared.map(({ place, value }) => ({
      field: strayName(place),
      expected: 'nothing',
      observed: `${placeText(shortPlace(place))}: ${describeValue(value)}`,
      pointer: requestPointer(place),
      found: value,
    }));
    const bodies = request.bodyProblems.filter(({ kind }) => kind === 'unexpected').map(bodyDraft);
    return [...joinByField(strays), ...bodies];
  },
  trace: ({ uses }) =>
    uses.flatMap((use) =>
      onePerObject(use).map((stray) => {
        const from = stray.argument === null ? 'sent without an argument' : `from ${sayArgument(stray.argument)}`;
        return atStray(use, stray, {
          field: strayName(stray.place),
          expected: 'nothing',
          observed: `${sayPlace(stray.place)}: ${describeValue(stray.value)}, ${from}`,
          ...(isOfTransport(stray) && { cause: `${stray.place.location} ${stray.place.name.toLowerCase()}` }),
        });
      }),
    ),
};

function onePerObject({ unexplained, targets }: MethodUse): readonly StrayValue[] {
  const pointers = new Set(targets.flatMap(({ place }) => (place.location === 'body' ? [place.name] : [])));
  const topOf = ({ place }: StrayValue) => {
    if (place.location !== 'body') return `${place.location} ${place.name}`;
    const tokens = parsePointer(place.name);
    const at = tokens.findIndex((_, index) => !pointers.has(formatPointer(tokens.slice(0, index + 1))));
    return at === -1 ? place.name : formatPointer(tokens.slice(0, at + 1));
  };
  const byTop = new Map(unexplained.toReversed().map((stray) => [topOf(stray), stray] as const));
  return unexplained.filter((stray) => byTop.get(topOf(stray)) === stray);
}

/** Returns true for a query parameter, header or cookie that the client adds by itself, probably to every request. */
function isOfTransport({ argument, place }: StrayValue): boolean {
  return argument === null && place.location !== 'body' && place.location !== 'path';
}
