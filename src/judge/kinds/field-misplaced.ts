import { placeText, requestPointer, shortPlace } from '../readers/request-place.ts';
import type { Check } from '../subject.ts';

/** A declared field that is absent from its place and travels at another one, under any spelling of its name. */
export const fieldMisplaced: Check = ({ request }) =>
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
  });
