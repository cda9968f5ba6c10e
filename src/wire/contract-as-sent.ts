import { isInRange, mediaContent, mediaType } from '../lib/media-type.ts';
import { remember } from '../lib/remember.ts';
import type { Contract, Field } from '../model/contract.ts';
import { type HttpRequest, headerValue } from '../model/http.ts';
import type { JsonSchema } from '../model/json.ts';

/** For a media type in `otherMedia`, returns a contract whose body is one field of any value. */
export function contractAsSent(contract: Contract, { headers, body }: HttpRequest): Contract {
  const { otherMedia } = contract;
  if (otherMedia === undefined || body === null) return contract;
  const sent = mediaType(headerValue(headers, 'content-type') ?? '');
  if (!otherMedia.some((range) => isInRange(sent, range))) return contract;
  const kind = mediaContent(sent);
  return kind === 'form' || kind === 'multipart' ? withAnyForm(contract) : withAnyBody(contract);
}

const withAnyBody = remember((contract: Contract) => withBody(contract, true));
/** A form is read as an object only if its schema has the type `object`. */
const withAnyForm = remember((contract: Contract) => withBody(contract, { type: 'object' }));

function withBody(contract: Contract, schema: JsonSchema): Contract {
  const { otherMedia = [], fields, profiles, at, bodyConditions: _, ...rest } = contract;
  const body: Field = {
    ...{ name: 'body', place: { location: 'body', name: '' }, schema, required: false, whole: true, fields: [] },
    ...{ serialization: { style: 'form', explode: true }, booleanStyle: 'true-false', lifecycle: 'shipped' },
    ...{ profiles, at },
  };
  const others = fields.filter(({ place }) => place.location !== 'body');
  return { ...rest, profiles, at, fields: [...others, body], content: 'text', mediaTypes: otherMedia };
}
