import { describeValue } from '../../lib/preview-value.ts';
import { placeText, requestPointer, shortPlace, strayName } from '../readers/request-place.ts';
import { type Check, joinByField } from '../subject.ts';

/** Something was sent that no field of the profile declares and that is no misplaced field. */
export const fieldUndeclared: Check = ({ request }) => {
  if (request === null) return [];
  const strays = request.undeclared.map(({ place, value }) => ({
    field: strayName(place),
    expected: 'nothing',
    observed: `${placeText(shortPlace(place))}: ${describeValue(value)}`,
    pointer: requestPointer(place),
    found: value,
  }));
  const bodies = request.bodyProblems
    .filter(({ kind }) => kind === 'unexpected')
    .map(({ expected, observed }) => ({ field: null, expected, observed, pointer: '/request/body', found: observed }));
  return [...joinByField(strays), ...bodies];
};
