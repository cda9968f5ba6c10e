import { aroundPlace, placeText } from '../readers/request-place.ts';
import { type Check, joinByField } from '../subject.ts';

/** A required field that is at no place. */
export const fieldMissing: Check = ({ request, exchange }) =>
  joinByField(
    (request?.missing ?? []).map(({ name, place }) => ({
      field: name,
      expected: placeText(place),
      observed: 'nothing',
      ...aroundPlace(place, exchange),
    })),
  );
