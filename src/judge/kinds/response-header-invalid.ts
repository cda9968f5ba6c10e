import { formatPointer } from '../../lib/json-pointer.ts';
import { previewValue } from '../../lib/preview-value.ts';
import { headerValues } from '../../model/http.ts';
import type { Kind } from '../kind.ts';
import { joinByField } from '../subject.ts';

export const responseHeaderInvalid: Kind = {
  title: 'A response header violates its schema',
  severity: 'error',
  gravity: 314,
  about: 'response',
  cause: 'field',
  exchange: ({ response, answer }) =>
    joinByField(
      (response?.headersInvalid ?? []).map(({ header, problem }) => {
        const text = headerValues(answer.response?.headers ?? [], header.name).join(', ');
        const pointer = `/response/headers${formatPointer([header.name])}`;
        return {
          field: header.name,
          expected: problem.expected,
          observed: previewValue(text, 80),
          pointer,
          found: text,
        };
      }),
    ),
};
