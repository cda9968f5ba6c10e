import { mediaType } from '../../lib/media-type.ts';
import { headerValue } from '../../model/http.ts';
import type { Check } from '../subject.ts';

export const responseContentTypeMismatch: Check = ({ response, answer }) => {
  if (response?.otherMedia === undefined) return [];
  return [
    {
      field: 'Content-Type',
      expected: mediaType(response.spec.contentType),
      observed: response.otherMedia,
      pointer: '/response/headers/Content-Type',
      found: headerValue(answer.response?.headers ?? [], 'content-type'),
    },
  ];
};
