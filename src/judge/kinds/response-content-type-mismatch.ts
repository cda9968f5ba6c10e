import { mediaType } from '../../lib/media-type.ts';
import { headerValue } from '../../model/http.ts';
import type { Kind } from '../kind.ts';

export const responseContentTypeMismatch: Kind = {
  title: 'The response has a different content type than the contract says',
  severity: 'error',
  gravity: 310,
  about: 'response',
  cause: 'observed',
  masks: true,
  exchange: ({ response, answer }) => {
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
  },
};
