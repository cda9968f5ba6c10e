import { isInRange, mediaType } from '../lib/media-type.ts';
import { remember } from '../lib/remember.ts';
import type { Contract, Field } from '../model/contract.ts';
import { type HttpRequest, headerValue } from '../model/http.ts';

/**
 * Returns the contract of a request. If the body has a media type whose fields the contract does not declare, the body is one
 * field that may have any value, so nothing in it is examined.
 */
export function contractAsSent(contract: Contract, { headers, body }: HttpRequest): Contract {
  const { otherMedia } = contract;
  if (otherMedia === undefined || body === null) return contract;
  const sent = mediaType(headerValue(headers, 'content-type') ?? '');
  return otherMedia.some((range) => isInRange(sent, range)) ? withAnyBody(contract) : contract;
}

const withAnyBody = remember((contract: Contract): Contract => {
  const { otherMedia = [], fields, profiles, at, bodyConditions: _, ...rest } = contract;
  const body: Field = {
    ...{ name: 'body', place: { location: 'body', name: '' }, schema: true, required: false, whole: true, fields: [] },
    ...{ serialization: { style: 'form', explode: true }, booleanStyle: 'true-false', lifecycle: 'shipped' },
    ...{ profiles, at },
  };
  const others = fields.filter(({ place }) => place.location !== 'body');
  return { ...rest, profiles, at, fields: [...others, body], content: 'text', mediaTypes: otherMedia };
});
